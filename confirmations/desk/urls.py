from django.urls import path

from . import views

urlpatterns = [
    path("", views.checks, name="checks"),
    path("<int:pk>/", views.check, name="check"),
]
