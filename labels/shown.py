"""What visitors see of labels and awards; nothing per row."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from catalogue.models import ProjectPage
from core.visibility import visible
from territories.names import fold

from .models import Award, Label

MOST = 60  # of one organisation or sheet


def summaries() -> list[dict]:
    """Every label in the order of a French list: [{name, url, organisation, since, count}]. One statement."""
    labels = Label.objects.select_related("organisation").annotate(count=Count("awards"))
    return [
        {
            "name": label.name,
            "url": label.get_absolute_url(),
            "organisation": label.organisation.acronym or label.organisation.name,
            "since": label.since,
            "count": label.count,
        }
        for label in sorted(labels, key=lambda one: fold(one.name))
    ]


def given() -> dict[int, list[dict]]:
    """Key of an organisation -> {name, url} of the labels that it gives, by name. One statement."""
    found: dict[int, list[dict]] = {}
    for label in Label.objects.order_by("name"):
        of_it = found.setdefault(label.organisation_id, [])
        of_it.append({"name": label.name, "url": label.get_absolute_url()})
    return found


def awards_of_label(label: Label) -> QuerySet[Award]:
    """The newest first, and those of a year in the order of their level."""
    return (
        label.awards.select_related("authority__departement", "authority__region", "organisation")
        .order_by("-year", "level", "pk")
        .all()
    )


def rows_of(awards: Iterable[Award]) -> list[dict]:
    """[{holder, url, year, words, sheet: {title, url} | None, source}]. Two statements."""
    awards = list(awards)
    keys = {award.sheet_id for award in awards if award.sheet_id}
    sheets = visible(ProjectPage.objects.filter(pk__in=keys)).in_bulk()
    return [
        {
            "holder": award.holder,
            "url": _address(award),
            "year": award.year,
            "words": award.words,
            "sheet": _linked(sheets.get(award.sheet_id)),
            "source": award.source,
        }
        for award in awards
    ]


def awards_of_sheet(sheet) -> list[dict]:
    """[{label, url, year, words, source}]. One statement."""
    return _of(Award.objects.filter(sheet=sheet.pk))


def awards_of_authority(authority) -> list[dict]:
    """The same of a body of the register. One statement."""
    return _of(Award.objects.filter(authority=authority.pk))


def awards_of_organisation(organisation) -> list[dict]:
    """Its own, and those of the body of the register that it is. One statement."""
    found = Award.objects.filter(organisation=organisation)
    if organisation.authority_id:
        found |= Award.objects.filter(authority=organisation.authority_id)
    return _of(found)


def _of(awards: QuerySet[Award]) -> list[dict]:
    return [
        {
            "label": award.label.name,
            "url": award.label.get_absolute_url(),
            "year": award.year,
            "words": award.words,
            "source": award.source,
        }
        for award in awards.select_related("label").order_by("-year", "pk")[:MOST]
    ]


def _address(award: Award) -> str:
    if award.organisation_id:
        return award.organisation.get_absolute_url()
    return award.authority.get_absolute_url()


def _linked(sheet: ProjectPage | None) -> dict | None:
    return sheet and {"title": sheet.title, "url": sheet.relative_url(None)}
