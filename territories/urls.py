from django.urls import path

from . import views

urlpatterns = [
    path("territoires/recherche", views.search, name="territory_search"),
    path("mon-territoire/", views.my_territory, name="my_territory"),
]
