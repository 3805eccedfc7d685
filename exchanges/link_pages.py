"""Pages behind a signed link that stay the same for the whole exchange. Whoever opens it reads; a POST acts, and the
page that follows says what became of it."""

from django.http import HttpResponse
from django.shortcuts import render

from core.network_address import network_address
from core.visitor_requests import origin
from core.visitor_requests.link_views import LinkView
from core.visitor_requests.views import FOREIGN, SENDINGS, TOO_MANY


class LinkPage(LinkView):
    """Subclasses give template and context() too."""

    dead_template = "exchanges/dead_link.html"

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

    def too_late(self, words: str, written: str) -> HttpResponse:
        """words: what happened meanwhile; written: what nobody will read, given back to be copied."""
        kept = f" Vous aviez écrit : « {written} »." if written else ""
        return self.page(problem=f"{words}{kept}", status=409)

    def page(self, *, status: int = 200, **context) -> HttpResponse:
        return render(self.request, self.template, self.context() | context, status=status)

    def context(self) -> dict:
        raise NotImplementedError
