"""Who took what up from whom: a graph without circles, walked in memory. Edges are few (a row each) and small."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Graph:
    """Nodes are any hashable keys; an edge goes from the original to who took it up."""

    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, edges: Iterable[tuple[int, int]]) -> "Graph":
        graph = cls()
        for original, reuser in edges:
            graph.children[original].append(reuser)
            graph.parents[reuser].append(original)
        return graph

    def above(self, node: int) -> set[int]:
        """All that it comes from, near and far."""
        return _reached(node, [self.parents])

    def below(self, node: int) -> set[int]:
        return _reached(node, [self.children])

    def family(self, node: int) -> set[int]:
        """All that hangs together with it, itself too."""
        return _reached(node, [self.parents, self.children]) | {node}

    def families(self) -> list[set[int]]:
        """The largest first."""
        left = {*self.children, *self.parents}
        found = []
        while left:
            family = self.family(next(iter(left)))
            found.append(family)
            left -= family
        return sorted(found, key=lambda family: (-len(family), min(family)))

    def closes_a_circle(self, original: int, reuser: int) -> bool:
        return original == reuser or reuser in self.above(original)

    def depths(self, nodes: Iterable[int]) -> dict[int, int]:
        """How many steps the longest way from a root has, in an order in which each follows its originals. Should
        the data hold a circle all the same, it is entered at its smallest key."""
        nodes = set(nodes)
        waiting = {node: sum(one in nodes for one in self.parents.get(node, ())) for node in nodes}
        depths: dict[int, int] = {}
        ready = sorted((node for node, count in waiting.items() if not count), reverse=True)
        while waiting:
            node = ready.pop() if ready else min(waiting)
            if waiting.pop(node, None) is None:
                continue
            depths.setdefault(node, 0)
            for child in self.children.get(node, ()):
                if child in waiting:
                    depths[child] = max(depths.get(child, 0), depths[node] + 1)
                    waiting[child] -= 1
                    if not waiting[child]:
                        ready.append(child)
        return depths


def _reached(start: int, ways: list[dict[int, list[int]]]) -> set[int]:
    found: set[int] = set()
    stack = [start]
    while stack:
        node = stack.pop()
        for way in ways:
            for other in way.get(node, ()):
                if other not in found:
                    found.add(other)
                    stack.append(other)
    return found
