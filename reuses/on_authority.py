"""What an authority took from others, and what others took from it."""

from django.db.models import Q

from core.words import partial_date
from territories.models import Authority

from . import reading
from .models import Node, Reuse

SHOWN = 12


def reuses_of_authority(authority: Authority) -> list[dict]:
    """[{is_taker, other, said}], the newest first: shown reuses at one end of which it stands. Two statements.

    other: the `reading.ShownNode` at the other end. said: what, when and how sure, in the words of sheets and families.
    """
    is_taker, is_original = (
        Q(**{f"{end}__authority": authority}) | Q(**{f"{end}__sheet__authority": authority})
        for end in ("reuser", "original")
    )
    found = list(
        Reuse.objects.shown()
        .with_state()
        .filter(is_taker | is_original)
        .annotate(is_taker=is_taker)
        .select_related("original__authority", "reuser__authority")
        .order_by("-date", "-pk")[:SHOWN]
    )
    nodes: dict[int, Node] = {}
    for one in found:
        nodes |= {one.original_id: one.original, one.reuser_id: one.reuser}
    shown = reading.shown_reuses(found, reading.shown_nodes(nodes.values()), {})
    return [
        {
            "is_taker": one.is_taker,
            "other": told.original if one.is_taker else told.reuser,
            "said": ", ".join(
                filter(None, (told.what, partial_date(told.when), told.state, told.stopped))
            ),
        }
        for one, told in zip(found, shown, strict=True)
    ]
