"""The list of reuses, the page of one, what editors add and correct. Each asks again what its user may do."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.choices import ReuseState
from core.desk_lists import chosen_page
from core.mail.blocked import BlockedMailbox
from exchanges.models import OwnerAddress
from exchanges.models.owners import Whence
from reuses import declaring, mails, nodes_of_sheets, states
from reuses.models import Reuse, ReuseEvent
from reuses.reading import state_words, told_rows
from reuses.recipients import other_side, recipient_of
from reuses.states import By, Kind

from .forms import (
    AddressForm,
    FactsForm,
    NewReuseForm,
    ReasonForm,
    SheetForm,
    SourceForm,
    StoppedForm,
)

_TO_DO = frozenset({Kind.WITH_EDITORS, Kind.CONTESTED})
# Choice of the list -> the states that it shows.
CHOICES = {
    "": ("Déclarées, en cours", states.OPEN | {Kind.CONTESTED}),
    "a-faire": ("À faire par la rédaction", _TO_DO),
    "a-montrer": ("Pas encore sur les fiches", states.OPEN | {Kind.CLOSED, Kind.CONTESTED}),
    "confirmees": ("Confirmées par les deux", frozenset({Kind.CONFIRMED})),
    "documentaires": ("Documentaires", frozenset({Kind.DOCUMENTED})),
    "finies": ("Closes, refusées ou retirées", states.GONE | {Kind.CLOSED}),
    "toutes": ("Toutes", states.STATES),
}
_MOVED = "Il s’est passé autre chose entre-temps : voici où en est la reprise."
_ENDS = (
    *("original__sheet__authority", "original__authority"),
    *("reuser__sheet__authority", "reuser__authority"),
)


def may_read(user) -> bool:
    return user.has_perm("reuses.view_reuse")


def may_act(user) -> bool:
    return user.has_perm("reuses.change_reuse")


def listed(wanted: str) -> QuerySet:
    """wanted: one of CHOICES."""
    rows = Reuse.objects.with_state().filter(_which(wanted))
    return rows.filter(accepted_at=None) if wanted == "a-montrer" else rows


@require_safe
def reuses(request: HttpRequest) -> HttpResponse:
    """?etat=: one of CHOICES. Those that wait longest first."""
    if not may_read(request.user):
        raise PermissionDenied
    context = chosen_page(
        request,
        CHOICES,
        lambda wanted: listed(wanted).select_related(*_ENDS).order_by("since", "pk"),
    )
    now = timezone.now()
    context |= {
        "rows": [
            {
                "reuse": one,
                "state": state_words(one, one.current, one.original.label, one.reuser.label)
                or Kind(one.current).label,
                "acts": states.ACTS.get(states.WORDS[one.current].acts, ""),
                "days": (now - one.since).days,
            }
            for one in context["page"]
        ],
        "may_act": may_act(request.user),
    }
    return render(request, "reuses/desk/reuses.html", context)


def _which(wanted: str) -> Q:
    which = Q(current__in=CHOICES[wanted][1])
    if wanted != "a-faire":
        return which
    # One of the sides said that it stopped, and no editor has read that yet.
    told = Exists(ReuseEvent.objects.filter(reuse=OuterRef("pk"), kind=Kind.STOPPED))
    waits = Q(told) & ~Q(progress=ReuseState.STOPPED) & ~Q(current__in=states.GONE)
    return which | waits


def _told_stopped(one: Reuse) -> str:
    """Why it stopped, as one of the sides says and no editor has accepted yet."""
    told = [event for event in one.events.all() if event.kind == Kind.STOPPED]
    return told[-1].text if told and not one.is_stopped else ""


def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened, what the other side gets, and what an editor may do."""
    if not may_read(request.user):
        raise PermissionDenied
    found = Reuse.objects.select_related(*_ENDS)
    one = get_object_or_404(found.prefetch_related("events__user", "events__recipient"), pk=pk)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {
        name: kind(request.POST if action == name else None, prefix=name)
        for name, kind in (
            ("documenter", SourceForm),
            ("refuser", ReasonForm),
            ("clore", ReasonForm),
            ("bloquer", ReasonForm),
            ("rediriger", AddressForm),
            ("relier", SheetForm),
        )
    }
    forms["arreter"] = StoppedForm(
        request.POST if action == "arreter" else None,
        prefix="arreter",
        initial={"reason": _told_stopped(one)},
    )
    if request.method == "POST":
        if not may_act(request.user):
            raise PermissionDenied
        form = forms.get(action)
        if form is None or form.is_valid():
            answer = _act(request, one, action, form)
            if answer is not None:
                return answer
            if form is None or not form.errors:
                messages.warning(request, _MOVED)
                return redirect("reuse", one.pk)
    state = one.state
    declaration = declaring.last_declaration(one)
    recipient = _recipient(one)
    context = {
        "reuse": one,
        "state": Kind(state).label if state else "",
        "acts": states.ACTS.get(states.WORDS[state].acts, "personne"),
        "declaration": declaration,
        "rows": told_rows(declaration) if declaration else [],
        "events": list(one.events.all()),
        "may_act": may_act(request.user),
        "may": {kind.name: states.may_follow(state, kind) for kind in Kind},
        "is_open": state in states.OPEN,
        "forms": forms,
        "media": forms["relier"].media,
        "recipient": recipient,
        "preview": mails.preview(recipient, [one]) if recipient and declaration else "",
        # Where no mail leaves, the other side is played from here.
        "owner_url": recipient.url if recipient and _plays() else "",
        "declarer_url": declaration.url if declaration and _plays() else "",
    }
    return render(request, "reuses/desk/reuse.html", context)


