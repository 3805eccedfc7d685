"""From what somebody says to a reuse: where it belongs in the graph, why it may not be, and when it is shown."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from catalogue.choices import ReuseState
from core.mail.unasked import count_message
from core.page_cache import content_changed

from . import states
from .graph import Graph
from .models import Declaration, Node, Reuse
from .states import By, Kind

# Fields of a reuse that a declaration tells, by how JSON holds them.
TOLD = (
    *("kept", "changed", "dropped", "progress", "version", "decided_on", "in_service_on"),
    *("cost", "cost_text", "days", "difficulties", "difficulties_text"),
)


class Refused(Exception):
    """Why it may not be, in French."""


def place(sheet, authority) -> tuple[Node | None, Reuse | None]:
    """The node of who took it up where the family of the sheet has one, and the reuse that is there already and may be
    declared. Raises Refused: of itself, a circle, one that is there."""
    if authority == sheet.authority:
        raise Refused(
            f"C’est la collectivité de cette fiche : {authority.label} ne peut pas reprendre son propre projet. "
            "Pour compléter la fiche, écrivez à la rédaction."
        )
    node = Node.objects.filter(sheet=sheet).first()
    if node is None:
        return None, None
    standing = Reuse.objects.standing()
    graph = Graph.of(standing.values_list("original_id", "reuser_id"))
    family = graph.family(node.pk)
    theirs = Node.objects.filter(
        Q(authority=authority) | Q(sheet__authority=authority) | _named_alike(authority)
    )
    here = {one.pk: one for one in theirs.filter(pk__in=family)}
    if here.keys() & graph.above(node.pk):
        raise Refused(
            f"{authority.label} est déjà à l’origine de ce projet : cette fiche s’en inspire. L’inverse fermerait un "
            "cercle. Si c’est l’inverse qui est vrai, dites-le à la rédaction."
        )
    known = (
        Reuse.objects.with_state()
        .filter(original=node, reuser__in=theirs)
        .select_related("reuser")
        .first()
    )
    if known is not None:
        return known.reuser, _may_be_declared(known, authority)
    return next(iter(here.values()), None), None


def _named_alike(authority) -> Q:
    """Of whom a source gave no more than the name, as the register writes it."""
    names = {authority.name, authority.full_name, authority.label} - {""}
    return Q(sheet=None, authority=None, name__in=names)


def _may_be_declared(known: Reuse, authority) -> Reuse:
    if states.may_follow(known.current or "", Kind.DECLARED):
        return known
    if known.current == Kind.REFUSED:
        raise Refused(
            f"La rédaction n’a pas retenu la reprise de ce projet par {authority.label}. Si c’est une erreur, "
            "écrivez-lui : la page des mentions légales dit comment."
        )
    how = {Kind.CONFIRMED: "confirmée par les deux collectivités", Kind.CONTESTED: "contestée"}
    raise Refused(
        f"La reprise de ce projet par {authority.label} est déjà {how.get(known.current, 'déclarée')}, depuis le "
        f"{timezone.localtime(known.since):%d/%m/%Y}. Il n’y a rien à refaire."
    )


def declare(declaration: Declaration) -> Reuse | None:
    """The reuse that a confirmed declaration makes, or says more of; None when it may not be (any more)."""
    try:
        with transaction.atomic():
            node, reuse = place(declaration.sheet, declaration.authority)
            if reuse is None:
                reuse = Reuse.objects.create(
                    original=Node.of_sheet(declaration.sheet),
                    reuser=node
                    or Node.objects.create(
                        name=declaration.authority.label, authority=declaration.authority
                    ),
                )
            reuse.declared_by = declaration.side
            reuse.save()
            # A source gave its name alone: now it is known who that is.
            Node.objects.filter(pk=reuse.reuser_id, sheet=None, authority=None).update(
                authority=declaration.authority
            )
            if reuse.note(Kind.DECLARED, declaration.side) is None:
                transaction.set_rollback(True)
                return None
            Declaration.objects.filter(pk=declaration.pk).update(reuse=reuse)
            declaration.reuse = reuse
            count_message(reuse.exchange, declaration.side)  # the one that asked to confirm
            return reuse
    # Meanwhile somebody else declared it, or what makes a circle of it.
    except (Refused, IntegrityError):
        return None


def accept(reuse: Reuse) -> None:
    """It may be shown, with all that was told of it."""
    declaration = last_declaration(reuse)
    with transaction.atomic():
        if declaration:
            for name, value in told_values(declaration.facts).items():
                setattr(reuse, name, value)
        reuse.accepted_at = timezone.now()
        reuse.save()


def hide(reuse: Reuse) -> None:
    reuse.accepted_at = reuse.documented_at = None
    reuse.save()


def last_declaration(reuse: Reuse) -> Declaration | None:
    return reuse.declarations.confirmed().order_by("-confirmed_at", "-pk").first()


def told_values(told: dict) -> dict:
    """As the columns hold them."""
    values = {name: told[name] for name in TOLD if told.get(name) not in (None, "", [])}
    if "cost" in values:
        values["cost"] = Decimal(values["cost"])
    return values


def confirm(reuse: Reuse, *, by: str, recipient=None, user=None) -> bool:
    """By the other side. False when it may not be now."""
    with transaction.atomic():
        if reuse.note(Kind.CONFIRMED, by, recipient=recipient, user=user) is None:
            return False
        accept(reuse)
    return True


def contest(reuse: Reuse, *, by: str, why: str = "", recipient=None) -> bool:
    with transaction.atomic():
        if reuse.note(Kind.CONTESTED, by, recipient=recipient, text=why) is None:
            return False
        content_changed()
    return True


def withdraw(reuse: Reuse, *, by: str) -> bool:
    """By who declared it. What a source tells stays told."""
    with transaction.atomic():
        if reuse.note(Kind.WITHDRAWN, by) is None:
            return False
        if reuse.documented_at:
            reuse.note(Kind.DOCUMENTED, By.EDITOR)
            content_changed()
        else:
            hide(reuse)
    return True


def refuse(reuse: Reuse, *, why: str, user) -> bool:
    with transaction.atomic():
        if reuse.note(Kind.REFUSED, By.EDITOR, text=why, user=user) is None:
            return False
        hide(reuse)
    return True


def close(reuse: Reuse, *, why: str, user) -> bool:
    """Nobody is asked any more."""
    with transaction.atomic():
        if reuse.note(Kind.CLOSED, By.EDITOR, text=why, user=user) is None:
            return False
        content_changed()
    return True


def stop(reuse: Reuse, *, why: str, user) -> bool:
    """It is in use no longer, says an editor. What a side says of that is a note of its own, which changes nothing."""
    with transaction.atomic():
        if reuse.note(Kind.STOPPED, By.EDITOR, text=why, user=user) is None:
            return False
        reuse.progress = ReuseState.STOPPED
        reuse.stopped_why = why[:300]
        reuse.save()
    return True
