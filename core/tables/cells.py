"""What a cell says: a text, a number, a date, a choice… whichever way a spreadsheet or its user wrote it.

A kind of cell reads (`read`, raises ValidationError in words for who filled it in), writes what it reads (`write`),
and says in words what is expected (`words`). What was read otherwise than it was written is told to `note`.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.html import escape
from rapidfuzz import fuzz

from core.dates import FIRST_YEAR, LAST_YEAR
from core.dates import parse as parse_date
from core.numbers import plain_number
from core.sanitising import plain_text, stored_html, typed_again, without_controls
from core.words import MONTHS

from .reading import Cell

Note = Callable[[str], object]

_MARKUP = re.compile(
    r"</?(?:a|b|blockquote|body|br|div|em|font|h[1-6]|head|hr|html|i|iframe|img|li|meta|object|ol|p|script|span|strong|"
    r"style|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|ul|ol|h[34]|blockquote)\b")
_KEY = re.compile(r' data-block-key="[^"]*"')
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
# A line's break is one space; others stay as they are, the narrow ones of French too.
_LINES = re.compile(r"[ \t]*[\n\t]+[ \t]*")
# 12,500 is twelve and a half to a French reader, and twelve thousand five hundred to an English program.
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_ENGLISH = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_GERMAN = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_CALCULATED_MONTH = re.compile(r"([a-zéû]{3,9})\.?[-/ ](\d{2}|\d{4})")
_FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of spreadsheets
_CUT_BY_XLSX = 32_767  # characters of a cell
EMPTY = "(vider)"  # typed in a cell: what the field says goes
CUT = "[coupé : une case de tableur ne contient pas tout ce texte ; le fichier CSV le donne entier]"


def fold(text: str) -> str:
    """Without case, accents and punctuation: « Avancement (date) » -> "avancement_date"."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def nearest(text: str, known: Iterable[str], *, at_least: int = 75) -> str:
    """The one that is spelt most like it, as a whole or in its last part (« Famille › Thème »); "" when none is."""
    wanted, best = fold(text), (0.0, 0, "")
    for one in known:
        names = {fold(one), fold(one.rpartition("›")[2])}
        alike = max(fuzz.ratio(wanted, name) for name in names)
        # « velo » begins a word of « Compter les vélos ».
        is_within = len(wanted) > 3 and any(f"_{wanted}" in f"_{name}" for name in names)
        best = max(best, (max(alike, 90.0 if is_within else 0.0), -len(one), one))
    return best[2] if best[0] >= at_least else ""


def not_known(what: str, text: str, known: Iterable[str]) -> ValidationError:
    """what: « Le thème »."""
    near = nearest(text, known)
    return ValidationError(
        f"{what} « {text} » n’est pas dans la liste."
        + (
            f" Vouliez-vous écrire « {near} » ?"
            if near
            else " La feuille « Valeurs permises » du modèle la donne."
        )
    )


