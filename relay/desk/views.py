"""The list of requests, the page of one. Each asks again what its user may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.desk_lists import chosen_page
from core.mail.blocked import BlockedMailbox
from core.page_cache import content_changed
from exchanges.desk.forms import AddressForm, ReasonForm
from relay import answering, states
from relay.forms import YES, AnswerForm
from relay.models import RelayRequest
from relay.recipients import recipient_of
from relay.states import By, Kind

# Choice of the list -> the states that it shows.
CHOICES = {
    "": ("En cours", states.OPEN),
    "a-faire": ("À faire par la rédaction", frozenset({Kind.WITH_EDITORS, Kind.TOLD})),
    "repondues": ("Répondues", states.ANSWERED),
    "closes": ("Closes, retirées ou écartées", states.NOT_COUNTED | {Kind.CLOSED}),
    "toutes": ("Toutes", frozenset(Kind)),
}
_MOVED = "Il s’est passé autre chose entre-temps : voici où cela en est."
_ABOUT = ("group", "expertise__organisation", "expertise__authority", "offer__provider")


def may_read(user) -> bool:
    return user.has_perm("relay.view_relayrequest")


def may_act(user) -> bool:
    return user.has_perm("relay.change_relayrequest")


def listed(wanted: str) -> QuerySet:
    """wanted: one of CHOICES."""
    return RelayRequest.objects.confirmed().with_state().filter(current__in=CHOICES[wanted][1])


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """?etat=: one of CHOICES. Those that wait longest first."""
    if not may_read(request.user):
        raise PermissionDenied
    context = chosen_page(
        request,
        CHOICES,
        lambda wanted: listed(wanted).select_related(*_ABOUT, "authority").order_by("since", "pk"),
    )
    now = timezone.now()
    context |= {
        "rows": [
            {
                "relayed": one,
                "about": one.about,
                "state": Kind(one.current).label,
                "age": (now - one.confirmed_at).days,
                "days": (now - one.since).days,
            }
            for one in context["page"]
        ],
    }
    return render(request, "relay/desk/requests.html", context)


def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what happened, and what an editor may do."""
    if not may_read(request.user):
        raise PermissionDenied
    found = RelayRequest.objects.confirmed().select_related(*_ABOUT, "authority")
    one = get_object_or_404(found.prefetch_related("events__user"), pk=pk)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {
        "repondre": AnswerForm(request.POST if action == "repondre" else None),
        "rediriger": AddressForm(request.POST if action == "rediriger" else None),
        "ecarter": ReasonForm(request.POST if action == "ecarter" else None, prefix="ecarter"),
        "bloquer": ReasonForm(request.POST if action == "bloquer" else None, prefix="bloquer"),
    }
    if request.method == "POST":
        if not may_act(request.user):
            raise PermissionDenied
        form = forms.get(action)
        if form and form.is_valid():
            said = _act(request.user, one, action, form)
            if said or not form.errors:
                send = messages.success if said else messages.warning
                send(request, said or _MOVED)
                return redirect("relay_request", one.pk)
    state = one.state
    context = {
        "relayed": one,
        "about": one.about,
        "state": Kind(state).label,
        "events": list(one.events.all()),
        "is_open": state in states.OPEN,
        "is_answered": state in states.ANSWERED,
        "email": one.email_for(By.EDITOR),
        "provider": one.offer.provider if one.offer_id else None,
        "may_redirect": state in states.MAY_FOLLOW[Kind.REDIRECTED],
        "may_act": may_act(request.user),
        "forms": forms,
    }
    return render(request, "relay/desk/request.html", context)


def _act(user, one: RelayRequest, action: str, form) -> str:
    """What was done, in words; "" when it could not be any more, or when the form says why not."""
    data = form.cleaned_data
    if action == "repondre":
        said = {"text": data["reponse"], "said_by": data["fonction"]}
        said_yes = data["decision"] == YES
        done = answering.answer(one, said_yes=said_yes, by=By.EDITOR, user=user, **said)
        return "La réponse part." if done else ""
    if action == "rediriger":
        return _redirect(user, one, form)
    if action == "bloquer":
        _block(user, one, data["reason"])
        return "Cette boîte ne peut plus rien nous envoyer ; ce qu’elle avait demandé est écarté."
    done = one.note(Kind.DISMISSED, By.EDITOR, user=user, text=data["reason"])
    content_changed()
    return "C’est écarté : la personne lit pourquoi sur sa page." if done else ""


def _block(user, one: RelayRequest, reason: str) -> None:
    """Nothing goes on of all that its mailbox asked."""
    BlockedMailbox.block(one.email, reason)
    waiting = RelayRequest.objects.confirmed().with_state().filter(current__in=states.OPEN)
    for other in waiting.of_author(one.email):
        other.note(Kind.DISMISSED, By.EDITOR, user=user, text=reason)
    content_changed()


def _redirect(user, one: RelayRequest, form) -> str:
    """The address stays with the record, that of a joint purchase with its provider: the next request goes there at once."""
    keeper = one.offer.provider if one.offer_id else one.about.thing
    email = form.cleaned_data["address"]
    before = keeper.contact_email
    keeper.contact_email = email
    found = recipient_of(one)
    if found is None or found.email != email:
        keeper.contact_email = before
        said = "On ne peut pas y écrire : elle ne reçoit pas, nous refuse, ou c’est celle de qui demande."
        form.add_error("address", said)
        return ""
    if one.note(Kind.REDIRECTED, By.EDITOR, user=user) is None:
        return ""
    type(keeper).objects.filter(pk=keeper.pk).update(contact_email=email)
    kept = "que le site garde pour la suite"
    if one.offer_id:
        kept = f"qui devient celle de « {keeper} » pour tout ce qu’on lui demande"
    was = f" Avant : {before}." if before and before != email else ""
    return f"Cela part à cette adresse, {kept}.{was}"
