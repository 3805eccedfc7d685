from django.urls import path

from . import views

urlpatterns = [
    path("", views.reuses, name="reuse_list"),
    path("ajouter/", views.add, name="add_reuse"),
    path("<int:pk>/", views.reuse, name="reuse"),
    path("<int:pk>/modifier/", views.change, name="change_reuse"),
]
