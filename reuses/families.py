"""The families that pages show: all edges are read as pairs of keys, one family in full."""

from dataclasses import dataclass

from . import reading
from .drawing import Drawing, draw
from .graph import Graph
from .models import Node, Reuse

LONGEST = 300  # projects of one family on a page


@dataclass(frozen=True, slots=True)
class Family:
    drawing: Drawing
    left_out: int  # projects beyond LONGEST


def shown_graph() -> Graph:
    """Of all that is shown. One statement."""
    return Graph.of(Reuse.objects.shown().values_list("original_id", "reuser_id"))


def family_of(sheet) -> Family | None:
    """All that hangs together with a sheet; None of one that nobody took up and that took up nothing."""
    node = Node.objects.filter(sheet=sheet).first()
    graph = shown_graph()
    if node is None or not (graph.parents.get(node.pk) or graph.children.get(node.pk)):
        return None
    near = graph.family(node.pk)
    (family,) = read([_nearest(graph, node.pk, near)], focus=node.pk)
    return Family(family, max(0, len(near) - LONGEST))


def _nearest(graph: Graph, start: int, family: set[int]) -> set[int]:
    """Step by step from it, as many as fit."""
    if len(family) <= LONGEST:
        return family
    found, edge = {start}, [start]
    while edge:
        edge = sorted(
            {
                other
                for node in edge
                for other in (*graph.parents.get(node, ()), *graph.children.get(node, ()))
            }
            - found
        )[: LONGEST - len(found)]
        found.update(edge)
    return found


def read(families: list[set[int]], *, focus: int | None = None) -> list[Drawing]:
    """Seven statements, whatever their number."""
    keys = set().union(*families)
    reuses = Reuse.objects.shown().with_state().filter(original__in=keys, reuser__in=keys)
    nodes = list(Node.objects.filter(pk__in=keys).select_related("authority"))
    by_key = reading.shown_nodes(nodes)
    shown = reading.shown_reuses(reuses, by_key, reading.costs_of(nodes))
    found = []
    for family in families:
        mine = [one for one in shown if one.reuser.key in family and one.original.key in family]
        found.append(draw({key: by_key[key] for key in sorted(family)}, mine, focus=focus))
    return found
