from django.urls import path

from . import views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("chiffres/", views.numbers, name="question_numbers"),
    path("bloquees/", views.blocked, name="blocked_mailboxes"),
    path("<int:pk>/", views.question, name="question"),
]
