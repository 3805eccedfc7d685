"""The owner's page of an authority: all its sheets and all that is asked about them, behind one link, without account.

Apps above put their part on it (slots « owner » and « owner_sheet » of its template), make pages of their own behind the
same link (`OwnerPage`), and add to `SAID` what is said on it after an act of theirs.
"""

import datetime

from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from catalogue.models import ProjectPage
from core.mail.refusals import refusal_url
from core.mailboxes import mailbox
from core.visibility import visible
from core.visitor_requests import links, origin
from core.visitor_requests.views import MAILS_TO_ONE

from . import answering, mails, states
from .forms import AnswerForm, HandOverForm
from .link_pages import LinkPage
from .models import Answer, OwnerAddress, Question
from .models.owners import OWNER
from .recipients import live_address
from .states import By, Kind

LINK_AGE = datetime.timedelta(days=365)
LONGEST = 200  # questions and sheets on the page
_GONE = {
    Kind.WITHDRAWN: "La personne a retiré sa question entre-temps",
    Kind.CLOSED: "Cette question a été close entre-temps",
}
_ANSWERED = "Quelqu’un de votre collectivité, ou la rédaction, vient d’y répondre"
# Word in the address after an act -> what the page says then.
SAID = {
    "repondu": "Merci : votre réponse est partie aux personnes qui l’attendaient.",
    "transmis": "C’est transmis. Cette question ne vous sera plus rappelée.",
    "plus-moi": "C’est noté : cette adresse ne recevra plus de questions. Merci de l’avoir dit.",
    "plus-tard": "C’est noté : nous vous la rappellerons dans un mois, une seule fois.",
    "signale": "C’est signalé : la rédaction relit cette question, et vous n’avez plus à y répondre.",
    "retire": "C’est retiré de la fiche.",
}


class OwnerPage(LinkPage):
    """Behind the link of an authority: `record` is the address that it was sent to."""

    purpose = OWNER
    max_age = LINK_AGE
    dead_template = "exchanges/dead_owner_link.html"

    def find(self, key: str) -> OwnerAddress | None:
        found = OwnerAddress.objects.select_related("authority__departement")
        return found.alive().filter(pk=key).first()

    def dead(self, state: str, *, status: int) -> HttpResponse:
        """A link that ran out or died with its address: another one goes to the address that is known now."""
        authority, sent = self._authority(is_old=state == "expired"), False
        if authority and self.request.method == "POST" and origin.is_own(self.request):
            address = live_address(authority)
            if address and MAILS_TO_ONE.hit(mailbox(address.email)):
                mails.new_link(address)
            sent = True  # the same whatever is known here
        context = {"state": state, "authority": authority, "sent": sent}
        return render(self.request, self.dead_template, context, status=200 if sent else status)

    def _authority(self, *, is_old: bool):
        """Of a link that opens nothing any more; None while it opens something else."""
        try:
            key = links.unsign(self.purpose, self.token, None)
        except BadSignature:
            return None
        found = OwnerAddress.objects.select_related("authority").filter(pk=key).first()
        return found.authority if found and (is_old or found.ended_at) else None

    def desk_url(self, said: str = "") -> str:
        url = reverse("owner_desk", args=[self.token])
        return f"{url}?dit={said}" if said else url


