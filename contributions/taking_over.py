"""A documentary sheet that its authority takes over: the same screens, each with what the sheet says; at the end the
differences are suggestions on that sheet. Never a second sheet."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from catalogue import choices
from catalogue.choices import SaidHow
from catalogue.completeness import is_filled
from catalogue.fields import FIELDS, WILLING_TO
from catalogue.models import ProjectPage
from catalogue.provenance import mark_of
from core.mail.rendering import absolute
from core.mail.unasked import send_unasked
from core.mailboxes import mailbox
from suggestions.suggesting import said_by_whom, suggest
from suggestions.values import typed_of
from territories.town_halls import WHENCE, relay_address

from .screens import AUTHORITY, CONTACT, RIGHT, Screen, Way

OWNER = "owner"  # the side of the exchange that the town hall is
# Screen -> the fields of the sheet that are one value each.
_FIELDS = {
    "titre": ("title",),
    "besoin": ("context",),
    "fait": ("actions",),
    "avancement": ("status", "start"),
    "cout": ("costs_text",),
    "moyens": ("means_text",),
    "resultats": ("results_text",),
    "refaire": ("reproducibility",),
    "a_refaire": ("again",),
    "contact": ("contact_function", *(field.name for field in WILLING_TO)),
}


class Known:
    """What a sheet says, as the screens ask it."""

    def __init__(self, sheet: ProjectPage):
        self.sheet = sheet

    @cached_property
    def costs(self) -> dict:
        """{"investment", "running": the one row that says it}."""
        rows = [row for row in self.sheet.costs.all() if row.role == choices.CostRole.WHOLE]
        named = {
            "investment": [row for row in rows if row.nature == choices.CostNature.INVESTMENT],
            "running": [
                row
                for row in rows
                if row.nature == choices.CostNature.RUNNING and row.period == choices.Period.YEARLY
            ],
        }
        # Of several nobody says which one the screen means.
        return {name: found[0] for name, found in named.items() if len(found) == 1}

    @cached_property
    def days(self) -> dict:
        rows = [row for row in self.sheet.means.all() if row.unit == choices.MeansUnit.DAYS]
        return {"days": rows[0]} if len(rows) == 1 and rows[0].quantity is not None else {}

    @cached_property
    def difficulties(self) -> dict:
        found: dict = {}
        for row in self.sheet.difficulties.all():
            found.setdefault(row.type, row)
        return found

    def answers(self, screen: Screen) -> dict:
        """As the form of the screen says what was answered; {} where the sheet says nothing."""
        found = {}
        for name in _FIELDS.get(screen.key, ()):
            found |= typed_of(self.sheet, name)
        if screen.key == "avancement" and self.sheet.start:
            found["start"] = self.sheet.start
        if screen.key == "cout":
            found |= {name: f"{row.amount:f}" for name, row in self.costs.items()}
        if screen.key == "moyens":
            found |= {name: f"{row.quantity:f}" for name, row in self.days.items()}
        if screen.key == "difficultes":
            found |= {kind: row.text for kind, row in self.difficulties.items()}
        return {
            name: value.rstrip("0").rstrip(".") if name in _NUMBERS and "." in value else value
            for name, value in found.items()
        }


_NUMBERS = ("investment", "running", "days")


def ways_of(story, screen: Screen) -> tuple[Way, ...]:
    """The answers of one tap: « C’est juste » first, where the sheet that is taken over says something."""
    if screen in (AUTHORITY, CONTACT) or not story.takes_over_id:
        return screen.ways
    if not Known(story.takes_over).answers(screen):
        return screen.ways
    right = replace(RIGHT, label="Garder ce que dit la fiche") if has_own(story, screen) else RIGHT
    return (right, *screen.ways)


def has_own(story, screen: Screen) -> bool:
    """Whether the author corrected or completed it: that is what the screen shows again."""
    said = story.answers.get(screen.key)
    return said is not None and "way" not in said


def suggest_differences(story) -> int:
    """What the author corrected or completed, each as a suggestion on the sheet; how many."""
    sheet = story.takes_over
    known = Known(sheet)
    count = 0
    for field, value, replaces in _differences(story, known):
        try:
            made = suggest(
                sheet,
                field,
                value,
                said_by=said_by(story),
                how=SaidHow.TELEPHONE if story.interviewed_on else SaidHow.CONTRIBUTION,
                said_on=timezone.localdate(story.confirmed_at),
                exchange=story.exchange,
                replaces=replaces,
            )
        except ValidationError:
            continue  # a field of the sheet is narrower than the screen: editors have the answers
        count += made is not None
    return count


def said_by(story) -> str:
    """The function that the author gave; the authority where there is none."""
    function = story.answers.get("contact", {}).get("contact_function", "")
    try:
        return said_by_whom(function)
    except ValidationError:
        return story.authority.label


def _differences(story, known: Known):
    """(field, value, mark of the row that it replaces)."""
    for key, said in story.answers.items():
        is_told = key == "avancement" and said.get("way") in (None, RIGHT.key)
        # What goes on is so as of the day on which this was said; what is over, since it was.
        if is_told and said.get("status", known.sheet.status) not in _OVER:
            yield "status_date", f"{timezone.localdate(story.confirmed_at):%Y-%m}", ""
        if "way" in said:
            yield from _of_way(key, said["way"], known)
            continue
        for name in _FIELDS.get(key, ()):
            value = said.get(name, "")
            # A box that is not ticked takes nothing away: nobody was asked to.
            if value or (name not in _TICKS and typed_of(known.sheet, name)):
                yield name, value, ""
        yield from _rows(key, said, known)


_OVER = (choices.Status.FINISHED, choices.Status.ABANDONED)
_TICKS = frozenset(field.name for field in WILLING_TO)


# « Je ne sais pas », said by who should know, is an answer: (screen, way) -> the boxes that say so.
_NOT_KNOWN = {
    ("cout", "unknown"): ("investment_unknown", "running_unknown"),
    ("moyens", "unknown"): ("means_unknown",),
    ("resultats", "too_early"): ("results_too_early",),
}


def _of_way(key: str, way: str, known: Known):
    for name in _NOT_KNOWN.get((key, way), ()):
        field = FIELDS[name]
        if not any(is_filled(known.sheet, one) for one in (*field.denies, *field.answered_by)):
            yield name, True, ""


def _rows(key: str, said: dict, known: Known):
    if key == "cout":
        yield from _amounts("costs", said, known.costs, "amount", _COSTS)
    elif key == "moyens":
        yield from _amounts("means", said, known.days, "quantity", _MEANS)
    elif key == "difficultes":
        for kind in choices.Difficulty.values:
            row = known.difficulties.get(kind)
            mark = mark_of(row, "difficulties") if row else ""
            if kind in said:
                yield "difficulties", {"type": kind, "text": said[kind]}, mark
            elif row:
                yield "difficulties", {}, mark


_COSTS = {
    "investment": {
        "nature": choices.CostNature.INVESTMENT,
        "label": "Investissement",
        "period": choices.Period.ONCE,
    },
    "running": {
        "nature": choices.CostNature.RUNNING,
        "label": "Fonctionnement",
        "period": choices.Period.YEARLY,
    },
}
_MEANS = {"days": {"skill": "Temps de travail", "unit": choices.MeansUnit.DAYS}}


def _amounts(field: str, said: dict, rows: dict, column: str, new: dict):
    for name, made in new.items():
        row = rows.get(name)
        mark = mark_of(row, field) if row else ""
        if name in said:
            number = said[name].replace(".", ",")
            yield field, {**(typed_of(row, field) if row else made), column: number}, mark
        elif row:
            yield field, {}, mark


def tell_town_hall(story, count: int) -> None:
    """Its generic mailbox learns that somebody speaks for the authority; not where it is the author's own."""
    sheet = story.takes_over
    email = relay_address(sheet.authority)
    if not email or mailbox(email) == mailbox(story.email):
        return
    send_unasked(
        to=email,
        subject=f"La fiche de votre projet est relue : {sheet.title}",
        template="sheet_taken_over",
        context={
            "sheet": sheet,
            "authority": sheet.authority,
            "who": said_by(story),
            "count": count,
            "source": WHENCE,
            "url": absolute(sheet.relative_url(None) or ""),
        },
        side=OWNER,
        exchanges=[story.exchange],
    )
