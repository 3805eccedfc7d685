from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import comparison_view, views
from .models import CODE
from .note.views import NoteView


class CodeConverter(StringConverter):
    regex = CODE


register_converter(CodeConverter, "short_code")

urlpatterns = [
    path("selection/", views.SelectionView.as_view(), name="selection"),
    path("selection/retenir/", views.retain, name="retain"),
    path("note/", NoteView.as_view(), name="note"),
    path("comparer/", comparison_view.compare, name="compare"),
    path("s/<short_code:code>/", views.short, name="short_selection"),
    path("s/<short_code:code>", views.short),
]