def as_text(cell: Cell) -> str:
    """As a reader of the spreadsheet sees it, without what shows nothing."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else cell
    if isinstance(cell, int | float):
        return f"{Decimal(str(cell)):f}".replace(".", ",")
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time() else f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    text = without_controls(str(cell).replace("\r\n", "\n").replace("\r", "\n"), "\n")
    return unicodedata.normalize("NFC", text.replace("\ufeff", "")).strip()


def is_emptied(cell: Cell) -> bool:
    return isinstance(cell, str) and "".join(as_text(cell).lower().split()) == EMPTY


def separate(cell: Cell) -> list[str]:
    """« a ; b », or one a line."""
    return [one.strip() for one in re.split(r"[;\n|]", as_text(cell)) if one.strip()]


class Text:
    words = "un texte d’une ligne"

    def read(self, cell: Cell, note: Note) -> str:
        return _LINES.sub(" ", self._plain(cell, note, plain_text))

    def _plain(self, cell: Cell, note: Note, without_markup) -> str:
        text = as_text(cell)
        if text.endswith(CUT):
            raise ValidationError(
                "Ce texte a été coupé à l’export : reprenez-le du fichier CSV, ou videz la case."
            )
        if _MARKUP.search(text):
            note("Les balises HTML ont été retirées.")
            text = without_markup(text)
        return text

    def write(self, value: str) -> Cell:
        # As it is read: a browser sends other ends of lines.
        return as_text(value)


class LongText(Text):
    words = "un texte"

    def read(self, cell: Cell, note: Note) -> str:
        return self._plain(cell, note, typed_again)


class RichText(Text):
    words = "un texte ; une ligne fait un paragraphe"

    def read(self, cell: Cell, note: Note) -> str:
        text = as_text(cell)
        if text.endswith(CUT) or not _MARKUP.search(text):
            return paragraphs(self._plain(text, note, str))
        html = stored_html(text)
        if _alike(html) != _alike(text):
            note("Le HTML a été nettoyé.")
        return html if _BLOCK.search(html) else paragraphs(typed_again(html))

    def write(self, value: str) -> Cell:
        """As one would type it where that is all there is to it, else as HTML."""
        if not plain_text(value):
            return ""  # the editor leaves an empty paragraph
        stored = _KEY.sub("", value)
        typed = "\n".join(unescape(text) for text in _PARAGRAPH.findall(stored))
        return typed if _alike(self.read(typed, _ignore)) == _alike(stored) else stored


def _ignore(said: str) -> None:
    pass


def _alike(html: str) -> str:
    return _KEY.sub("", html).replace("&#x27;", "'").replace("&quot;", '"').replace("<br>", "<br/>")


def paragraphs(text: str | None) -> str:
    """Plain text -> rich text, escaped."""
    blocks = (block.strip() for block in (text or "").split("\n"))
    return "".join(f"<p>{escape(block)}</p>" for block in blocks if block)


class YesNo:
    words = "oui ou non"
    values = ("oui", "non")
    _YES = frozenset({"oui", "o", "x", "vrai", "true", "yes", "y", "1"})
    _NO = frozenset({"non", "n", "faux", "false", "no", "0"})

    def read(self, cell: Cell, note: Note) -> bool:
        text = fold(as_text(cell))
        if text not in self._YES | self._NO:
            raise ValidationError("Écrivez oui ou non.")
        return text in self._YES

    def write(self, value: bool) -> Cell:
        return "oui" if value else "non"


class Choice:
    words = "une valeur de la liste"

    def __init__(self, choices: Sequence[tuple[str, str]]):
        self.values = tuple(str(label) for _, label in choices)
        self._label = {value: str(label) for value, label in choices}
        self._known: dict[str, str] = {}
        for value, label in choices:
            for name in (value, str(label), str(label).partition(" (")[0]):
                self._known.setdefault(fold(name), value)

    def read(self, cell: Cell, note: Note) -> str:
        text = as_text(cell)
        if (found := self._known.get(fold(text))) is None:
            raise not_known("La valeur", text, self.values)
        return found

    def write(self, value: str) -> Cell:
        return self._label.get(value, value)


class Number:
    words = "un nombre : 12 500 ou 12,5"

    def read(self, cell: Cell, note: Note) -> Decimal:
        if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
            raise ValidationError(
                f"Un nombre était attendu ; la case contient « {as_text(cell)} » : le tableur l’a pris pour autre "
                "chose. Mettez la case au format texte, puis écrivez le nombre."
            )
        if isinstance(cell, int | float):
            return _plain_decimal(Decimal(str(cell)))
        text = as_text(cell)
        bare = _SPACES.sub("", text).removesuffix("€").removesuffix("%")
        if _TWO_WAYS.fullmatch(bare):
            raise ValidationError(f"« {text} » se lit de deux façons : écrivez 12 500 ou 12,5.")
        if _ENGLISH.fullmatch(bare) or _GERMAN.fullmatch(bare):
            plain = (
                bare.replace(",", "")
                if _ENGLISH.fullmatch(bare)
                else bare.replace(".", "").replace(",", ".")
            )
            note(f"« {text} » a été lu {plain.replace('.', ',')}.")
            return _plain_decimal(Decimal(plain))
        return _plain_decimal(Decimal(plain_number(text)))

    def write(self, value: Decimal | int) -> Cell:
        return value  # type: ignore[return-value]


class Whole(Number):
    words = "un nombre entier"

    def read(self, cell: Cell, note: Note) -> int:  # type: ignore[override]
        number = super().read(cell, note)
        if number != number.to_integral_value():
            raise ValidationError(f"Un nombre entier était attendu, pas « {as_text(cell)} ».")
        return int(number)


def _plain_decimal(number: Decimal) -> Decimal:
    """12.50 and 12.5 are one; 1E+3 is written 1000."""
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise ValidationError("Ce nombre est trop grand.")
    return Decimal(f"{number.normalize():f}")


class PartialDate:
    words = "une date : 2021, mars 2021, ou 19/03/2021"

    def read(self, cell: Cell, note: Note) -> str:
        if isinstance(cell, datetime.date):
            return parse_date(f"{cell:%Y-%m-%d}" if cell.year >= 1000 else str(cell))
        if isinstance(cell, bool | datetime.time | datetime.timedelta):
            raise ValidationError(f"Une date était attendue, pas « {as_text(cell)} ».")
        text = as_text(cell)
        if day := _serial(text):
            note(
                f"« {text} » a été lu comme le {day:%d/%m/%Y} : c’est ainsi qu’un tableur note les jours."
            )
            return f"{day:%Y-%m-%d}"
        found = _CALCULATED_MONTH.fullmatch(text.lower())
        if found and (month := _month(found[1])):
            year = found[2] if len(found[2]) == 4 else f"20{found[2]}"
            return parse_date(f"{year}-{month:02}")
        return parse_date(text)

    def write(self, value: str) -> Cell:
        if len(value) == 4 and value.isdecimal():
            return int(value)
        return value if len(value) < 10 else f"{value[8:]}/{value[5:7]}/{value[:4]}"


def _serial(text: str) -> datetime.date | None:
    """The day that a spreadsheet counts so; a number that is a year is a year."""
    if not (text.isdecimal() and len(text) in (4, 5, 6)) or FIRST_YEAR <= int(text) <= LAST_YEAR:
        return None
    day = _FIRST_DAY + datetime.timedelta(days=int(text))
    return day if 1910 <= day.year <= LAST_YEAR else None


def _month(word: str) -> int:
    begun = fold(word)
    found = [place for place, name in enumerate(MONTHS, start=1) if fold(name).startswith(begun)]
    return found[0] if len(found) == 1 and len(begun) >= 3 else 0


class Day(PartialDate):
    words = "un jour : 19/03/2021"

    def read(self, cell: Cell, note: Note) -> datetime.date:  # type: ignore[override]
        stored = super().read(cell, note)
        if len(stored) < 10:
            raise ValidationError("Écrivez un jour entier : 19/03/2021.")
        return datetime.date.fromisoformat(stored)

    def write(self, value: datetime.date) -> Cell:  # type: ignore[override]
        return f"{value:%d/%m/%Y}"


class Time:
    words = "une heure : 9 h 30, ou 09:30"
    is_text = True
    _TIME = re.compile(r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?(?::00)?(?:\s*min)?", re.IGNORECASE)

    def read(self, cell: Cell, note: Note) -> datetime.time:
        if isinstance(cell, datetime.time):
            return cell.replace(second=0, microsecond=0)
        text = as_text(cell)
        found = self._TIME.fullmatch(text)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(f"Écrivez une heure, 9 h 30 ou 09:30, pas « {text} ».")
        return datetime.time(int(found[1]), int(found[2] or 0))

    def write(self, value: datetime.time) -> Cell:
        return f"{value:%H:%M}"


def shortened(text: str) -> str:
    """For a cell of XLSX, which says itself that it does not hold all."""
    return text if len(text) <= _CUT_BY_XLSX else f"{text[: _CUT_BY_XLSX - len(CUT) - 1]} {CUT}"
