"""What visitors see of groups, mandates and programmes; nothing per row."""

import datetime
from dataclasses import dataclass

from django.db.models import CharField, F, QuerySet, Value
from wagtail.models import Page

from catalogue.models import ProjectPage
from core.visibility import visible
from events.models import EventPage
from network.models import Partnership

from .models import Group, Mandate, Programme

MOST = 60  # of one list of a page


@dataclass(frozen=True, slots=True)
class Seats:
    """Mandates on a day: who holds one, who held one before, and those of whom no source tells since when."""

    held: list[Mandate]
    past: list[Mandate]
    undated: list[Mandate]


def seats(mandates: QuerySet[Mandate], day: datetime.date) -> Seats:
    """One statement. What begins after the day is told on none of the three lists."""
    held, past, undated = [], [], []
    rows = mandates.select_related("person", "authority", "organisation", "group")
    for one in rows.order_by("-begins", "pk")[: 4 * MOST]:
        if one.is_held(day):
            held.append(one)
        elif not one.begins and not one.ends:
            undated.append(one)
        elif not one.begins or one.begins <= day.isoformat()[: len(one.begins)]:
            past.append(one)
    return Seats(held[:MOST], past[:MOST], undated[:MOST])


def elsewhere(chosen: Seats, day: datetime.date) -> dict[int, list[Mandate]]:
    """What else the same people hold on that day, by person. One statement."""
    shown = [*chosen.held, *chosen.past, *chosen.undated]
    people = {one.person_id for one in shown}
    if not people:
        return {}
    others = Mandate.objects.filter(person__in=people).exclude(pk__in=[one.pk for one in shown])
    found: dict[int, list[Mandate]] = {}
    for one in others.select_related("authority", "organisation", "group")[: 4 * MOST]:
        if one.is_held(day) or not one.begins:
            found.setdefault(one.person_id, []).append(one)
    return found


def meetings_of(group: Group) -> list[dict]:
    """The newest first: [{date, subject, report, event: {title, url} | None}]. Two statements at most."""
    rows = list(group.meetings.order_by("-date", "pk")[:MOST])
    keys = [one.event_id for one in rows if one.event_id]
    events = visible(EventPage.objects.filter(pk__in=keys)).in_bulk() if keys else {}
    return [
        {
            "date": one.date,
            "subject": one.subject,
            "report": one.report,
            "event": linked(events.get(one.event_id)),
        }
        for one in rows
    ]


def stages_and_deliverables(programme: Programme) -> tuple[list[dict], list[dict]]:
    """In their order: [{text, event: {title, url} | None}], and as `deliverables_of`. Three statements at most."""
    stages, brought = list(programme.stages.all()), list(programme.deliverables.all())
    pages = _public_pages(
        *(one.event_id for one in stages), *(one.publication_id for one in brought)
    )
    told = [{"text": one.text, "event": pages.get(one.event_id)} for one in stages]
    return told, _deliverables(brought, pages)


def deliverables_of(group: Group) -> list[dict]:
    """In their order: [{text, url, date, publication: {title, url} | None}]. Two statements at most."""
    rows = list(group.deliverables.all())
    return _deliverables(rows, _public_pages(*(one.publication_id for one in rows)))


def _deliverables(rows: list, pages: dict[int | None, dict]) -> list[dict]:
    return [
        {
            "text": one.text,
            "url": one.url,
            "date": one.date,
            "publication": pages.get(one.publication_id),
        }
        for one in rows
    ]


def _public_pages(*keys: int | None) -> dict[int | None, dict]:
    """{key: {title, url}}. One statement at most."""
    named = set(keys) - {None}
    pages = visible(Page.objects.filter(pk__in=named)) if named else []
    return {page.pk: linked(page) for page in pages}


def editions_of(programme: Programme) -> list[dict]:
    """The newest first: [{name, date, text, source_url, cohort: [{label, url, sheet}]}]. Three statements."""
    editions = programme.editions.prefetch_related("cohort__organisation", "cohort__authority")
    rows = list(editions.order_by("-date", "pk")[:MOST])
    keys = {one.sheet_id for row in rows for one in row.cohort.all() if one.sheet_id}
    sheets = visible(ProjectPage.objects.filter(pk__in=keys)).in_bulk() if keys else {}
    return [
        {
            "name": row.name,
            "date": row.date,
            "text": row.text,
            "source_url": row.source_url,
            "cohort": [
                {"label": one.label, "url": one.url, "sheet": linked(sheets.get(one.sheet_id))}
                for one in row.cohort.all()
            ],
        }
        for row in rows
    ]


def sheets_of(programme: Programme) -> list[dict]:
    """Public ones of which no edition is known: [{title, url}]. One statement."""
    rows = ProjectPage.objects.filter(programme_rows__programme=programme)
    return [linked(page) for page in visible(rows).order_by("title")[:MOST]]


def linked(page) -> dict | None:
    return page and {"title": page.title, "url": page.relative_url(None)}


def of_sheet(sheet) -> list[dict]:
    """The programmes that a project was part of: [{name, url, detail}]. One statement."""
    asked = Programme.objects.order_by()
    nothing = Value("", output_field=CharField())
    rows = (
        asked.filter(editions__cohort__sheet=sheet.pk)
        .values_list("name", "slug", F("editions__name"))
        .union(asked.filter(sheets__sheet=sheet.pk).values_list("name", "slug", nothing))
    )
    found: dict[str, dict] = {}
    for name, slug, detail in sorted(rows, reverse=True):
        found[slug] = {
            "name": name,
            "url": Programme(slug=slug).get_absolute_url(),
            "detail": detail or found.get(slug, {}).get("detail", ""),
        }
    return list(found.values())


_AT_EVENT: dict[str, type] = {"Réunion": Group, "Étape": Programme}


def of_event(event) -> list[dict]:
    """What was signed there, who met, what programme was at a stage: [{what, name, url, detail}]. One statement."""
    nothing = Value("", output_field=CharField())
    signed = Partnership.objects.order_by().filter(signed_at=event.pk)
    acted = Partnership.objects.order_by().filter(actions__event=event.pk)
    met = Group.objects.order_by().filter(meetings__event=event.pk)
    reached = Programme.objects.order_by().filter(stages__event=event.pk)
    rows = signed.values_list(Value("Signé ici"), "name", "slug", nothing).union(
        acted.values_list(Value("Action commune"), "name", "slug", F("actions__text")),
        met.values_list(Value("Réunion"), "name", "slug", nothing),
        reached.values_list(Value("Étape"), "name", "slug", F("stages__text")),
    )
    return [
        {
            "what": what,
            "name": name,
            "url": _AT_EVENT.get(what, Partnership)(slug=slug).get_absolute_url(),
            "detail": detail,
        }
        for what, name, slug, detail in sorted(rows)
    ]


def of_publication(page) -> list[dict]:
    """Whose work it came out of: [{what, name, url}]. One statement."""
    groups = Group.objects.order_by().filter(deliverables__publication=page.pk)
    programmes = Programme.objects.order_by().filter(deliverables__publication=page.pk)
    rows = groups.values_list(Value("Groupe"), "name", "slug").union(
        programmes.values_list(Value("Programme"), "name", "slug")
    )
    return [
        {
            "what": what,
            "name": name,
            "url": (Group if what == "Groupe" else Programme)(slug=slug).get_absolute_url(),
        }
        for what, name, slug in sorted(rows)
    ]
