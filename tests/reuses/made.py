"""Small real reuses."""

from reuses.models import Node, Reuse
from reuses.states import By


def node(who) -> Node:
    """Of a sheet, or of a name alone."""
    if isinstance(who, Node):
        return who
    if isinstance(who, str):
        return Node.objects.create(name=who)
    return Node.of_sheet(who)


def documented(original, reuser, **fields) -> Reuse:
    """Told by a source. Ends: a sheet, a node or a name."""
    made = Reuse.objects.create(
        original=node(original),
        reuser=node(reuser),
        **{"source_title": "Le journal", "source_url": "https://exemple.fr/a", **fields},
    )
    made.document(By.EDITOR)
    return made
