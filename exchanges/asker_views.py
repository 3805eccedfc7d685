"""The asker's page of a question: what happened, what happens next and when; to leave it in one click."""

from django.http import HttpResponse
from django.utils import timezone

from core.mail.refusals import is_refused, refusal_url
from core.templatetags.typography import french_text
from core.words import partial_date

from . import answering, states
from .forms import OutcomeForm
from .link_pages import LinkPage
from .models import Question
from .models.questions import ASKER
from .states import By, Kind, Outcome

_DONE = {
    "withdrawn": "Votre question est retirée : plus personne n’y répondra.",
    "too_late": "Il s’est passé autre chose entre-temps : voici où en est votre question.",
    "outcome": "Merci : c’est noté.",
    "consent": "C’est retiré : votre question et la réponse ne sont plus publiées.",
}


class AskerView(LinkPage):
    purpose = ASKER
    template = "exchanges/asker.html"

    def find(self, key: str) -> Question | None:
        found = Question.objects.select_related("sheet__authority", "answer", "authority")
        return found.prefetch_related("events").filter(pk=key).first()

    def context(self) -> dict:
        question = self.record
        state = question.state
        return {
            "question": question,
            "sheet": question.sheet,
            "answer": question.answer if state in states.ANSWERED or state == Kind.CLOSED else None,
            "words": question.words,
            "next": next_in_words(question),
            "events": list(question.events.all()),
            "may_withdraw": state in states.OPEN,
            "may_tell": state in states.ANSWERED,
            "may_take_back": question.may_publish and not question.erased_at,
            "form": OutcomeForm() if state in states.ANSWERED else None,
            "told": [one for one in question.events.all() if one.kind == Kind.OUTCOME],
            "refusal_url": refusal_url(question.email) if question.email else "",
            "is_refused": bool(question.email) and is_refused(question.email),
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action", "")
        # What was typed stays, whatever is refused.
        kept = {"form": OutcomeForm(request.POST)} if action == "suite" else {}
        if page := self.refused(request, **kept):
            return page
        act = {"retirer": self.withdraw, "suite": self.outcome, "accord": self.take_back}.get(
            action
        )
        return act() if act else self.page()

    def said(self, name: str, status: int = 200) -> HttpResponse:
        self.record = self.find(str(self.record.pk))
        return self.page(message=_DONE[name], status=status)

    def withdraw(self) -> HttpResponse:
        done = self.record.note(Kind.WITHDRAWN, By.ASKER)
        return self.said("withdrawn" if done else "too_late")

    def take_back(self) -> HttpResponse:
        question = self.record
        Question.objects.filter(pk=question.pk).update(may_publish=False)
        if question.answer:
            answering.take_back_consent(question.answer, by=By.ASKER)
        return self.said("consent")

    def outcome(self) -> HttpResponse:
        form = OutcomeForm(self.request.POST)
        if not form.is_valid():
            return self.page(form=form, status=422)
        told = form.cleaned_data["suite"]
        question, last = self.record, self.record.last_event
        said = told, form.cleaned_data["precision"]
        if question.state == Kind.OUTCOME and (last.outcome, last.text) == said:
            return self.said("outcome")  # a double click, or the page read again
        # Asked once more at six months of who may still do it; never a third time.
        asked_twice = any(one.kind == Kind.FOLLOWED_UP_AGAIN for one in question.events.all())
        final = asked_twice or told in (Outcome.DOING_IT, Outcome.GIVEN_UP)
        fields = {"due_at": None} if final else {}
        done = question.note(Kind.OUTCOME, By.ASKER, outcome=told, text=said[1], **fields)
        if done is None:
            self.record = self.find(str(question.pk))
            return self.too_late(_DONE["too_late"], said[1])
        return self.said("outcome")


def next_in_words(question: Question) -> str:
    last = question.last_event
    due = last and last.due_at
    date = partial_date(timezone.localtime(due).date()) if due else "plus tard"
    if last and last.kind in states.ANSWERED and not due:
        return ""
    return french_text(question.words.next.format(date=date))
