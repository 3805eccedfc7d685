from django.urls import path

from . import views

app_name = "events_desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("date/", views.add_date, name="date"),
    path("tournee/", views.add_tour, name="tour"),
    path("<int:pk>/copie/", views.copy_event, name="copy"),
    path("<int:pk>/compte-rendu/", views.report, name="report"),
    path("<int:pk>/alentours/", views.neighbours, name="neighbours"),
]
