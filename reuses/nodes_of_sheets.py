"""A node without a sheet gets one: one that is there, or a draft made of all that is known of the reuse."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalogue import choices
from catalogue.models import (
    ProjectCost,
    ProjectDifficulty,
    ProjectMeans,
    ProjectPage,
    ProjectSource,
)
from catalogue.proposed import draft_sheet
from core.mail.rendering import absolute

from .declaring import Refused, last_declaration, told_values
from .graph import Graph
from .models import Node, Reuse
from .states import By, Kind

_SOURCE = 1  # the reuse, of which each row says that it comes from it
_STATUS = {
    choices.ReuseState.CONSIDERED: choices.Status.STUDY,
    choices.ReuseState.ONGOING: choices.Status.ONGOING,
    choices.ReuseState.IN_SERVICE: choices.Status.IN_SERVICE,
    choices.ReuseState.STOPPED: choices.Status.ABANDONED,
}


def link(node: Node, sheet: ProjectPage) -> None:
    """From now on it is that sheet. Edges of a node that the sheet has already become its own. Raises Refused."""
    with transaction.atomic():
        other = Node.objects.filter(sheet=sheet).exclude(pk=node.pk).first()
        if other is None:
            node.sheet = sheet
            node.save()
            return
        graph = Graph.of(Reuse.objects.standing().values_list("original_id", "reuser_id"))
        if node.pk in graph.family(other.pk) and (
            node.pk in graph.above(other.pk) or node.pk in graph.below(other.pk)
        ):
            raise Refused(
                "Cette fiche est déjà dans cet essaimage, au-dessus ou au-dessous : cela fermerait un cercle."
            )
        try:
            Reuse.objects.filter(original=node).update(original=other)
            Reuse.objects.filter(reuser=node).update(reuser=other)
        except IntegrityError:
            raise Refused(
                "Cette fiche a déjà repris le même projet : la reprise y est déjà."
            ) from None
        node.delete()


def make_sheet(reuse: Reuse, user) -> ProjectPage:
    """A draft of the reuser's, with all that is known. Raises Refused when nobody is known to carry it."""
    node = reuse.reuser
    authority = node.authority and (node.authority.successor or node.authority)
    if authority is None:
        raise Refused(
            "Dites d’abord quelle collectivité du registre l’a repris : une fiche en a une."
        )
    original = reuse.original.sheet if reuse.original.sheet_id else None
    declaration = last_declaration(reuse)
    if declaration and not reuse.accepted_at:
        # What nobody has accepted yet goes into the draft, and not onto the reuse.
        for name, value in told_values(declaration.facts).items():
            setattr(reuse, name, value)
    with transaction.atomic():
        sheet = draft_sheet(
            title=f"{authority.name} : d’après {original.title if original else reuse.original.label}"[
                :255
            ],
            summary=reuse.what,
            authority=authority,
            theme=original.main_theme if original else None,
            contact_function=declaration.function if declaration else "",
            contact_email="",
            **_told(reuse, original, declaration),
        )
        node.sheet = sheet
        node.save()
        reuse.note(Kind.SHEET_MADE, By.EDITOR, user=user)
    return sheet


def _told(reuse: Reuse, original: ProjectPage | None, declaration) -> dict:
    source = ProjectSource(
        title=reuse.source_title or "Reprise déclarée en ligne",
        url=reuse.source_url,
        author="" if reuse.source_title else reuse.reuser.label[:200],
        date=""
        if reuse.source_title or not declaration
        else timezone.localdate(declaration.confirmed_at).isoformat(),
        voice="" if reuse.source_title else choices.Voice.AUTHORITY,
    )
    after = format_html("<p>D’après {}.</p>", reuse.original.label)
    if original and original.live:
        after = format_html(
            '<p>D’après <a href="{}">{}</a>.</p>',
            absolute(original.permalink),
            reuse.original.label,
        )
    parts = (("Gardé", reuse.kept), ("Changé", reuse.changed), ("Laissé de côté", reuse.dropped))
    actions = after + format_html_join("", "<p>{} : {}</p>", [one for one in parts if one[1]])
    return {
        "kind": original.kind if original else "",
        "status": _STATUS.get(reuse.progress, ""),
        "status_date": reuse.when if reuse.progress else "",
        "start": reuse.decided_on,
        "actions": actions,
        "costs_text": format_html("<p>{}</p>", reuse.cost_text) if reuse.cost_text else "",
        "sources": [source],
        "costs": _costs(reuse),
        "means": _means(reuse),
        "difficulties": [
            ProjectDifficulty(
                type=kind,
                text=reuse.difficulties_text[:500],
                source_number=_SOURCE,
            )
            for kind in reuse.difficulties
            if kind in choices.Difficulty.values
        ],
    }


def _costs(reuse: Reuse) -> list[ProjectCost]:
    if reuse.cost is None:
        return []
    return [
        ProjectCost(
            nature=choices.CostNature.INVESTMENT,
            label="Reprise",
            amount=reuse.cost,
            period=choices.Period.ONCE,
            source_number=_SOURCE,
        )
    ]


def _means(reuse: Reuse) -> list[ProjectMeans]:
    if reuse.days is None:
        return []
    return [
        ProjectMeans(
            skill="Temps de travail",
            quantity=reuse.days,
            unit=choices.MeansUnit.DAYS,
            source_number=_SOURCE,
        )
    ]
