from django.urls import path

from . import views

urlpatterns = [
    path("labels/", views.labels, name="labels"),
    path("labels/<slug:slug>/", views.label, name="label"),
]
