"""The list of exchanges, the page of one, the numbers. Each asks again what its user may do."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.desk_lists import PER_PAGE, chosen_page
from core.mail.blocked import BlockedMailbox
from exchanges import answering, as_suggestions, mails, states
from exchanges.models import OwnerAddress, Question
from exchanges.models.owners import Ended
from exchanges.numbers import all_numbers
from exchanges.recipients import recipient_of
from exchanges.states import By, Kind
from suggestions.desk.views import accept_and_say, may_decide

from .forms import AddressForm, NetworkAnswerForm, ReasonForm

# Choice of the list -> the states that it shows.
CHOICES = {
    "": ("En cours", states.OPEN),
    "a-faire": (
        "À faire par la rédaction",
        frozenset({Kind.WITH_EDITORS, Kind.REPORTED, Kind.TAKEN_OVER}),
    ),
    "attente": (
        "La collectivité doit répondre",
        states.OPEN - {Kind.WITH_EDITORS, Kind.REPORTED, Kind.TAKEN_OVER},
    ),
    "a-publier": ("Réponses à publier", states.ANSWERED | {Kind.CLOSED}),
    "repondues": ("Répondues", states.ANSWERED),
    "closes": ("Closes ou retirées", states.FINAL),
    "toutes": ("Toutes", states.STATES),
}
_MOVED = "Il s’est passé autre chose entre-temps : voici où en est la question."


def may_read(user) -> bool:
    return user.has_perm("exchanges.view_question")


def may_act(user) -> bool:
    return user.has_perm("exchanges.change_question")


def listed(wanted: str) -> QuerySet:
    """wanted: one of CHOICES."""
    rows = Question.objects.confirmed().with_state().filter(current__in=CHOICES[wanted][1])
    if wanted == "a-publier":
        rows = rows.filter(
            answer__accepted_at=None, answer__owner_agreed=True, answer__asker_agreed=True
        )
    return rows


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """?etat=: one of CHOICES. Those that wait longest first."""
    if not may_read(request.user):
        raise PermissionDenied
    context = chosen_page(
        request,
        CHOICES,
        lambda wanted: (
            listed(wanted).select_related("sheet__authority", "answer").order_by("since", "pk")
        ),
    )
    now = timezone.now()
    context |= {
        "rows": [
            {
                "question": one,
                "state": Kind(one.current).label,
                "acts": (acts := states.WORDS[one.current].acts) and acts.label,
                "age": (now - one.confirmed_at).days,
                "days": (now - one.since).days,
            }
            for one in context["page"]
        ],
    }
    return render(request, "exchanges/desk/questions.html", context)


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, what the authority gets, and what an editor may do."""
    if not may_read(request.user):
        raise PermissionDenied
    found = Question.objects.confirmed().select_related("sheet__authority", "answer", "authority")
    one = get_object_or_404(found.prefetch_related("events__user", "events__recipient"), pk=pk)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {
        "repondre": NetworkAnswerForm(request.POST if action == "repondre" else None),
        "rediriger": AddressForm(request.POST if action == "rediriger" else None),
        "clore": ReasonForm(request.POST if action == "clore" else None, prefix="clore"),
        "bloquer": ReasonForm(request.POST if action == "bloquer" else None, prefix="bloquer"),
    }
    if request.method == "POST":
        if not may_act(request.user):
            raise PermissionDenied
        if action == "accepter":
            accept_answer(request, one)
            return redirect("question", one.pk)
        form = forms.get(action)
        if form is None or form.is_valid():
            if said := _act(request.user, one, action, form):
                messages.success(request, said)
                return redirect("question", one.pk)
            if form is None or not form.errors:
                messages.warning(request, _MOVED)
                return redirect("question", one.pk)
    state = one.state
    recipient = _recipient(one)
    suggestion = as_suggestions.of_answer(one.answer) if one.answer else None
    context = {
        "question": one,
        "state": Kind(state).label,
        "words": states.WORDS[state],
        "events": list(one.events.all()),
        "is_open": state in states.OPEN,
        "may_close": states.may_follow(state, Kind.CLOSED),
        "may_act": may_act(request.user),
        "forms": forms,
        "recipient": recipient,
        "preview": mails.preview(recipient, [one], mails.SENT)
        if recipient and not one.erased_at
        else "",
        # Where no mail leaves, the owner's side is played from here.
        "owner_url": recipient.url if recipient and plays() else "",
        "asker_url": one.asker_url if plays() else "",
        "suggestion": suggestion,
        "may_accept": may_decide(request.user, one.sheet),
        "others": answering.open_alike(one)[1:] if state in states.OPEN else [],
    }
    return render(request, "exchanges/desk/question.html", context)


