"""Graphs of reuses: no circle comes in, and each project and each edge is drawn once."""

import random
import re

import pytest

from reuses.drawing import draw
from reuses.graph import Graph
from reuses.reading import ShownNode, ShownReuse


def node(key: int) -> ShownNode:
    return ShownNode(key, f"Collectivité {key}", "", "", False)


def reuse(original: int, reuser: int) -> ShownReuse:
    words = {"what": "Un outil", "state": "documentée", "certainty": "documented", "stopped": ""}
    return ShownReuse(
        original=node(original),
        reuser=node(reuser),
        when=str(2000 + reuser),
        details=(),
        figures=(),
        progress="",
        remark="",
        source_title="",
        source_url="",
        **words,
    )


def drawn(edges):
    keys = sorted({key for edge in edges for key in edge})
    return draw({key: node(key) for key in keys}, [reuse(*edge) for edge in edges])


def is_a_circle(edges) -> bool:
    """Slow and plain: whatever has nothing above it goes, until nothing does."""
    left = set(edges)
    while left:
        roots = {a for a, _ in left} - {b for _, b in left}
        kept = {edge for edge in left if edge[0] not in roots}
        if kept == left:
            return True
        left = kept
    return False


@pytest.mark.parametrize("part", range(4))
def test_two_hundred_random_graphs(part):
    """Edges at random, circles among them: those are refused, and no others; what came in is drawn whole."""
    refused = 0
    for seed in range(part * 50, part * 50 + 50):
        chance = random.Random(seed)
        size = chance.randint(2, 30)
        edges: list[tuple[int, int]] = []
        for _ in range(chance.randint(1, 3 * size)):
            edge = chance.randrange(size), chance.randrange(size)
            if edge in edges:
                continue
            closes = Graph.of(edges).closes_a_circle(*edge)
            assert closes == is_a_circle([*edges, edge]), (seed, edges, edge)
            refused += closes
            if not closes:
                edges.append(edge)
        if not edges:
            continue
        drawing = drawn(edges)
        told = [row.node.key for row in drawing.rows]
        assert sorted(told) == sorted({key for edge in edges for key in edge})
        shown = [one for row in drawing.rows for one in (row.reuse, *row.also) if one]
        assert sorted((one.original.key, one.reuser.key) for one in shown) == sorted(edges)
        assert lists_are_whole(drawing)
        # Nobody stands above whom it comes from.
        place = {key: at for at, key in enumerate(told)}
        for row in drawing.rows:
            if row.reuse:
                assert place[row.reuse.original.key] < place[row.node.key]
                assert row.depth == drawing.rows[place[row.reuse.original.key]].depth + 1
    assert refused


def lists_are_whole(drawing) -> bool:
    """Each list and each item that opens is closed, by its own end."""
    markup = "".join(f"{row.before}{row.after}" for row in drawing.rows)
    stack = []
    for end, name in re.findall(r"<(/?)(ul|li)", markup):
        if not end:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def test_data_that_holds_a_circle_all_the_same_is_drawn():
    for edges in (
        [(1, 2), (2, 1)],
        [(1, 2), (2, 3), (3, 1), (0, 1)],
        [(1, 2), (2, 3), (3, 2), (3, 4)],
    ):
        drawing = drawn(edges)
        assert len(drawing.rows) == len({key for edge in edges for key in edge})
        assert lists_are_whole(drawing)


def test_what_inspired_it_too_is_an_edge_and_no_second_tree():
    drawing = drawn([(1, 2), (2, 3), (1, 3), (3, 4)])
    assert [(row.node.key, row.depth) for row in drawing.rows] == [(1, 0), (2, 1), (3, 2), (4, 3)]
    third = drawing.rows[2]
    assert third.reuse.original.key == 2
    assert [one.original.key for one in third.also] == [1]
    assert len(third.arcs) == 1


def test_families_hang_together():
    graph = Graph.of([(1, 2), (3, 2), (4, 5)])
    assert graph.families() == [{1, 2, 3}, {4, 5}]
    assert graph.family(9) == {9}


def test_a_long_chain_and_many_takers_end():
    chain = [(n, n + 1) for n in range(3000)]
    assert len(drawn(chain).rows) == 3001
    assert len(drawn([(0, n) for n in range(1, 3000)]).rows) == 3000
