"""Pages behind the links of e-mails. Mail scanners open every link: GET shows a button, POST acts.

A second click, an old link and a link cut in two each get their own page.
"""

import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from . import links, origin
from .models import UNCONFIRMED, VisitorRequest


class SignedLinkView(View):
    """Subclasses give purpose, max_age (None: for ever), template; find(key) -> record or None, is_done(record),
    act(record) -> False when it was done or changed meanwhile.

    The template's states: ask, done, already, expired, forged, gone.
    """

    purpose = ""
    max_age: datetime.timedelta | None = None
    template = ""
    http_method_names = ["get", "head", "post"]

    @classmethod
    def as_view(cls, **initkwargs):
        """Exempt: the signed token proves what a CSRF cookie would.

        Here and not on `dispatch`: a subclass that overrides it would lose both decorators.
        """
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def dispatch(self, request: HttpRequest, *args, token: str, **kwargs) -> HttpResponse:
        try:
            key = links.unsign(self.purpose, token, self.max_age)
        except signing.SignatureExpired:
            return self.page("expired", status=410)
        except signing.BadSignature:
            return self.page("forged", status=404)
        record = self.find(key)
        if record is None:
            return self.page("gone", status=410)
        if self.is_done(record):
            return self.page("already", record)
        return super().dispatch(request, *args, record=record, key=key, **kwargs)

    def get(self, request, *args, record, **kwargs):
        return self.page("ask", record)

    def post(self, request, *args, record, key, **kwargs):
        if not origin.is_own(request):
            return self.page("ask", record, status=403)
        if not self.act(record):
            # Meanwhile somebody confirmed it, wrote it anew or took it away.
            record = self.find(key)
            if record is None:
                return self.page("gone", status=410)
            return self.page("already", record)
        return self.page("done", record)

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
