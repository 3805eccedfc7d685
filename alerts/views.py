"""« Prévenez-moi », and the page of one's alerts."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from catalogue.kinds import CATALOGUE
from core import identity
from core.visitor_requests import origin
from core.visitor_requests.link_views import ConfirmationView, LinkView
from core.visitor_requests.views import RequestFormView
from search.listing.request import ListRequest

from .forms import AlertForm
from .models import MINE, MOST, Alert
from .searches import Followed, forecast


class AlertFormView(RequestFormView):
    """At the parameters of the list that it follows."""

    form_class = AlertForm
    purpose = identity.ALERTS

    def get_about(self) -> Followed:
        if self.is_sent:
            return Followed("Projets", "", CATALOGUE.path)
        self.asked = ListRequest(self.request.GET, CATALOGUE)
        return Followed.asked(self.asked)

    def is_open(self) -> bool:
        return not self.about.why_not

    def page(self, state: str, *, status: int = 200) -> HttpResponse:
        """What cannot be followed is said, and is no error."""
        return super().page(state)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["state"] == "form":
            context["forecast"] = forecast(self.asked)
        return context

    def fields(self, form) -> dict:
        return form.record_fields() | {
            "query": self.about.query,
            "territory": self.about.territory,
        }


class AlertConfirmationView(ConfirmationView):
    model = Alert

    def post(self, request, *args, **kwargs):
        if self.record.is_one_too_many():
            return self.page("full", self.record, status=409)
        return super().post(request, *args, **kwargs)

    def page(self, state: str, record=None, *, status: int = 200) -> HttpResponse:
        context = {
            "state": state,
            "record": record,
            "about": record and record.about,
            "days": self.max_age.days,
            "most": MOST,
            "mine_url": record.mine_url if record and state in ("done", "already", "full") else "",
        }
        return render(self.request, self.template, context, status=status)


SAID = {
    "arretee": "C’est arrêté : cette recherche ne vous enverra plus rien, et n’est plus gardée.",
    "toutes": "C’est arrêté : vous ne recevrez plus d’alerte, et votre adresse est effacée.",
}


class MyAlertsView(LinkView):
    """All alerts of a mailbox. It stays behind its link when the last one goes."""

    purpose = MINE

    def find(self, key: str) -> str:
        return key

    def dead(self, state: str, *, status: int) -> HttpResponse:
        return render(self.request, "alerts/mine.html", {"state": state}, status=status)

    def get(self, request, token: str = "") -> HttpResponse:
        alerts = list(Alert.objects.of_box(self.record))
        said = SAID.get(request.GET.get("dit", ""), "")
        return self._page(alerts, said=said)

    def post(self, request, token: str = "") -> HttpResponse:
        alerts = Alert.objects.of_box(self.record)
        if not origin.is_own(request):
            return self._page(list(alerts), status=403)
        number, said = request.POST.get("arreter", ""), "toutes"
        if number.isascii() and number.isdigit() and len(number) < 16:
            alerts, said = alerts.filter(pk=int(number)), "arretee"
        elif number != "toutes":
            return HttpResponseRedirect(request.path)
        alerts.end()
        return HttpResponseRedirect(f"{request.path}?dit={said}")

    def _page(self, alerts: list[Alert], *, said: str = "", status: int = 200) -> HttpResponse:
        context = {"state": "open", "alerts": alerts, "said": said}
        return render(self.request, "alerts/mine.html", context, status=status)