def _plays() -> bool:
    return settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "locmem.EmailBackend"))


def _recipient(one: Reuse) -> OwnerAddress | None:
    last = one.last_event
    if last and last.recipient and not last.recipient.ended_at:
        return last.recipient
    return recipient_of(one) if one.state in states.OPEN else None


def _act(request: HttpRequest, one: Reuse, action: str, form) -> HttpResponse | None:
    """None when it could not be any more, or when the form says why not."""
    user, data = request.user, form.cleaned_data if form else {}
    if action == "fiche":
        try:
            sheet = nodes_of_sheets.make_sheet(one, user)
        except declaring.Refused as refused:
            messages.error(request, str(refused))
            return redirect("reuse", one.pk)
        messages.success(request, "Le brouillon est prêt : complétez-le, puis publiez-le.")
        return redirect("wagtailadmin_pages:edit", sheet.pk)
    said = _done(one, action, data, user, form)
    if not said:
        return None
    messages.success(request, said)
    return redirect("reuse", one.pk)


def _done(one: Reuse, action: str, data: dict, user, form) -> str:
    """What was done, in words."""
    if action == "montrer":
        with transaction.atomic():
            done = one.note(Kind.SHOWN, By.EDITOR, user=user)
            if done:
                declaring.accept(one)
        return "La reprise est sur les fiches." if done else ""
    if action == "documenter":
        one.source_title, one.source_url = data["title"], data["url"]
        return "La source la dit : elle compte." if one.document(By.EDITOR, user=user) else ""
    if action in ("refuser", "clore"):
        act = declaring.refuse if action == "refuser" else declaring.close
        if not act(one, why=data["reason"], user=user):
            return ""
        kind = Kind.REFUSED if action == "refuser" else Kind.CLOSED
        mails.to_declarer(one, kind, why=data["reason"])
        return "C’est fait : qui l’a déclarée le lit, avec la raison."
    if action == "bloquer":
        declaration = declaring.last_declaration(one)
        if declaration is None or not declaration.email:
            return ""
        BlockedMailbox.block(declaration.email, data["reason"])
        declaring.refuse(one, why=data["reason"], user=user)
        return "Cette boîte ne peut plus rien déclarer ni demander."
    if action == "arreter":
        done = declaring.stop(one, why=data["reason"], user=user)
        return "La fiche dit qu’elle s’est arrêtée, et pourquoi." if done else ""
    if action == "rediriger":
        body, _ = other_side(one)
        if body and OwnerAddress.objects.naming(
            body,
            data["address"],
            Whence.EDITOR,
            lambda found: one.note(Kind.REDIRECTED, By.EDITOR, user=user, recipient=found),
        ):
            return "La question part à cette adresse."
        if body is None:
            form.add_error(
                "address",
                "On ne sait pas de quelle collectivité : reliez d’abord la reprise à une fiche.",
            )
        elif states.may_follow(one.state, Kind.REDIRECTED):
            form.add_error(
                "address",
                "On ne peut pas écrire à cette adresse : elle ne reçoit pas ou nous refuse.",
            )
        return ""
    if action == "relier":
        try:
            nodes_of_sheets.link(one.reuser, data["sheet"])
        except declaring.Refused as refused:
            form.add_error("sheet", str(refused))
            return ""
        one.note(Kind.SHEET_MADE, By.EDITOR, user=user)
        return "La reprise est reliée à la fiche."
    return ""


def add(request: HttpRequest) -> HttpResponse:
    """One that a source tells."""
    if not may_act(request.user):
        raise PermissionDenied
    form = NewReuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save()
            made.document(By.EDITOR, user=request.user)
        messages.success(request, "La reprise est sur les fiches.")
        return redirect("reuse", made.pk)
    return render(request, "reuses/desk/edit.html", {"form": form, "reuse": None})


def change(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_act(request.user):
        raise PermissionDenied
    one = get_object_or_404(Reuse.objects.select_related(*_ENDS), pk=pk)
    form = FactsForm(request.POST if request.method == "POST" else None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré.")
        return redirect("reuse", one.pk)
    return render(request, "reuses/desk/edit.html", {"form": form, "reuse": one})