def accept_answer(request: HttpRequest, one: Question) -> None:
    """The field of the sheet takes what was answered, and keeps who said it."""
    if not may_decide(request.user, one.sheet):
        raise PermissionDenied
    waiting = one.answer and as_suggestions.of_answer(one.answer)
    accept_and_say(request, [waiting] if waiting else [])


def plays() -> bool:
    return settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "locmem.EmailBackend"))


def _recipient(one: Question) -> OwnerAddress | None:
    last = one.last_event
    if last and last.recipient and not last.recipient.ended_at:
        return last.recipient
    return recipient_of(one) if one.state in states.OPEN else None


def _act(user, one: Question, action: str, form) -> str:
    """What was done, in words; "" when it could not be any more, or when the form says why not."""
    data = form.cleaned_data if form else {}
    if action == "reprendre":
        done = answering.each_alike(one, Kind.TAKEN_OVER, By.EDITOR, user=user)
        return "Vous vous en occupez : la personne le lit sur sa page." if done else ""
    if action == "repondre":
        given = answering.answer(
            one, text=data["text"], said_by=data["said_by"], owner_agreed=data["agreed"], user=user
        )
        return "La réponse part à qui l’attendait." if given else ""
    if action == "rediriger":
        if answering.hand_over(one, data["address"], by=By.EDITOR, user=user):
            return "La question part à cette adresse."
        if one.state in states.OPEN:
            form.add_error(
                "address",
                "On ne peut pas écrire à cette adresse : elle ne reçoit pas ou nous refuse.",
            )
        return ""
    if action == "clore":
        done = one.note(Kind.CLOSED, By.EDITOR, user=user, text=data["reason"], recipient=None)
        return "La question est close : la personne lit pourquoi sur sa page." if done else ""
    if action == "publier":
        done = one.answer and answering.publish(one.answer, by=By.EDITOR, user=user)
        return "La réponse est sur la fiche." if done else ""
    if action == "retirer":
        done = one.answer and answering.unpublish(one.answer, by=By.EDITOR, user=user)
        return "La réponse n’est plus sur la fiche." if done else ""
    if action == "revoquer":
        recipient = _recipient(one)
        if recipient:
            answering.end_address(recipient, Ended.REVOKED, Kind.NOT_ME, By.EDITOR, user)
        return "Le lien de la collectivité est révoqué." if recipient else ""
    if action == "bloquer" and one.email:
        BlockedMailbox.block(one.email, data["reason"])
        one.note(Kind.CLOSED, By.EDITOR, user=user, text=data["reason"])
        waiting = Question.objects.confirmed().with_state().filter(current__in=states.OPEN)
        for other in waiting.of_author(one.email):
            other.note(Kind.CLOSED, By.EDITOR, user=user, text=data["reason"])
        return "Cette boîte ne peut plus rien nous envoyer."
    return ""


def blocked(request: HttpRequest) -> HttpResponse:
    """Mailboxes that may not ask any more, by their reason: nothing here says whose they are."""
    if not may_act(request.user):
        raise PermissionDenied
    number = request.POST.get("boite", "") if request.method == "POST" else ""
    if number.isdecimal() and len(number) < 12:
        if BlockedMailbox.objects.filter(pk=number).delete()[0]:
            messages.success(request, "Cette boîte peut de nouveau nous envoyer des demandes.")
        return redirect("blocked_mailboxes")
    page = Paginator(BlockedMailbox.objects.order_by("-blocked_at", "pk"), PER_PAGE)
    return render(
        request, "exchanges/desk/blocked.html", {"page": page.get_page(request.GET.get("p"))}
    )


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    if not may_read(request.user):
        raise PermissionDenied
    return render(request, "exchanges/desk/numbers.html", {"numbers": all_numbers()})
