"""Events and tours of a content file: all of them or nothing, and never twice the same row. Each row becomes what a line
of a spreadsheet becomes (`core.tables.making`)."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from core.importing import ImportReport, import_rows
from core.publishing import publish_new
from core.tables.making import make

from .import_row import TOUR_SERIES, Sheets, record_of
from .models import AgendaPage, EventPage, ImportedEvent, TourOrganiser, TourPage, ToursPage
from .spreadsheet.contents import DATES_TABLE
from .spreadsheet.references import EventReferences


def import_events(
    rows: list[dict],
    *,
    source: str,
    agenda: AgendaPage,
    tours: ToursPage,
    user=None,
    progress: Callable[[Iterable], Iterable] = iter,
) -> ImportReport[EventPage]:
    """Publish the rows (as in `cases.json`, "events") that `source` has not brought before.

    Import the organisations and sheets first. Raises ImportRefused with every broken row.
    """
    known = dict(ImportedEvent.objects.filter(source=source).values_list("key", "page"))
    references, sheets = EventReferences(user), Sheets.of(source)

    def make_date(row):
        made = make(
            DATES_TABLE,
            record_of(row, references, sheets),
            references,
            existing=None,
            publish=True,
            user=user,
        )
        if made.problems:
            raise ValidationError([f"« {one.column} » : {one.said}" for one in made.problems])
        return made.page

    def save(read):
        stages: dict[str, list[EventPage]] = {}
        for row in read:
            if row.data["series"] in TOUR_SERIES:
                stages.setdefault(row.data["series"], []).append(row.thing)
        by_series = {
            name: _tour(name, events, source, known, tours, user) for name, events in stages.items()
        }
        for row in progress(read):
            row.thing.tour = by_series.get(row.data["series"])
            publish(row.thing, slug=row.key, parent=agenda, user=user)
            ImportedEvent.objects.create(source=source, key=row.key, page=row.thing)

    return import_rows(rows, named_by="name", key=key_of, known=known, make=make_date, save=save)


def key_of(name: str) -> str:
    """Rows have no identifier: their name is unique in a file and becomes the address."""
    return slugify(name)[:150].strip("-")


def publish(page, *, slug: str, parent, user=None) -> None:
    parent.refresh_from_db()
    publish_new(page, slug=slug, parent=parent, user=user)


def _tour(name, stages, source, known, tours, user) -> TourPage | None:
    key = f"tournee:{name}"
    if key in known:
        # Made before; None when somebody deleted it since.
        return TourPage.objects.filter(pk=known[key]).first()
    tour = TourPage(title=name, series=name)
    labels = {}
    for stage in stages:
        for organiser in stage.organisers.all():
            labels.setdefault(organiser.label, organiser)
    # Who organises every stage organises the tour.
    shared = [
        one
        for label, one in labels.items()
        if all(label in [row.label for row in stage.organisers.all()] for stage in stages)
    ]
    tour.organisers = [
        TourOrganiser(organisation=one.organisation, name=one.name) for one in shared
    ]
    publish(tour, slug=name, parent=tours, user=user)
    ImportedEvent.objects.create(source=source, key=key, page=tour)
    return tour
