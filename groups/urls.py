from django.urls import path

from . import views

urlpatterns = [
    path("groupes/", views.GroupsView.as_view(), name="groups"),
    path("groupes/<slug:slug>/", views.group, name="group"),
    path("programmes/", views.ProgrammesView.as_view(), name="programmes"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
]
