"""A visitor who opens the form of a proposal, fills it in, and sends it."""

import html
import http.client
import re
import time
from urllib.parse import urlencode

from core.visitor_requests.tokens import MIN_AGE
from events.models import ProjectCall

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def open_form() -> str:
    """Path of a form that takes proposals today, "" when none does."""
    for call in ProjectCall.objects.select_related("event"):
        if call.is_open():
            return f"/agenda/{call.event.slug}/proposer/"
    return ""


class Sender:
    def __init__(self, form: str, number: int):
        self._form = form
        self._number = number
        self._filled: dict[str, str] = {}
        self._opened = 0.0

    def next(self, connection: http.client.HTTPConnection) -> tuple[http.client.HTTPResponse, str]:
        """Send what was opened long enough ago, else open it. The answer, and what it said."""
        if self._filled and time.monotonic() - self._opened > MIN_AGE + 1:
            connection.request(
                "POST",
                self._form,
                urlencode(self._filled),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            self._filled = {}
            answer = connection.getresponse()
            return answer, answer.read().decode(errors="replace")
        connection.request("GET", self._form)
        answer = connection.getresponse()
        self._opened = time.monotonic()
        body = answer.read().decode(errors="replace")
        hidden = _HIDDEN.findall(body)
        if hidden:
            self._filled = {name: html.unescape(value) for name, value in hidden} | {
                "collectivite": "Montamisé",
                "titre": "Essai de charge",
                "resume": "Une phrase qui dit ce qui a été fait.",
                "nom": "Camille Essai",
                "courriel": f"essai-{self._number}@exemple.fr",
            }
        return answer, body
