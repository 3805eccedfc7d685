"""What an administrator closed to visitors (Réglages > Ce site) says so at its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import typed
from core.identity import is_open


class TakenWhenOpen:
    """Before the view of a form. purpose: of `core.identity.PURPOSES`; "" is never closed. What follows a sending is shown
    in any case."""

    purpose = ""
    is_sent = False

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.purpose and not self.is_sent and not is_open(self.purpose):
            # Closed while somebody was writing: their words are given back.
            context = {"purpose": self.purpose, "typed": typed(request)["typed"]}
            return render(request, "visitor_requests/not_taken.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)
