"""The list of checks and the page of one. Each asks again what its user may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from confirmations import answering, facts, mails, states
from confirmations.models import Check, OutdatedReport
from confirmations.recipients import by_recipient
from confirmations.states import By, Kind
from core.desk_lists import PER_PAGE, chosen_page
from exchanges import answering as questions
from exchanges.desk.views import plays
from exchanges.models import OwnerAddress
from exchanges.models.owners import Ended
from exchanges.states import Kind as QuestionKind
from suggestions.reading import waiting_on
from territories.town_halls import shown_town_hall

from .forms import AddressForm, ReasonForm, SaidForm, WhyForm
from .ordering import most_read_and_oldest_first, most_urgent_first, with_interest

# Choice of the list -> the states that it shows.
CHOICES = {
    "": ("À faire par la rédaction", states.FOR_EDITORS),
    "appeler": ("À appeler", frozenset({Kind.TO_CALL})),
    "sources": ("Sources à relire", frozenset({Kind.WITH_EDITORS})),
    "corrections": ("Corrections à reporter", states.TO_CORRECT),
    "attente": ("La collectivité doit répondre", states.WAITING - {Kind.TO_CALL}),
    "plus-tard": ("Rien à faire pour l’instant", states.TO_ASK),
    "lues": ("Les plus lues et les plus anciennes", states.OPEN),
    "closes": ("Closes", states.FINAL),
}
_MOVED = "Il s’est passé autre chose entre-temps : voici où en est la vérification."


def may_read(user) -> bool:
    return user.has_perm("confirmations.view_check")


def may_act(user) -> bool:
    return user.has_perm("confirmations.change_check")


def _ordered(wanted: str):
    """Keys of checks; wanted: one of CHOICES."""
    if wanted == "lues":
        return most_read_and_oldest_first()
    return most_urgent_first(Check.objects.with_state().filter(current__in=CHOICES[wanted][1]))


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """?etat=: one of CHOICES. The most urgent first."""
    if not may_read(request.user):
        raise PermissionDenied
    context = chosen_page(request, CHOICES, _ordered)
    page = context["page"]
    shown = with_interest(Check.objects.with_state()).select_related("sheet__authority")
    by_pk = {one.pk: one for one in shown.filter(pk__in=list(page))}
    now, is_theirs = timezone.now(), may_act(request.user)
    context |= {
        "rows": [
            {
                "check": one,
                "state": Kind(one.current).label,
                "acts": (acts := states.WORDS[one.current].acts) and acts.label,
                "age": (timezone.localdate(now) - one.known_on).days,
                "days": (now - one.since).days,
                "interest": one.interest,
                "may_reread": is_theirs and one.current == Kind.WITH_EDITORS,
            }
            for pk in page
            if (one := by_pk.get(pk))
        ],
    }
    return render(request, "confirmations/desk/checks.html", context)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, what the authority says or gets, and what an editor may do. ?vers=liste: back to the list."""
    if not may_read(request.user):
        raise PermissionDenied
    found = Check.objects.select_related("sheet__authority")
    one = get_object_or_404(found.prefetch_related("events__user", "events__recipient"), pk=pk)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {
        "vrai": SaidForm(request.POST if action == "vrai" else None),
        "rediriger": AddressForm(request.POST if action == "rediriger" else None),
        "signaler": WhyForm(request.POST if action == "signaler" else None),
        "clore": ReasonForm(request.POST if action == "clore" else None),
    }
    if request.method == "POST":
        if not may_act(request.user):
            raise PermissionDenied
        form = forms.get(action)
        if form is None or form.is_valid():
            said = _act(request.user, one, action, form)
            if said or form is None or not form.errors:
                (messages.success if said else messages.warning)(request, said or _MOVED)
                to_list = request.GET.get("vers") == "liste"
                return redirect("checks") if to_list else redirect("check", one.pk)
    return render(request, "confirmations/desk/check.html", _context(request, one, forms))


def _context(request, one: Check, forms: dict) -> dict:
    state, recipient = one.state, _recipient(one)
    said = [shown for shown in waiting_on(one.sheet) if shown.suggestion.exchange == one.exchange]
    told = one.last_event
    return {
        "check": one,
        "state": Kind(state).label,
        "words": one.words,
        "facts": facts.aging_facts(one.sheet),
        "events": list(one.events.all()),
        "said": said,
        "said_by": told.said_by if told else "",
        "reports": list(OutdatedReport.objects.confirmed().filter(sheet=one.sheet)[:PER_PAGE]),
        "town_hall": shown_town_hall(one.sheet.authority),
        "may_act": may_act(request.user),
        "may": {
            "done": states.may_follow(state, Kind.DONE),
            "answer": states.may_follow(state, Kind.TRUE),
            "signal": states.may_follow(state, Kind.SIGNALLED),
            "close": states.may_follow(state, Kind.CLOSED),
        },
        "forms": forms,
        "recipient": recipient,
        "preview": mails.preview(recipient, [one]) if recipient else "",
        # Where no mail leaves, the owner's side is played from here.
        "owner_url": recipient.url if recipient and plays() else "",
    }


def _recipient(one: Check) -> OwnerAddress | None:
    last = one.last_event
    if last and last.recipient and not last.recipient.ended_at:
        return last.recipient
    if one.state not in states.TO_ASK | states.WAITING:
        return None
    return next(iter(by_recipient(one.sheet.authority, [one])))


def _act(user, one: Check, action: str, form) -> str:
    """What was done, in words; "" when it could not be any more, or when the form says why not."""
    data = form.cleaned_data if form else {}
    if action == "relues" and answering.reread(one, user):
        return f"« {one.sheet.title} » dit que ses sources sont relues aujourd’hui."
    if action == "reprendre" and one.note(Kind.TAKEN_OVER, By.EDITOR, user=user):
        return "Vous vous en occupez : la collectivité le lit sur sa page."
    if action == "vrai" and answering.still_true(
        one, by=By.EDITOR, said_by=data["said_by"], user=user
    ):
        return "La fiche dit qu’elle est confirmée aujourd’hui."
    if action == "traitees" and answering.done(one, By.EDITOR, user):
        return "La fiche dit qu’elle est confirmée du jour où la collectivité a répondu."
    if action == "rediriger":
        if answering.hand_over(one, data["address"], by=By.EDITOR, user=user):
            return "La demande part à cette adresse."
        if states.may_follow(one.state, Kind.REDIRECTED):
            words = "On ne peut pas écrire à cette adresse : elle ne reçoit pas ou nous refuse."
            form.add_error("address", words)
        return ""
    if action == "signaler" and one.note(Kind.SIGNALLED, By.EDITOR, user=user, text=data["why"]):
        return "La demande part dès que la collectivité peut être sollicitée de nouveau."
    if action == "clore" and answering.close(one, data["reason"], user):
        return "Cette vérification est close."
    if action == "revoquer" and (recipient := _recipient(one)):
        why = (Ended.REVOKED, QuestionKind.NOT_ME, questions.By.EDITOR, user)
        questions.end_address(recipient, *why)
        answering.move_on(answering.lying_at(recipient), Kind.NOT_ME, By.EDITOR, user)
        return "Le lien de la collectivité est révoqué."
    return ""
