from django.urls import path

from . import views

urlpatterns = [
    path("", views.suggestions, name="suggestions"),
    path("<int:pk>/", views.sheet, name="sheet_suggestions"),
]
