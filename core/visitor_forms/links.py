"""Links in e-mails that confirm something: signed, dated, and never acted upon by being opened.

Mail scanners open every link of a message. GET shows a button, POST confirms; a second click, an old
link and a link cut in two each get their own page.
"""

import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from . import origin


def sign(purpose: str, key: int | str) -> str:
    """The part of an address that proves that we wrote to the person: letters, digits, `-_:`."""
    return signing.TimestampSigner(salt=f"core.links.{purpose}").sign_object(str(key))


def unsign(purpose: str, token: str, max_age: datetime.timedelta) -> str:
    """The key. Raises SignatureExpired, or BadSignature when it is not one of ours."""
    signer = signing.TimestampSigner(salt=f"core.links.{purpose}")
    try:
        return signer.unsign_object(token, max_age=max_age)
    except signing.BadSignature:
        raise
    except Exception as error:  # what is signed is ours, but a cut base64 fails in its own ways
        raise signing.BadSignature(str(error)) from error


class ConfirmationView(View):
    """A page behind a link. Subclasses give:

    purpose, max_age; find(key) -> record or None; confirmed_at(record) -> datetime or None;
    confirm(record) -> False when it was confirmed meanwhile; and the words: `ask(record)`,
    `done(record)`, `already(record)`, `expired()`, each a dict {title, text, button?, link?}.
    """

    purpose = ""
    max_age = datetime.timedelta(days=7)
    http_method_names = ["get", "head", "post"]

    @classmethod
    def as_view(cls, **initkwargs):
        """Exempt: the signed token proves what a CSRF cookie would.

        Here and not on `dispatch`: a subclass that overrides it would lose both decorators.
        """
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def dispatch(self, request: HttpRequest, *args, token: str, **kwargs) -> HttpResponse:
        try:
            key = unsign(self.purpose, token, self.max_age)
        except signing.SignatureExpired:
            return self.page(self.expired(), kind="expired", status=410)
        except signing.BadSignature:
            return self.page(self.forged(), kind="forged", status=404)
        record = self.find(key)
        if record is None:
            return self.page(self.gone(), kind="gone", status=410)
        if self.confirmed_at(record):
            return self.page(self.already(record), kind="already")
        return super().dispatch(request, *args, record=record, **kwargs)

    def get(self, request, *args, record, **kwargs):
        return self.page(self.ask(record), kind="ask")

    def post(self, request, *args, record, **kwargs):
        if not origin.is_own(request):
            return self.page(self.ask(record), kind="ask", status=403)
        if not self.confirm(record):
            return self.page(self.already(record), kind="already")
        return self.page(self.done(record), kind="done")

    def page(self, words: dict, *, kind: str, status: int = 200) -> HttpResponse:
        words = {"button": "", "link_url": "", "link_label": "", **words}
        return render(
            self.request,
            "visitor_forms/link.html",
            {"words": words, "kind": kind},
            status=status,
        )

    def forged(self) -> dict:
        return {
            "title": "Ce lien est incomplet",
            "text": "Il a sans doute été coupé par la messagerie ou mal recopié. Ouvrez-le depuis le "
            "courriel reçu, ou recopiez toute l’adresse, jusqu’au dernier caractère.",
        }

    def gone(self) -> dict:
        return {
            "title": "Il n’y a plus rien à confirmer",
            "text": "Cette demande a été retirée ou effacée depuis.",
        }
