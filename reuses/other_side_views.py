"""Behind the link of an authority: a reuse that waits for its word, confirmed or contested in one click."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.mail.refusals import refusal_url
from exchanges import answering
from exchanges.models import OwnerAddress
from exchanges.owner_views import SAID, OwnerPage

from . import mails, states
from .declaring import confirm, contest, last_declaration
from .forms import ContestForm
from .models import Reuse
from .reading import told_rows
from .recipients import other_side
from .states import Kind

SAID |= {
    "reprise-confirmee": "Merci : la fiche dit maintenant que vous confirmez cette reprise.",
    "reprise-contestee": "C’est noté : la rédaction regarde qui s’est trompé, et qui l’a déclarée le sait.",
    "reprise-passee": "Il s’est passé autre chose entre-temps : il n’y a plus rien à confirmer.",
}
_ENDS = (
    "original__sheet__authority",
    "original__authority",
    "reuser__sheet__authority",
    "reuser__authority",
)


class OtherSideView(OwnerPage):
    template = "reuses/other_side.html"

    def dispatch(self, request, *args, number: int, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def find(self, key: str) -> OwnerAddress | None:
        address = super().find(key)
        found = Reuse.objects.select_related(*_ENDS).prefetch_related("events")
        self.reuse = found.filter(pk=self.number).first() if address else None
        # Of its own authority alone: the link opens nobody else's.
        if self.reuse is None or other_side(self.reuse)[0] != address.authority:
            return None
        self.declaration = last_declaration(self.reuse)
        return address if self.declaration else None

    def context(self) -> dict:
        reuse, declaration = self.reuse, self.declaration
        state = reuse.state
        return {
            "reuse": reuse,
            "declaration": declaration,
            "sheet": declaration.sheet,
            "authority": self.record.authority,
            "rows": told_rows(declaration),
            "words": states.WORDS[state].other,
            "is_gone": state in states.GONE,
            "may_confirm": states.may_follow(state, Kind.CONFIRMED),
            "may_contest": states.may_follow(state, Kind.CONTESTED),
            "form": ContestForm(),
            "desk_url": self.desk_url(),
            "refusal_url": refusal_url(self.record.email),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action", "")
        form = ContestForm(request.POST)
        if page := self.refused(request, **({"form": form} if action == "contester" else {})):
            return page
        reuse = self.reuse
        if action == "confirmer":
            done = confirm(reuse, by=reuse.other_side, recipient=self.record)
            if done:
                mails.to_declarer(reuse, Kind.CONFIRMED)
            return redirect(self.desk_url("reprise-confirmee" if done else "reprise-passee"))
        if action == "contester":
            if not form.is_valid():
                return self.page(form=form, status=422)
            why = form.cleaned_data["pourquoi"]
            if not contest(reuse, by=reuse.other_side, why=why, recipient=self.record):
                if self.find(self.key) is None:
                    return self.dead("gone", status=410)
                return self.too_late(SAID["reprise-passee"], why)
            mails.to_declarer(reuse, Kind.CONTESTED, why=why)
            return redirect(self.desk_url("reprise-contestee"))
        if action == "plus-moi":
            answering.not_me(self.record)
            context = {"message": SAID["plus-moi"], "authority": self.record.authority}
            return render(request, "exchanges/owner_done.html", context)
        return self.page()
