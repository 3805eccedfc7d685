"""Pages behind a signed link that stay the same for the whole exchange. Whoever opens it reads; a POST acts, and the
page that follows says what became of it."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core.network_address import network_address
from core.visitor_requests import links, origin
from core.visitor_requests.views import FOREIGN, SENDINGS, TOO_MANY


class LinkPage(View):
    """Subclasses give purpose, max_age, template, find(key) -> what the link opens or None, and context()."""

    purpose = ""
    max_age = None
    dead_template = "exchanges/dead_link.html"
    http_method_names = ["get", "head", "post"]

    @classmethod
    def as_view(cls, **initkwargs):
        """Exempt: the signed token proves what a CSRF cookie would."""
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def dispatch(self, request: HttpRequest, *args, token: str, **kwargs) -> HttpResponse:
        self.token = token
        try:
            key = links.unsign(self.purpose, token, self.max_age)
        except signing.SignatureExpired:
            return self.dead("expired", status=410)
        except signing.BadSignature:
            return self.dead("forged", status=404)
        self.record = self.find(key)
        if self.record is None:
            return self.dead("gone", status=410)
        return super().dispatch(request, *args, **kwargs)

    def dead(self, state: str, *, status: int) -> HttpResponse:
        return render(self.request, self.dead_template, {"state": state}, status=status)

    def get(self, request, *args, **kwargs):
        return self.page()

    def refused(self, request, **kept) -> HttpResponse | None:
        """A POST of another site, or one too many. kept: the form with what was typed."""
        if not origin.is_own(request):
            return self.page(problem=FOREIGN, status=403, **kept)
        if not SENDINGS.hit(network_address(request)):
            return self.page(problem=TOO_MANY, status=429, **kept)
        return None

    def page(self, *, status: int = 200, **context) -> HttpResponse:
        return render(self.request, self.template, self.context() | context, status=status)

    def context(self) -> dict:
        raise NotImplementedError
