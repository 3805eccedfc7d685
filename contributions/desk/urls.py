from django.urls import path

from . import views

urlpatterns = [
    path("", views.stories, name="stories"),
    path("telephone/", views.interview, name="interview"),
    path("<int:pk>/", views.story, name="story"),
]
