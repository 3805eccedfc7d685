import datetime

from django.urls import path, register_converter

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.subscriptions import LeaveView
from core.visitor_requests.urls import confirmation_path, form_paths

from . import views
from .models import LetterSubscriber


class DayConverter:
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("lettres/", views.letters, name="letters"),
    path("lettres/lettres.atom", views.feed, name="letters_feed"),
    path("lettres/<day:week>/", views.letter, name="letter"),
    *form_paths("lettres/abonnement/", views.SubscribeView, name="subscribe_letter"),
    confirmation_path("lettres/confirmer/", LetterSubscriber),
    path(
        "lettres/quitter/<text:token>/",
        LeaveView.as_view(model=LetterSubscriber, template="letters/leave.html"),
        name="leave_lettersubscriber",
    ),
]
