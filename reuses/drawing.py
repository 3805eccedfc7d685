"""A family of reuses as one tree: the rows of a nested list, and the same rows as shapes of an SVG.

Each project stands once, below the one that it comes from by the longest way; what else inspired it is an edge more
(« inspiré aussi de »).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.templatetags.typography import french_text

from .graph import Graph
from .reading import ShownNode, ShownReuse

# Units of the drawing, which are pixels on a phone.
WIDTH, ROW, STEP, LEFT, GUTTER = 360, 28, 20, 10, 22
DEEPEST = 8  # steps to the right: what is further down stands below one another
_LETTER = 6.7  # width of a letter, about


@dataclass(frozen=True, slots=True)
class Row:
    node: ShownNode
    depth: int
    reuse: ShownReuse | None  # what it took from the row above it; None of a root
    also: tuple[ShownReuse, ...]  # what it took from others
    is_focus: bool
    # Of the nested list, what stands around the row: constant markup.
    before: SafeString
    after: SafeString
    x: int
    y: int
    label: str  # cut to the room there is
    line: str  # path of the edge, "" of a root
    arcs: tuple[tuple[str, str], ...]  # (path, certainty) of the others


@dataclass(frozen=True, slots=True)
class Drawing:
    rows: tuple[Row, ...]
    width: int
    height: int
    also: bool  # whether there are such edges
    roots: int

    @property
    def first(self) -> str:
        """Who is at the root, or at the first of several."""
        return self.rows[0].node.name

    @property
    def subject(self) -> str:
        """What was taken up first."""
        return next((row.reuse.what for row in self.rows if row.reuse), "")

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def draw(
    nodes: dict[int, ShownNode], reuses: Iterable[ShownReuse], *, focus: int | None = None
) -> Drawing:
    """nodes: of one family. Linear in nodes and edges; ends on any graph."""
    into: dict[int, list[ShownReuse]] = defaultdict(list)
    for one in reuses:
        into[one.reuser.key].append(one)
    edges = [(one.original.key, key) for key, ones in into.items() for one in ones]
    depths = Graph.of(edges).depths(nodes)
    main: dict[int, ShownReuse] = {}
    below: dict[int | None, list[int]] = defaultdict(list)
    for key in nodes:
        # Never one that is as deep: on a circle that would turn for ever.
        higher = [one for one in into[key] if depths[one.original.key] < depths[key]]
        if higher:
            main[key] = max(higher, key=lambda one: (depths[one.original.key], one.original.key))
        below[main[key].original.key if higher else None].append(key)

    def order(key: int) -> tuple:
        reuse = main.get(key)
        return (reuse is not None and not reuse.when, reuse.when if reuse else "", nodes[key].name)

    for ones in below.values():
        ones.sort(key=order)
    sequence = _sequence(below)
    has_also = len(edges) > len(main)
    left = LEFT + (GUTTER if has_also else 0)
    spots = {
        key: (left + STEP * min(depth, DEEPEST), ROW * at + ROW // 2)
        for at, (key, depth, _, _) in enumerate(sequence)
    }
    rows = []
    for key, depth, opens, closes in sequence:
        x, y = spots[key]
        reuse = main.get(key)
        also = tuple(one for one in into[key] if one is not reuse)
        rows.append(
            Row(
                node=nodes[key],
                depth=depth,
                reuse=reuse,
                also=also,
                is_focus=key == focus,
                before=SafeString(_begins(opens, key == focus)),
                after=SafeString(_ends(closes, depth)),
                x=x,
                y=y,
                label=_cut(_label(nodes[key], reuse), x),
                line=_line(spots[reuse.original.key], (x, y)) if reuse else "",
                arcs=tuple((_arc(spots[one.original.key], (x, y)), one.certainty) for one in also),
            )
        )
    return Drawing(
        rows=tuple(rows),
        width=WIDTH,
        height=ROW * len(rows),
        also=has_also,
        roots=len(below[None]),
    )


def _sequence(below: dict[int | None, list[int]]) -> list[tuple[int, int, bool, int]]:
    """In reading order: (node, depth, whether a list opens before it, how many close after it; -1 before its own)."""
    found = []
    # (node, depth, first of its list, lists that end with it)
    stack = _pushed(below[None], 0, 0)
    while stack:
        key, depth, first, ends = stack.pop()
        children = below.get(key, ())
        found.append((key, depth, first, -1 if children else ends))
        stack += _pushed(children, depth + 1, ends)
    return found


def _pushed(keys, depth: int, ends: int) -> list[tuple[int, int, bool, int]]:
    """For a stack: the last first. The last one ends its own list and all that end with its parent."""
    last = len(keys) - 1
    return [(key, depth, at == 0, ends + 1 if at == last else 0) for at, key in enumerate(keys)][
        ::-1
    ]


def _begins(opens: bool, is_focus: bool) -> str:
    item = '<li class="family__focus">' if is_focus else "<li>"
    return f'<ul class="family__list">{item}' if opens else item


def _ends(closes: int, depth: int) -> str:
    if closes < 0:
        return ""
    if closes > depth:  # the outermost stands in no other
        return "</li>" + "</ul></li>" * (closes - 1) + "</ul>"
    return "</li>" + "</ul></li>" * closes


def _label(node: ShownNode, reuse: ShownReuse | None) -> str:
    name = french_text(node.name)
    return f"{name}, {reuse.when[:4]}" if reuse and reuse.when else name


def _cut(text: str, x: int) -> str:
    room = int((WIDTH - x - 14) / _LETTER)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = start, end
    if to_x == x:  # deeper than the drawing goes
        return f"M{x} {y}V{to_y}"
    return f"M{x} {y}V{to_y - 8}Q{x} {to_y} {x + 8} {to_y}H{to_x}"


def _arc(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = start, end
    far = LEFT - 6
    return f"M{x} {y}C{far} {y} {far} {to_y} {to_x} {to_y}"
