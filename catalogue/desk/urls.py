from django.urls import path

from . import views

urlpatterns = [
    path("", views.imports, name="sheet_imports"),
    path("modele/", views.template, name="sheet_template"),
    path("export/", views.export, name="sheet_export"),
    path("<int:pk>/", views.one_import, name="sheet_import"),
    path("<int:pk>/refus/", views.refused, name="sheet_import_refused"),
]