class OwnerView(OwnerPage):
    template = "exchanges/owner.html"

    def context(self) -> dict:
        return {
            **desk_context(self.record.authority),
            "said": SAID.get(self.request.GET.get("dit", ""), ""),
            "token": self.token,
            "refusal_url": refusal_url(self.record.email),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take an answer off the sheet."""
        if page := self.refused(request):
            return page
        number = request.POST.get("reponse", "")
        answers = Answer.objects.filter(sheet__authority=self.record.authority)
        given = (
            answers.filter(pk=number).first() if number.isdecimal() and len(number) < 12 else None
        )
        if given:
            answering.take_back_consent(given, by=By.OWNER)
        return redirect(self.desk_url("retire" if given else ""))


def desk_context(authority) -> dict:
    """What the page of an authority shows: {authority, sheets, groups, answers}."""
    sheets = visible(ProjectPage.objects).filter(authority=authority).order_by("title")[:LONGEST]
    return {
        "authority": authority,
        "sheets": list(sheets.only("title", "url_path", "number")),
        "groups": open_groups(authority),
        "answers": list(
            Answer.objects.shown()
            .filter(sheet__authority=authority)
            .select_related("sheet")[:LONGEST]
        ),
    }


def open_groups(authority) -> list[dict]:
    """Open questions about its sheets, equal ones together, the oldest first: [{first, count, since}]."""
    found = (
        Question.objects.confirmed()
        .with_state()
        .filter(
            sheet__authority=authority, erased_at=None, current__in=states.OPEN - {Kind.REPORTED}
        )
        .select_related("sheet", "authority")
        .order_by("confirmed_at")[:LONGEST]
    )
    groups: dict[tuple, list[Question]] = {}
    for question in found:
        groups.setdefault((question.sheet_id, question.group), []).append(question)
    return [
        {"first": group[0], "count": len(group), "since": group[0].confirmed_at}
        for group in groups.values()
    ]


class OwnerQuestionView(OwnerPage):
    """One question, on one screen: answer it, hand it on, or say why not."""

    template = "exchanges/owner_question.html"

    def dispatch(self, request, *args, number: int, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def find(self, key: str) -> OwnerAddress | None:
        address = super().find(key)
        if address is None:
            return None
        self.question = (
            Question.objects.confirmed()
            .select_related("sheet__authority", "answer", "authority")
            .prefetch_related("events")
            # Of its own authority alone: the link opens nobody else's.
            .filter(pk=self.number, sheet__authority=address.authority)
            .first()
        )
        return address if self.question else None

    def context(self) -> dict:
        question = self.question
        alike = answering.open_alike(question)
        return {
            "question": question,
            "sheet": question.sheet,
            "authority": self.record.authority,
            "askers": alike or [question],
            "words": question.words,
            "is_open": question.state in states.OPEN,
            "form": AnswerForm(),
            "hand_over": HandOverForm(),
            "desk_url": self.desk_url(),
            "refusal_url": refusal_url(self.record.email),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action", "")
        form = AnswerForm(request.POST)
        hand_over = HandOverForm(request.POST)
        # What was typed stays, whatever is refused.
        typed = {"repondre": {"form": form}, "transmettre": {"hand_over": hand_over}}
        kept = typed.get(action, {})
        if page := self.refused(request, **kept):
            return page
        if action == "repondre":
            return self.answer(form)
        if action == "transmettre":
            return self.hand_over(hand_over)
        acts = {
            "plus-moi": self.not_me,
            "plus-tard": self.later,
            "signaler": self.report,
        }
        return acts[action]() if action in acts else self.page()

    def answer(self, form) -> HttpResponse:
        if not form.is_valid():
            return self.page(form=form, status=422)
        data = form.cleaned_data
        given = answering.answer(
            self.question,
            text=data["reponse"],
            said_by=data["fonction"],
            owner_agreed=data["publiable"] == "oui",
            recipient=self.record,
        )
        if given is None:
            words = "votre réponse n’a été envoyée à personne. Elle est encore ci-dessous, pour que vous puissiez la copier."
            return self.meanwhile(words, form=form, keep_form=True)
        return redirect(self.desk_url("repondu"))

    def meanwhile(self, words: str, **typed) -> HttpResponse:
        """The question is not open any more. words: what became of what was sent."""
        if self.find(self.key) is None:
            return self.dead("gone", status=410)
        why = _GONE.get(self.question.state, _ANSWERED)
        return self.page(problem=f"{why} : {words}", status=409, **typed)

    def hand_over(self, form) -> HttpResponse:
        if not form.is_valid():
            return self.page(hand_over=form, status=422)
        email = form.cleaned_data["adresse"]
        if self.record.is_mailbox_of(email):
            form.add_error(
                "adresse", "C’est l’adresse où vous lisez ceci : donnez celle d’une autre personne."
            )
        elif not answering.hand_over(self.question, email, by=By.OWNER):
            if not answering.open_alike(self.question):
                return self.meanwhile(f"rien n’a été transmis à {email}.")
            form.add_error(
                "adresse",
                "Nous ne pouvons pas écrire à cette adresse : elle ne reçoit pas, ou a demandé à ne plus "
                "recevoir nos courriels. Donnez-en une autre, ou transmettez ce courriel vous-même.",
            )
        if not form.is_valid():
            return self.page(hand_over=form, status=422)
        return redirect(self.desk_url("transmis"))

    def not_me(self) -> HttpResponse:
        answering.not_me(self.record)
        return render(
            self.request,
            "exchanges/owner_done.html",
            {"message": SAID["plus-moi"], "authority": self.record.authority},
        )

    def later(self) -> HttpResponse:
        return self.put_off(Kind.LATER, "plus-tard")

    def report(self) -> HttpResponse:
        return self.put_off(Kind.REPORTED, "signale")

    def put_off(self, kind: Kind, said: str) -> HttpResponse:
        if not answering.each_alike(self.question, kind, By.OWNER, recipient=self.record):
            return self.meanwhile("vous n’avez plus rien à y faire.")
        return redirect(self.desk_url(said))
