from django.urls import path

from . import views

urlpatterns = [
    path("", views.requests, name="relay_requests"),
    path("<int:pk>/", views.request_page, name="relay_request"),
]
