"""Pages behind the links of e-mails. Mail scanners open every link: GET shows a button, POST acts.

A second click, an old link and a link cut in two each get their own page.
"""

import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from . import links, origin
from .cookieless import WithoutCookie
from .models import UNCONFIRMED, VisitorRequest


class LinkView(WithoutCookie, View):
    """What a signed link opens. Subclasses give purpose, max_age (None: for ever), find(key) -> record or None, and
    dead(state, status): the page of a link that is expired, forged or gone."""

    purpose = ""
    max_age: datetime.timedelta | None = None
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args, token: str, **kwargs) -> HttpResponse:
        self.token = token
        try:
            self.key = links.unsign(self.purpose, token, self.max_age)
        except signing.SignatureExpired:
            return self.dead("expired", status=410)
        except signing.BadSignature:
            return self.dead("forged", status=404)
        self.record = self.find(self.key)
        if self.record is None:
            return self.dead("gone", status=410)
        return self.opened(request, *args, **kwargs)

    def opened(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)


class SignedLinkView(LinkView):
    """One act. Subclasses give template too; is_done(record), act(record) -> False when it was done or changed
    meanwhile.

    The template's states: ask, done, already, expired, forged, gone.
    """

    template = ""

    def opened(self, request, *args, **kwargs):
        if self.is_done(self.record):
            return self.page("already", self.record)
        return super().opened(request, *args, **kwargs)

    def dead(self, state: str, *, status: int) -> HttpResponse:
        return self.page(state, status=status)

    def get(self, request, *args, **kwargs):
        return self.page("ask", self.record)

    def post(self, request, *args, **kwargs):
        if not origin.is_own(request):
            return self.page("ask", self.record, status=403)
        if not self.act(self.record):
            # Meanwhile somebody confirmed it, wrote it anew or took it away.
            record = self.find(self.key)
            if record is None:
                return self.page("gone", status=410)
            return self.page("already", record)
        return self.page("done", self.record)

    def page(self, state: str, record=None, *, status: int = 200) -> HttpResponse:
        context = {
            "state": state,
            "record": record,
            "about": record and record.about,
            "days": UNCONFIRMED.days,
        }
        return render(self.request, self.template, context, status=status)


class ConfirmationView(SignedLinkView):
    """For every kind of request: `ConfirmationView.as_view(model=…)`."""

    model = VisitorRequest
    max_age = UNCONFIRMED

    @property
    def purpose(self) -> str:
        return self.model.confirmation_purpose()

    @property
    def template(self) -> str:
        return f"visitor_requests/{self.model._meta.model_name}.html"

    def find(self, key: str):
        record = self.model.objects.filter(pk=key.partition(".")[0]).first()
        return record if record is not None and record.fingerprint() == key else None

    def is_done(self, record) -> bool:
        return record.confirmed_at is not None

    def act(self, record) -> bool:
        return record.confirm()
