"""What the cells of a spreadsheet of dates name, beside what those of sheets do: tours, sheets, time zones."""

from django.core.exceptions import ValidationError

from catalogue.models import ProjectPage
from catalogue.spreadsheet.identifiers import address_of, known_sheets, plain_key
from catalogue.spreadsheet.references import RELATED, Named, References
from core.tables.cells import as_text, fold, nearest
from core.tables.reading import Cell
from events import zones
from events.models import TourPage
from events.ownership import own_pages

from .identifiers import TOURS


class EventReferences(References):
    def __init__(self, user) -> None:
        super().__init__()
        self._tours = TourPage.objects.in_bulk()
        # Titles of drafts among them: those of other networks are found, and proposed, by nobody but theirs.
        self._own_tours = list(own_pages(TourPage.objects.order_by("pk"), user)) if user else []
        self._tour_of: dict[str, TourPage] = {}  # by what the file writes
        self._sheets: dict[str, ProjectPage] = {}

    def tour(self, text: str) -> TourPage:
        """By its identifier, else by its title when no other of theirs has it."""
        if text not in self._tour_of:
            self._tour_of[text] = self._tour(text)
        return self._tour_of[text]

    def _tour(self, text: str) -> TourPage:
        key = TOURS.known([TOURS.plain_key(text)]).get(TOURS.plain_key(text))
        if isinstance(key, str):
            raise ValidationError(key)
        if key is not None:
            return self._tours[key]
        same = [one for one in self._own_tours if fold(one.draft_title) == fold(text)]
        if len(same) > 1:
            raise ValidationError(
                f"Plusieurs tournées s’appellent « {text} » : écrivez l’identifiant de la bonne."
            )
        if not same:
            near = nearest(text, [one.draft_title for one in self._own_tours])
            raise ValidationError(
                f"Aucune de vos tournées ne s’appelle « {text} »"
                + (
                    f" : vouliez-vous écrire « {near} » ?"
                    if near
                    else " : « Tournées et tableurs » donne le nom et l’identifiant de chacune."
                )
            )
        return same[0]

    def sheet(self, text: str) -> ProjectPage:
        key = plain_key(address_of(int(text)) if text.isdecimal() and len(text) < 10 else text)
        if key not in self._sheets:
            found = known_sheets([key]).get(key)
            sheet = ProjectPage.objects.filter(pk=found).first() if isinstance(found, int) else None
            if sheet is None:
                raise ValidationError(
                    found
                    if isinstance(found, str)
                    else f"Aucune fiche n’est « {text} » : écrivez son numéro ou son adresse."
                )
            self._sheets[key] = sheet
        return self._sheets[key]


class TourCell(Named):
    words = "le nom ou l’identifiant d’une tournée"

    def named(self, text: str, note) -> TourPage:
        return note.references.tour(text)

    def write(self, value: TourPage) -> str:
        return TOURS.own(value.pk)


class SheetCell(Named):
    words = "le numéro ou l’adresse d’une fiche"

    def named(self, text: str, note) -> ProjectPage:
        return note.references.sheet(text)

    def write(self, value: ProjectPage) -> str:
        return address_of(value.number)


class ZoneCell:
    words = "« heure de La Réunion », ou son nom international"
    values = tuple(zones.LABELS.values())
    _by_label = {fold(label): zone for zone, label in zones.LABELS.items()}

    def read(self, cell: Cell, note) -> str:
        text = as_text(cell)
        zone = self._by_label.get(fold(text), text)
        zones.validate_zone(zone)
        return zone

    def write(self, value: str) -> str:
        return zones.label(value) if value in zones.LABELS else value


RELATED_HERE = RELATED | {TourPage: (TourCell(), None), ProjectPage: (SheetCell(), None)}
