"""Links in e-mails that confirm something: signed, dated, and never acted upon by being opened.

Mail scanners open every link of a message. GET shows a button, POST confirms; a second click, an old
link and a link cut in two each get their own page.
"""

import datetime

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from . import origin


def sign(purpose: str, key: int | str) -> str:
    """The part of an address that proves that we wrote to the person: letters, digits, `-_:`."""
    return signing.TimestampSigner(salt=f"core.links.{purpose}").sign_object(str(key))


def seal(record: Model, names: tuple[str, ...]) -> str:
    """A key that holds as long as these fields of the record say what they say now."""
    said = repr([getattr(record, name) for name in names])
    return f"{record.pk}.{salted_hmac('core.links.seal', said).hexdigest()[:20]}"


def sealed(rows: QuerySet, names: tuple[str, ...], key: str) -> Model | None:
    """The record of such a key, None once it is gone or says something else."""
    record = rows.filter(pk=key.partition(".")[0]).first()
    return record if record is not None and seal(record, names) == key else None


def unsign(purpose: str, token: str, max_age: datetime.timedelta | None) -> str:
    """The key. Without max_age, of a link of any age. Raises SignatureExpired, or BadSignature when it is not one of ours."""
    signer = signing.TimestampSigner(salt=f"core.links.{purpose}")
    try:
        return signer.unsign_object(token, max_age=max_age)
    except signing.BadSignature:
        raise
    except Exception as error:  # what is signed is ours, but a cut base64 fails in its own ways
        raise signing.BadSignature(str(error)) from error


class ConfirmationView(View):
    """A page behind a link. Subclasses give:

    purpose, max_age (None: for ever); find(key) -> record or None; confirmed_at(record) -> datetime or None;
    confirm(record) -> False when it was confirmed meanwhile; and the words: `ask(record)`,
    `done(record)`, `already(record)`, `expired()`, each a dict {title, text, details?, button?, link?}; details: [(label, typed text)].
    """

    purpose = ""
    max_age: datetime.timedelta | None = datetime.timedelta(days=7)
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
        return super().dispatch(request, *args, record=record, key=key, **kwargs)

    def get(self, request, *args, record, **kwargs):
        return self.page(self.ask(record), kind="ask")

    def post(self, request, *args, record, key, **kwargs):
        if not origin.is_own(request):
            return self.page(self.ask(record), kind="ask", status=403)
        if not self.confirm(record):
            # Meanwhile somebody confirmed it, wrote it anew or took it away.
            record = self.find(key)
            if record is None:
                return self.page(self.gone(), kind="gone", status=410)
            return self.page(self.already(record), kind="already")
        return self.page(self.done(record), kind="done")

    def page(self, words: dict, *, kind: str, status: int = 200) -> HttpResponse:
        words = {"details": [], "button": "", "link_url": "", "link_label": "", **words}
        return render(
            self.request,
            "visitor_requests/link.html",
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
