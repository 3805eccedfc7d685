from django.urls import path, register_converter
from django.urls.converters import StringConverter

from core.visitor_requests.urls import confirmation_path, form_paths

from . import comparison_view, views
from .models import CODE, Sending
from .note.views import NoteView
from .sending_form import SendSelectionView, SendSheetView


class CodeConverter(StringConverter):
    regex = CODE


register_converter(CodeConverter, "short_code")

urlpatterns = [
    path("selection/", views.SelectionView.as_view(), name="selection"),
    path("selection/retenir/", views.retain, name="retain"),
    *form_paths("selection/envoyer/", SendSelectionView, name="send_selection"),
    *form_paths("f/<int:number>/envoyer/", SendSheetView, name="send_sheet"),
    confirmation_path("envois/confirmer/", Sending),
    path("note/", NoteView.as_view(), name="note"),
    path("comparer/", comparison_view.compare, name="compare"),
    path("s/<short_code:code>/", views.short, name="short_selection"),
    path("s/<short_code:code>", views.short),
]
