"""The draft sheet that an editor makes of a story, and the sheets that may tell the same."""

from decimal import Decimal

from django.utils import timezone
from django.utils.html import linebreaks

from catalogue import choices
from catalogue.alike import CLOSE, closeness
from catalogue.fields import WILLING_TO
from catalogue.models import (
    ProjectCost,
    ProjectDifficulty,
    ProjectMeans,
    ProjectPage,
    ProjectSource,
)
from catalogue.proposed import draft_sheet
from taxonomy.models import Theme

from .models import Contribution
from .screens import TEXT

MOST = 5
_SOURCE = 1  # the story, of which each row says that it comes from it


def _theme(pasted: dict) -> Theme | None:
    """What was chosen when the story was told, as it is called today."""
    known = Theme.objects.select_related("successor").filter(pk=pasted.get("theme")).first()
    return known and known.standing


def make_draft(story: Contribution) -> ProjectPage:
    """Each answer in its own field, as it was typed; who said it, when and how, is the sheet's first source."""
    pasted = story.answers.get(TEXT, {})
    said = {
        key: answers
        for key, answers in story.answers.items()
        if key != TEXT and "way" not in answers
    }
    ways = {key: answers.get("way") for key, answers in story.answers.items()}
    flat = {name: value for answers in said.values() for name, value in answers.items()}
    texts = ("context", "actions", "costs_text", "means_text", "results_text")
    fields = {name: _html(flat.get(name, "")) for name in (*texts, "reproducibility", "again")}
    sheet_source = ProjectSource(
        title="Racontée par téléphone" if story.interviewed_on else "Racontée en ligne",
        author=", ".join(
            part for part in (flat.get("contact_function"), story.authority.label) if part
        )[:200],
        date=(story.interviewed_on or timezone.localdate(story.confirmed_at)).isoformat(),
        voice=choices.Voice.AUTHORITY,
    )
    return draft_sheet(
        title=story.title,
        summary="",
        authority=story.authority.successor or story.authority,
        theme=_theme(pasted),
        contact_function=flat.get("contact_function", ""),
        contact_email=story.email,
        status=flat.get("status", ""),
        # When it was true: when it was said.
        status_date=f"{story.confirmed_at:%Y-%m}" if "status" in flat else "",
        start=flat.get("start", ""),
        investment_unknown=ways.get("cout") == "unknown",
        running_unknown=ways.get("cout") == "unknown",
        means_unknown=ways.get("moyens") == "unknown",
        results_too_early=ways.get("resultats") == "too_early",
        sources=[sheet_source],
        costs=_costs(flat),
        means=_means(flat),
        difficulties=[
            ProjectDifficulty(type=kind, text=flat[kind], source_number=_SOURCE)
            for kind in choices.Difficulty.values
            if kind in flat
        ],
        **{field.name: bool(flat.get(field.name)) for field in WILLING_TO},
        **fields,
    )


def _html(text: str) -> str:
    return linebreaks(text, autoescape=True) if text else ""


def _costs(flat: dict) -> list[ProjectCost]:
    rows = []
    if "investment" in flat:
        rows.append(
            ProjectCost(
                nature=choices.CostNature.INVESTMENT,
                label="Investissement",
                amount=Decimal(flat["investment"]),
                period=choices.Period.ONCE,
                source_number=_SOURCE,
            )
        )
    if "running" in flat:
        rows.append(
            ProjectCost(
                nature=choices.CostNature.RUNNING,
                label="Fonctionnement",
                amount=Decimal(flat["running"]),
                period=choices.Period.YEARLY,
                source_number=_SOURCE,
            )
        )
    return rows


def _means(flat: dict) -> list[ProjectMeans]:
    if "days" not in flat:
        return []
    days = Decimal(flat["days"])
    return [
        ProjectMeans(
            skill="Temps de travail",
            quantity=days,
            unit=choices.MeansUnit.DAYS,
            source_number=_SOURCE,
        )
    ]


def alike(stories: list[Contribution]) -> dict[int, list]:
    """Sheets and stories of the same authority with a close title, for each of these: two statements in all."""
    codes = {story.authority_id for story in stories}
    sheets = list(
        ProjectPage.objects.filter(authority__in=codes).only(
            "title", "authority", "number", "live", "slug", "url_path"
        )
    )
    others = list(
        Contribution.objects.confirmed()
        .filter(authority__in=codes, erased_at=None)
        .select_related("takes_over")
    )
    found = {}
    for story in stories:
        near = [
            (closeness(story.title, other.title), other)
            for other in (*sheets, *others)
            if other.authority_id == story.authority_id
            and other != story
            and not (
                isinstance(other, ProjectPage) and other.pk in (story.sheet_id, story.takes_over_id)
            )
            # A story of which a sheet is made stands there as that sheet.
            and not (isinstance(other, Contribution) and other.sheet_id)
        ]
        near = sorted((pair for pair in near if pair[0] >= CLOSE), key=lambda pair: -pair[0])
        found[story.pk] = [other for _, other in near[:MOST]]
    return found
