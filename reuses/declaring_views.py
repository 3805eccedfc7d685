"""« Nous l'avons repris », « ils ont repris le nôtre »: the form, what confirms it, and the declarer's page."""

from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone

from catalogue.models import ProjectPage
from core import identity
from core.mail.refusals import is_refused, refusal_url
from core.sanitising import typed_text
from core.templatetags.typography import french_text
from core.visibility import visible
from core.visitor_requests import links
from core.visitor_requests.link_views import ConfirmationView
from core.visitor_requests.views import RequestFormView
from core.words import partial_date
from exchanges.link_pages import LinkPage
from exchanges.models import Question
from exchanges.models.questions import ASKER
from exchanges.states import Outcome

from . import states
from .declaring import Refused, declare, place, withdraw
from .forms import DeclareForm, StopForm
from .models import Declaration, Reuse
from .models.declarations import DECLARER
from .reading import told_rows
from .states import By, Kind

_DONE = {
    "withdrawn": "C’est retiré : la fiche n’en dit plus rien.",
    "too_late": "Il s’est passé autre chose entre-temps : voici où en est la reprise.",
    "stopped": "C’est noté : la rédaction le relit avant de le mettre sur la fiche.",
}


class DeclareView(RequestFormView):
    """side: who declares. ?question=: the signed link of a question whose asker « le fait à son tour »."""

    purpose = identity.REUSES
    form_class = DeclareForm
    side = By.REUSER

    def get_about(self) -> ProjectPage:
        sheets = visible(ProjectPage.objects).select_related("authority")
        sheet = sheets.filter(number=self.kwargs["number"]).first()
        if sheet is None:
            raise Http404
        self.question = _question(self.request.GET.get("question", ""), sheet)
        return sheet

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"sheet": self.about, "side": self.side}
        if self.question:
            kwargs["initial"] = _known_of(self.question)
        return kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(side=self.side, question=self.question, **kwargs)

    def fields(self, form) -> dict:
        return {"sheet": self.about, "question": self.question, **form.record_fields()}


def _question(token: str, sheet) -> Question | None:
    try:
        key = links.unsign(ASKER, token, None)
    except BadSignature:
        return None
    found = Question.objects.confirmed().select_related("authority").prefetch_related("events")
    return found.filter(pk=key, sheet=sheet).first()


def _known_of(question: Question) -> dict:
    """What was said in the exchange is not asked again."""
    doing = [one for one in question.events.all() if one.outcome == Outcome.DOING_IT]
    return {
        "collectivite": question.authority.label if question.authority else "",
        "fonction": question.function,
        "courriel": question.email,
        "change": doing[-1].text if doing else "",
    }


class ConfirmDeclarationView(ConfirmationView):
    model = Declaration

    def act(self, record) -> bool:
        with transaction.atomic():
            if not record.confirm():
                return False
            declare(record)
        return True

    def page(self, state, record=None, **kwargs):
        if record is not None:
            record.rows = told_rows(record)
        return super().page(state, record, **kwargs)


class DeclarerView(LinkPage):
    """What happened, what happens next and when; to withdraw it, to say that it stopped, to leave for ever."""

    purpose = DECLARER
    template = "reuses/declarer.html"

    def find(self, key: str) -> Declaration | None:
        found = Declaration.objects.confirmed().select_related("sheet__authority", "authority")
        return found.filter(pk=key).first()

    def context(self) -> dict:
        declaration = self.record
        reuse = _with_events(declaration)
        known = {
            "declaration": declaration,
            "sheet": declaration.sheet,
            "rows": told_rows(declaration),
            "refusal_url": refusal_url(declaration.email) if declaration.email else "",
            "is_refused": bool(declaration.email) and is_refused(declaration.email),
        }
        if reuse is None:
            return known | {"reuse": None, "why_not": _why_not(declaration)}
        state = reuse.state
        return known | {
            "reuse": reuse,
            "heading": states.WORDS[state].declarer,
            "next": next_in_words(reuse),
            "events": list(reuse.events.all()),
            "may_withdraw": states.may_follow(state, Kind.WITHDRAWN),
            "stop": StopForm() if _may_say_stopped(reuse) else None,
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        stop = StopForm(request.POST)
        action = request.POST.get("action", "")
        if page := self.refused(request, **({"stop": stop} if action == "arret" else {})):
            return page
        reuse = _with_events(self.record)
        if reuse is None:
            return self.too_late(_DONE["too_late"], typed_text(request.POST.get("pourquoi", "")))
        if action == "retirer":
            done = withdraw(reuse, by=self.record.side)
            return self.page(message=_DONE["withdrawn" if done else "too_late"])
        if action == "arret":
            if not stop.is_valid():
                return self.page(stop=stop, status=422)
            done = _may_say_stopped(reuse) and reuse.note(
                Kind.STOPPED, self.record.side, text=stop.cleaned_data["pourquoi"]
            )
            if not done:
                return self.page(problem=_DONE["too_late"], stop=stop, status=409)
            return self.page(message=_DONE["stopped"])
        return self.page()


def _with_events(declaration: Declaration) -> Reuse | None:
    found = Reuse.objects.prefetch_related("events")
    return found.filter(pk=declaration.reuse_id).first() if declaration.reuse_id else None


def _may_say_stopped(reuse: Reuse) -> bool:
    """Once: an editor reads it."""
    told = any(one.kind == Kind.STOPPED for one in reuse.events.all())
    return not told and states.may_follow(reuse.state, Kind.STOPPED)


def _why_not(declaration: Declaration) -> str:
    try:
        place(declaration.sheet, declaration.authority)
    except Refused as refused:
        return str(refused)
    return "Cette reprise a été retirée ou refusée depuis."


def next_in_words(reuse: Reuse) -> str:
    last = reuse.last_event
    due = last and last.due_at
    date = partial_date(timezone.localtime(due).date()) if due else "plus tard"
    return french_text(states.WORDS[reuse.state].next.format(date=date))
