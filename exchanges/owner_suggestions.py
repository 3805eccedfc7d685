"""What is said of a validated sheet, beside what stands: the authority that answers for it decides, behind its link."""

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect

from catalogue.choices import Origin
from catalogue.models import ProjectPage
from core.publishing import PublicationRefused
from core.sanitising import typed_line
from core.visibility import visible
from suggestions.accepting import accept, refuse
from suggestions.models import Suggestion
from suggestions.reading import waiting_on
from suggestions.states import By

from .models import OwnerAddress
from .owner_views import SAID, OwnerPage

REASON = 500  # characters
_HELD = "La rédaction travaille en ce moment sur cette fiche : rien n’a changé. Réessayez dans quelques jours."
SAID |= {
    "accepte": "C’est sur la fiche.",
    "refuse": "C’est noté : cela ne va pas sur la fiche.",
    "deja": "Quelqu’un en a décidé entre-temps : voici ce qui attend encore.",
}


def sheets_to_decide(authority) -> list[dict]:
    """Its validated sheets on which something waits: [{sheet, count}]."""
    waiting = Suggestion.objects.waiting().filter(sheet__in=_sheets(authority))
    counts = dict(waiting.order_by().values_list("sheet").annotate(count=Count("pk")))
    sheets = ProjectPage.objects.filter(pk__in=counts).order_by("title").only("title", "number")
    return [{"sheet": sheet, "count": counts[sheet.pk]} for sheet in sheets]


def _sheets(authority):
    return visible(ProjectPage.objects).filter(authority=authority, origin=Origin.VALIDATED)


class OwnerSuggestionsView(OwnerPage):
    template = "exchanges/owner_suggestions.html"

    def dispatch(self, request, *args, number: int, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def find(self, key: str) -> OwnerAddress | None:
        address = super().find(key)
        if address is None:
            return None
        # Of its own authority alone, and only what it answers for.
        self.sheet = _sheets(address.authority).filter(number=self.number).first()
        return address if self.sheet else None

    def context(self) -> dict:
        return {
            "sheet": self.sheet,
            "authority": self.record.authority,
            "shown": waiting_on(self.sheet),
            "said": SAID.get(self.request.GET.get("dit", ""), ""),
            "desk_url": self.desk_url(),
            "kept": ("", ""),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        reason = typed_line(request.POST.get("raison", ""))[:REASON]
        asked = request.POST.get("choix", "")
        if page := self.refused(request, kept=(asked, reason)):
            return page
        chosen = [
            one.suggestion for one in waiting_on(self.sheet) if str(one.suggestion.pk) == asked
        ]
        if not chosen:
            return self.too_late(SAID["deja"], reason)
        if request.POST.get("action") == "refuser":
            if not refuse(chosen, reason, by=By.OWNER):
                return self.too_late(SAID["deja"], reason)
            return redirect(f"{request.path}?dit=refuse")
        kept = asked, reason
        try:
            accepted = accept(chosen, by=By.OWNER).accepted
        except PublicationRefused as refused:
            return self.page(problem=" ".join(refused.reasons.values()), kept=kept, status=409)
        except ValidationError:
            return self.page(problem=_HELD, kept=kept, status=409)
        if not accepted:
            return self.too_late(SAID["deja"], reason)
        return redirect(f"{request.path}?dit=accepte")
