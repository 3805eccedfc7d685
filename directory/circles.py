"""Who works with whom: organisations one below the other, and an arc for each two that share an agreement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from core.templatetags.typography import french_text

# Units of the drawing, which are pixels on a phone.
WIDTH, ROW, AXIS = 320, 28, 72
_LETTER = 6.7  # width of a letter, about
_PASSES = 12  # of the ordering: enough for some hundred organisations


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation, as its row of the drawing."""

    name: str  # cut to the room there is
    url: str
    y: int
    radius: int  # the more partners, the larger


@dataclass(frozen=True, slots=True)
class Drawing:
    members: tuple[Member, ...]
    arcs: tuple[str, ...]  # paths

    @property
    def axis(self) -> int:
        """Where all of them stand, from the left."""
        return AXIS

    @property
    def height(self) -> int:
        return ROW * len(self.members)

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height}"


def draw(agreements: Iterable[Iterable[tuple[str, str]]]) -> Drawing:
    """agreements: the parties of each, as (name, address). One that only one party of it has an address is not drawn."""
    sides = [dict.fromkeys(parties) for parties in agreements]
    sides = [list(parties) for parties in sides if len(parties) > 1]
    beside: dict[tuple[str, str], set] = defaultdict(set)
    for parties in sides:
        for one in parties:
            beside[one].update(other for other in parties if other != one)
    rows = _rows(beside)
    arcs = set()
    for parties in sides:
        places = sorted(rows[one] for one in parties)
        arcs.update(pairwise(places))
    members = [
        Member(_cut(one[0]), one[1], _y(row), min(4 + len(beside[one]), 10))
        for one, row in sorted(rows.items(), key=lambda pair: pair[1])
    ]
    return Drawing(tuple(members), tuple(_arc(*ends) for ends in sorted(arcs)))


def _rows(beside: dict) -> dict[tuple[str, str], int]:
    """A row for each, partners near one another: those that hang together first by how many they are, then each again
    and again where its partners are on average."""
    found: list[list] = []
    left = sorted(beside, key=lambda one: (-len(beside[one]), one))
    while left:
        group, waiting = [], [left[0]]
        while waiting:
            one = waiting.pop(0)
            if one not in group:
                group.append(one)
                waiting += sorted(beside[one], key=lambda other: (-len(beside[other]), other))
        left = [one for one in left if one not in group]
        found.append(_near(group, beside))
    ordered = [one for group in sorted(found, key=len, reverse=True) for one in group]
    return {one: row for row, one in enumerate(ordered)}


def _near(group: list, beside: dict) -> list:
    best, shortest = group, _length(group, beside)
    for _ in range(_PASSES):
        place = {one: row for row, one in enumerate(group)}
        group = sorted(
            group,
            key=lambda one: (
                (place[one] + sum(place[other] for other in beside[one])) / (1 + len(beside[one])),
                one,
            ),
        )
        if (length := _length(group, beside)) < shortest:
            best, shortest = group, length
    return best


def _length(group: list, beside: dict) -> int:
    place = {one: row for row, one in enumerate(group)}
    return sum(abs(place[one] - place[other]) for one in group for other in beside[one])


def _y(row: int) -> int:
    return row * ROW + ROW // 2


def _arc(first: int, last: int) -> str:
    high = (last - first) * ROW / 2
    return f"M{AXIS} {_y(first)}A{min(high, AXIS - 8):g} {high:g} 0 0 0 {AXIS} {_y(last)}"


def _cut(name: str) -> str:
    room = int((WIDTH - AXIS - 18) / _LETTER)
    name = french_text(name)
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"
