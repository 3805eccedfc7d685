"""Dates and tours as spreadsheets: what is theirs alone. Whoever animates networks touches theirs, here as in the form."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.spreadsheet.references import listed
from core.tables.cells import as_text
from core.tables.columns import IDENTIFIER, Column, Group
from core.tables.contents import EMPTYING, Contents
from core.tables.records import Record
from events import zones
from events.models import (
    AgendaPage,
    EventImport,
    EventImportLine,
    EventPage,
    TourPage,
    ToursPage,
)
from events.moving import Dates as Span
from events.moving import moved
from events.ownership import own_pages, why_not_in_their_name
from events.publication import SESSION_ROWS
from events.registration import why_session_kept

from .columns import (
    DATE_INFORMATION,
    TOUR_INFORMATION,
    date_columns,
    date_groups,
    tour_columns,
    tour_groups,
)
from .identifiers import DATES, LONGEST, TOURS
from .references import EventReferences

_RULES = (
    (
        "Une case vide ne change rien.",
        "Renvoyer une ligne déjà importée remplace ce que les cases disent, et laisse le reste.",
    ),
    EMPTYING,
    (
        "Des lignes d’un groupe remplacent le groupe.",
        "Si le fichier donne des organisateurs, ce sont tous les organisateurs ; s’il n’en donne pas, ils restent.",
    ),
    (
        "Un essai d’abord.",
        "L’import montre, ligne par ligne, ce qui serait ajouté, changé ou refusé, avant d’écrire quoi que ce soit.",
    ),
    (
        "Dans un fichier CSV",
        "il n’y a qu’une table : les colonnes d’un groupe s’y nomment « organisateurs.nom ».",
    ),
)


class _Own(Contents):
    """What an account announces for its networks."""

    imports = EventImport
    lines = EventImportLine
    longest = LONGEST
    identifier_help = (
        "Un nom court que vous donnez à chaque ligne, et que vous gardez : c’est à lui qu’un second envoi la reconnaît, "
        "et les lignes des autres feuilles le répètent."
    )

    def listed(self) -> dict[str, list[str]]:
        return listed(self)

    def shown_to(self, user, pages: QuerySet) -> QuerySet:
        return own_pages(pages, user)

    def references(self, user) -> EventReferences:
        return EventReferences(user)

    def errors(self, page: Any, user, publish: bool) -> dict[str, str]:
        organisations = {
            row.organisation_id for row in page.organisers.all() if row.organisation_id
        }
        not_theirs = why_not_in_their_name(user, organisations, getattr(page, "tour", None))
        return super().errors(page, user, publish) | not_theirs

    def settle(self, references: EventReferences, *, is_saved: bool) -> None:
        references.settle(is_saved=is_saved)


class Dates(_Own):
    key = "date"
    title = "Dates"
    noun = "date"
    rows_named = "organisateurs, séances, intervenants, projets"
    model = EventPage
    place = AgendaPage
    heading = "Dates et tableurs"
    file_name = "dates"
    information = DATE_INFORMATION
    examples = {
        IDENTIFIER: "forum-2027",
        "titre": "Forum des usages",
        "debut": "12/03/2027",
        "heure_debut": "09:30",
        "commune": "47031",
        "tournee": "Tournée des usages 2027",
        "fuseau_horaire": "heure de La Réunion",
    }
    rules = (
        (
            "Une ligne de « Dates » est une date.",
            "Ses organisateurs, ses séances… ont chacun une feuille : une ligne par séance, avec l’identifiant de la date.",
        ),
        (
            "Une étape nomme sa tournée.",
            "Importez d’abord les tournées (leur fichier est à part), puis écrivez leur nom ou leur identifiant ici.",
        ),
        (
            "Les dates sont aussi exactes que ce que l’on sait.",
            "2027, mars 2027 ou 12/03/2027 ; une heure ne se donne qu’avec le jour, et c’est celle du lieu.",
        ),
        *_RULES,
    )

    def columns(self) -> tuple[Column, ...]:
        return date_columns()

    def groups(self) -> tuple[Group, ...]:
        return date_groups()

    def with_rows(self, pages: QuerySet) -> QuerySet:
        pages = pages.select_related(
            "tour", "main_theme__parent", "commune", "host", "latest_revision"
        )
        return pages.prefetch_related(
            "other_themes__parent", "organisers__organisation", "sessions", "speakers"
        ).prefetch_related("projects__sheet", "documents")

    def plain_key(self, text: str) -> str:
        return DATES.plain_key(text)

    def identifiers_of(self, pages: Iterable[EventPage]) -> dict[int, str]:
        return DATES.of(pages)

    def known(self, keys: Iterable[str]) -> dict[str, int | str]:
        return DATES.known(keys)

    def remember(self, key: str, page: EventPage) -> None:
        DATES.remember(key, page)

    def load(self, references: EventReferences, records: Iterable[Record]) -> None:
        cells = [
            record.cells[name]
            for record in records
            for name in ("commune", "collectivite_hote")
            if name in record.cells
        ]
        references.load_authorities(as_text(cell.value) for cell in cells)

    def another(self, page: EventPage, values: dict[str, Any]) -> str:
        title, start = values.get("title", page.title), values.get("start", page.start)
        if title == page.title or start == page.start:
            return ""
        return (
            f"Cet identifiant est celui de « {page.title} » : titre et début changent tous deux. "
            "Prenez un autre identifiant si c’est une autre date."
        )

    def put(self, page: EventPage, name: str, value: Any) -> None:
        if name == "commune" and page.time_zone == zones.zone_of(page.commune):
            page.time_zone = ""  # was derived of the former place
        super().put(page, name, value)

    def take_rows(self, page: EventPage, group: Group, made: list[models.Model]) -> None:
        if group.attribute == "sessions":
            _keep_identities(list(page.sessions.all()) if page.pk else [], made)
        super().take_rows(page, group, made)

    def before(self, page: EventPage) -> tuple[Span, list]:
        return Span(page.start, page.end), [row.uuid for row in page.sessions.all()]

    def follow(self, before: tuple[Span, list], page: EventPage, said: set[str]) -> None:
        """A date that moves takes its programme along; rows that name a session go with it."""
        dates, was = before
        if "sessions" not in said:
            days = [row.day for row in page.sessions.all()]
            end, moved_days = moved(dates, Span(page.start, page.end), days)
            page.end = end
            for row, day in zip(page.sessions.all(), moved_days, strict=True):
                row.day = day
            return
        places = {row.uuid: place for place, row in enumerate(page.sessions.all(), start=1)}
        for relation in SESSION_ROWS:
            for row in getattr(page, relation).all() if relation not in said else ():
                if row.session_number and row.session_number <= len(was):
                    # 0: the session that it names is gone, which `errors` tells.
                    row.session_number = places.get(was[row.session_number - 1], 0)

    def errors(self, page: EventPage, user, publish: bool) -> dict[str, str]:
        places = {str(row.uuid): place for place, row in enumerate(page.sessions.all(), start=1)}
        errors = {}
        for name, said in super().errors(page, user, publish).items():
            relation, _, rest = name.partition(".")
            place = places.get(rest.partition(".")[0]) if relation == "sessions" else None
            errors[f"{relation}.{place}" if place else name] = said
        if lost := _lost_rows(page):
            errors["sessions"] = lost
        if page.pk and (kept := _sessions_to_keep(page, set(places))):
            errors["sessions"] = kept
        return errors


class Tours(_Own):
    key = "tour"
    title = "Tournées"
    noun = "tournée"
    rows_named = "organisateurs"
    model = TourPage
    place = ToursPage
    heading = "Tournées et tableurs"
    file_name = "tournees"
    information = TOUR_INFORMATION
    examples = {IDENTIFIER: "tournee-usages-2027", "titre": "Tournée des usages", "edition": "2027"}
    rules = (
        (
            "Une ligne de « Tournées » est une tournée.",
            "Ses organisateurs ont une feuille : une ligne chacun, avec l’identifiant de la tournée.",
        ),
        ("Les étapes sont des dates.", "Elles ont leur propre fichier, qui nomme leur tournée."),
        *_RULES,
    )

    def columns(self) -> tuple[Column, ...]:
        return tour_columns()

    def groups(self) -> tuple[Group, ...]:
        return tour_groups()

    def with_rows(self, pages: QuerySet) -> QuerySet:
        pages = pages.select_related("latest_revision")
        return pages.prefetch_related("themes__parent", "organisers__organisation")

    def plain_key(self, text: str) -> str:
        return TOURS.plain_key(text)

    def identifiers_of(self, pages: Iterable[TourPage]) -> dict[int, str]:
        return TOURS.of(pages)

    def known(self, keys: Iterable[str]) -> dict[str, int | str]:
        return TOURS.known(keys)

    def remember(self, key: str, page: TourPage) -> None:
        TOURS.remember(key, page)


DATES_TABLE, TOURS_TABLE = Dates(), Tours()


def _keep_identities(before: list, made: list) -> None:
    """A session is the one of the same title, else of the same place: calendars know it by its identity."""
    left = list(before)
    for row in made:
        if same := next((one for one in left if one.title == row.title), None):
            row.uuid = same.uuid
            left.remove(same)
    known = {one.uuid for one in before} - {one.uuid for one in left}
    for place, row in enumerate(made):
        if row.uuid not in known and place < len(before) and before[place] in left:
            row.uuid = before[place].uuid
            left.remove(before[place])


def _lost_rows(page: EventPage) -> str:
    """Rows whose session a file took away."""
    for relation in SESSION_ROWS:
        for row in getattr(page, relation).all():
            if row.session_number == 0:
                return f"« {row} » renvoie à une séance qui n’y est plus : corrigez-le d’abord dans le formulaire."
    return ""


def _sessions_to_keep(page: EventPage, kept: set[str]) -> str:
    live = EventPage.objects.get(pk=page.pk)
    reasons = (
        why_session_kept(one, timezone.now())
        for one in live.sessions.all()
        if str(one.uuid) not in kept
    )
    return " ".join(filter(None, reasons))
