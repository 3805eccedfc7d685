from django.urls import path

from search import views

urlpatterns = [
    path("projets/", views.catalogue, name="catalogue"),
    path("health/", views.health, name="health"),
]
