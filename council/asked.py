"""What an address of these pages asks for: sheets that are public now, in its order, and a territory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse

from catalogue.models import ProjectPage
from core.retained import MOST, Retained, query, retained
from core.visibility import visible
from territories.choice import Chosen, chosen_or_candidates, codes_of
from territories.lookup import Answer
from territories.models import Authority

LONGEST_NAME = 100
_JOINED = ("authority", "main_theme__parent")


@dataclass(frozen=True, slots=True)
class Asked:
    retained: Retained
    sheets: list[ProjectPage] = field(default_factory=list)
    # Of which nothing is told: no such sheet, a draft, a private one.
    missing: tuple[int, ...] = ()
    chosen: Chosen | None = None
    unknown_territory: str = ""  # as it was typed
    meant: list[Answer] = field(default_factory=list)  # whom it may mean

    @property
    def mine(self) -> Authority | None:
        return self.chosen.authority if self.chosen else None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of what is retained and public, those that the page has no room for too."""
        return tuple(number for number in self.retained.numbers if number not in self.missing)

    @property
    def territory(self) -> str:
        return self.chosen.authority.code if self.chosen else ""

    def url(self, name: str, numbers: Iterable[int] | None = None) -> str:
        """The page of that name with these numbers, or all that are public, and the territory."""
        return address(name, self.numbers if numbers is None else numbers, self.territory)

    def candidates(self, name: str) -> list[dict]:
        """Whom the territory that was typed may mean, on the page of that name: [{label, url}]."""
        return [
            {
                "label": one.authority.label,
                "url": address(name, self.retained.numbers, code),
            }
            for one, code in zip(self.meant, codes_of(self.meant), strict=True)
        ]


def address(name: str, numbers: Iterable[int], territory: str) -> str:
    return f"{reverse(name)}{query(pairs=[('territoire', territory)], numbers=numbers)}"


def asked(params: QueryDict, *rows: str, most: int = MOST) -> Asked:
    """rows: relations of a sheet that the page reads; most: sheets that it shows."""
    kept, territory = retained(params), territory_of(params)
    sheets = {}
    if kept.numbers:
        public = visible(ProjectPage.objects).filter(number__in=kept.numbers)
        loaded = public.select_related(*_JOINED).prefetch_related(*rows)
        sheets = {sheet.number: sheet for sheet in loaded}
    chosen, meant = chosen_or_candidates(territory)
    return Asked(
        retained=kept,
        sheets=[sheets[number] for number in kept.numbers if number in sheets][:most],
        missing=tuple(number for number in kept.numbers if number not in sheets),
        chosen=chosen,
        unknown_territory="" if chosen else territory,
        meant=meant,
    )


def is_typed(params: QueryDict, shown: Asked) -> bool:
    """Whether the territory is named as one types it: one territory, one address."""
    chosen = shown.chosen
    if chosen is None:
        return False
    known = {one.code for one in (chosen.authority, chosen.former, chosen.other) if one}
    return params.get("territoire") not in known


def territory_of(params: QueryDict) -> str:
    text = params.get("territoire", "")[: 4 * LONGEST_NAME]
    cleaned = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(cleaned.split())[:LONGEST_NAME]
