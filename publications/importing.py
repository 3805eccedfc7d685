"""Publications of a content file: published once, never overwritten; a publisher that the directory lacks is made."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import ImportReport, date_of, text_of, texts_of
from core.page_importing import import_pages
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.names import fold

from .choices import Kind
from .models import (
    Figure,
    PublicationPage,
    PublicationSheet,
    PublicationSource,
    PublicationsPage,
    Publisher,
    Recommendation,
    Signatory,
)

_KINDS = {fold(label): value for value, label in Kind.choices}


def import_publications(
    rows: list[dict], *, source: str, parent: PublicationsPage, user=None
) -> ImportReport[PublicationPage]:
    """Publish the rows (as in `data/demo/publications.json`) whose address, their `id`, is free; sheets are those that
    `source` has brought. Raises ImportRefused with every broken row; nothing is changed then.
    """
    directory = Directory()
    themes = {theme.slug: theme for theme in Theme.objects.select_related("parent")}
    sheets = dict(ImportedSheet.objects.filter(source=source).values_list("key", "page"))

    def page_of(row):
        return _publication(row, directory, themes, sheets)

    return import_pages(rows, parent=parent, page_of=page_of, user=user)


def _publication(
    row: dict,
    directory: Directory,
    themes: Mapping[str, Theme],
    sheets: Mapping[str, int | None],
) -> PublicationPage:
    page = PublicationPage(
        title=text_of(row, "title", required=True),
        kind=_kind(row),
        rubric=text_of(row, "rubric"),
        date=date_of(row, "date"),
        summary=text_of(row, "summary"),
        text_url=text_of(row, "url"),
        state=text_of(row, "state"),
        state_told=text_of(row, "status"),
        addressee=text_of(row, "addressee"),
        question=text_of(row, "question"),
        question_by=text_of(row, "question_by"),
        question_date=date_of(row, "question_date"),
        ministry=text_of(row, "ministry"),
        consultation_opens_on=text_of(row, "consultation_opens_on") or None,
        consultation_closes_on=text_of(row, "consultation_closes_on") or None,
        consultation_url=text_of(row, "consultation_url"),
        answer=text_of(row, "answer"),
        answer_date=date_of(row, "answer_date"),
        answer_url=text_of(row, "answer_url"),
        recommendations_announced=text_of(row, "recommendations_announced"),
        follow_up=text_of(row, "follow_up"),
        note=text_of(row, "note"),
    )
    page.themes = list(dict.fromkeys(theme_at(path, themes) for path in texts_of(row, "themes")))
    page.publishers = [
        Publisher(organisation=directory.named_or_made(name))
        for name in texts_of(row, "publishers")
    ]
    page.signatories = [_signatory(one, directory) for one in row.get("signatories") or ()]
    page.recommendations = [
        _recommendation(one, directory) for one in row.get("recommendations") or ()
    ]
    page.figures = [_figure(one) for one in row.get("figures") or ()]
    page.sources = [
        PublicationSource(
            title=text_of(one, "title", required=True),
            author=text_of(one, "author"),
            url=text_of(one, "url"),
            date=date_of(one, "date"),
        )
        for one in row.get("sources") or ()
    ]
    page.sheets = [
        _sheet(key, sheets) for key in texts_of(row, "sheet_ids") if sheets.get(key, True)
    ]
    return page


def _kind(row: dict) -> str:
    word = text_of(row, "kind", required=True)
    try:
        return _KINDS[fold(word)]
    except KeyError:
        raise ValidationError(f"type inconnu : « {word} »") from None


def _signatory(told: dict, directory: Directory) -> Signatory:
    """Linked where the directory has it: a commission or a town that signs is no organisation to be made."""
    name = text_of(told, "organisation")
    found = directory.named(name) if name else None
    return Signatory(
        organisation=found,
        name="" if found else name,
        person=text_of(told, "person"),
        function=text_of(told, "function"),
    )


def _recommendation(told: dict, directory: Directory) -> Recommendation:
    owner = text_of(told, "owner")
    found = directory.named(owner) if owner else None
    return Recommendation(
        number=text_of(told, "number"),
        text=text_of(told, "text", required=True),
        owner=found,
        owner_name="" if found else owner,
        standing=text_of(told, "status"),
        standing_date=date_of(told, "status_date"),
        standing_told=text_of(told, "status_told"),
        source=text_of(told, "source"),
    )


def _figure(told: dict) -> Figure:
    value = told["value"]
    return Figure(
        label=text_of(told, "label", required=True),
        value=value.strip() if isinstance(value, str) else str(value),
        unit=text_of(told, "unit"),
        scope=text_of(told, "scope"),
    )


def _sheet(key: str, sheets: Mapping[str, int | None]) -> PublicationSheet:
    if key not in sheets:
        raise ValidationError(f"fiche inconnue : « {key} »")
    return PublicationSheet(sheet_id=sheets[key])
