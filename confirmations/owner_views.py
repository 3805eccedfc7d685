"""A sheet on its owner's page: the five facts that age, each still true or corrected there, and why not, if not."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from catalogue.models import ProjectPage
from core.mail.refusals import refusal_url
from core.visibility import visible
from exchanges.owner_views import SAID, OwnerPage

from . import answering, states
from .forms import CheckForm, StopForm, SuccessorForm
from .models import Check
from .states import By, Kind

SAID |= {
    "confirme": "Merci : la fiche dit que vous l’avez confirmée aujourd’hui.",
    "corrige": "Merci : la rédaction reçoit vos corrections et reporte sur la fiche ce qu’elle en retient.",
    "arrete": "C’est noté : la rédaction le reporte sur la fiche.",
    "confie": "C’est transmis : un lien part dans l’heure à cette adresse.",
    "plus-demander": "C’est noté : nous ne vous le demanderons plus pour cette fiche.",
}
_MEANWHILE = (
    "Quelqu’un de votre collectivité, ou la rédaction, vient d’y répondre. Ce que vous avez écrit est encore "
    "ci-dessous : envoyez-le de nouveau s’il reste quelque chose à corriger."
)
_UNREACHABLE = (
    "Nous ne pouvons pas écrire à cette adresse : elle ne reçoit pas, ou a demandé à ne plus recevoir nos "
    "courriels. Donnez-en une autre, ou laissez la rédaction chercher."
)


class OwnerCheckView(OwnerPage):
    template = "confirmations/owner_check.html"

    def dispatch(self, request, *args, number: int, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def find(self, key: str):
        address = super().find(key)
        if address is None:
            return None
        # Of its own authority alone: the link opens nobody else's.
        sheets = visible(ProjectPage.objects).filter(authority=address.authority)
        self.sheet = sheets.filter(number=self.number).first()
        return address if self.sheet and self._find_check() else None

    def _find_check(self) -> Check | None:
        found = Check.objects.open().filter(sheet=self.sheet).prefetch_related("events")
        self.check = found.first()
        if self.check:
            self.check.sheet = self.sheet
        return self.check

    def context(self) -> dict:
        state = self.check.state
        confirmation = self.sheet.confirmations.first()
        return {
            "check": self.check,
            "sheet": self.sheet,
            "authority": self.record.authority,
            "words": self.check.words,
            "may_say_true": states.may_follow(state, Kind.TRUE),
            "confirmed_on": confirmation and confirmation.confirmed_on,
            "form": CheckForm(sheet=self.sheet),
            "stop": StopForm(),
            "successor": SuccessorForm(),
            "desk_url": self.desk_url(),
            "refusal_url": refusal_url(self.record.email),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        form = CheckForm(request.POST, sheet=self.sheet)
        stop, successor = StopForm(request.POST), SuccessorForm(request.POST)
        action = request.POST.get("action", "")
        # What was typed stays, whatever is refused.
        typed = {
            "vrai": {"form": form},
            "corriger": {"form": form},
            "arrete": {"stop": stop},
            "confier": {"successor": successor},
            "plus-moi": {"successor": successor},
            "plus-demander": {},
        }
        if action not in typed:
            return self.page()
        if page := self.refused(request, **typed[action]):
            return page
        if any(not one.is_valid() for one in typed[action].values()):
            return self.page(status=422, **typed[action])
        if request.POST.get("verification") != str(self.check.pk):
            return self.meanwhile(typed[action])
        if action in ("confier", "plus-moi"):
            return self.not_me(successor, action)
        if action == "vrai" and not form.corrections():
            said, done = "confirme", self.still_true(form)
        elif action in ("vrai", "corriger"):
            if not form.corrections():
                words = "Écrivez au moins une correction, ou choisissez « Tout est toujours vrai »."
                form.add_error(None, words)
                return self.page(form=form, status=422)
            try:
                said, done = "corrige", self.correct(form)
            except ValidationError as refused:
                form.add_refused(refused)
                return self.page(form=form, status=422)
        elif action == "arrete":
            said, done = "arrete", self.stopped(stop)
        else:
            said, done = "plus-demander", answering.no_more(self.check, recipient=self.record)
        return redirect(self.desk_url(said)) if done else self.meanwhile(typed[action])

    def meanwhile(self, typed: dict) -> HttpResponse:
        self._find_check()
        return self.page(problem=_MEANWHILE, status=409, **typed)

    def still_true(self, form) -> bool:
        return answering.still_true(
            self.check, by=By.OWNER, said_by=form.cleaned_data["fonction"], recipient=self.record
        )

    def correct(self, form) -> bool:
        return answering.correct(
            self.check,
            form.corrections(),
            by=By.OWNER,
            said_by=form.cleaned_data["fonction"],
            recipient=self.record,
        )

    def stopped(self, stop) -> bool:
        return answering.correct(
            self.check,
            {"status": stop.cleaned_data["etat"]},
            by=By.OWNER,
            said_by="",
            kind=Kind.STOPPED,
            text=stop.cleaned_data["arret"],
            recipient=self.record,
        )

    def not_me(self, form, action: str) -> HttpResponse:
        email = form.cleaned_data["adresse"]
        if email and self.record.is_mailbox_of(email):
            form.add_error(
                "adresse", "C’est l’adresse où vous lisez ceci : donnez celle d’une autre personne."
            )
        elif action == "confier" and not email:
            form.add_error("adresse", "Écrivez l’adresse de la personne à qui la confier.")
        elif action == "confier" and not states.may_follow(self.check.state, Kind.HANDED_OVER):
            return self.meanwhile({"successor": form})
        elif email and not (
            answering.hand_over(self.check, email, by=By.OWNER)
            if action == "confier"
            else answering.replaced(self.record, email)
        ):
            form.add_error("adresse", _UNREACHABLE)
        if not form.is_valid():
            return self.page(successor=form, status=422)
        if action == "confier":
            return redirect(self.desk_url("confie"))
        if not email:
            answering.not_me(self.record)
        context = {"authority": self.record.authority}
        return render(self.request, "exchanges/owner_done.html", context)
