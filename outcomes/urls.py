from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.urls import confirmation_path

from .models import NoteOutcome
from .views import OutcomeView

urlpatterns = [
    confirmation_path("note/suite/confirmer/", NoteOutcome),
    path("note/suite/<text:token>/", OutcomeView.as_view(), name="note_outcome"),
]
