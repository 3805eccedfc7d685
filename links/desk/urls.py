from django.urls import path

from . import views

urlpatterns = [
    path("", views.links, name="links"),
    path("<int:pk>/verifier/", views.check_soon, name="check_link"),
]
