"""What a sheet shows of reuses: who took it up, from whom it took, and where one says so."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from catalogue import costs
from catalogue.presentation.rows import may_have
from core.mail.rendering import absolute
from core.structured_data import graph
from core.templatetags.typography import french_text

from . import reading
from .models import Node, Reuse
from .reading import ShownReuse

MOST = 200  # read
SHOWN = 6  # each way; the page of the family has all


@dataclass(frozen=True, slots=True)
class SheetReuses:
    taken_up: tuple[ShownReuse, ...]
    taken_from: tuple[ShownReuse, ...]
    more: int  # not shown here
    json_ld: SafeString | str  # the same for machines; "" without any

    def __bool__(self):
        return bool(self.taken_up or self.taken_from)


def reuses_of(sheet) -> SheetReuses:
    """At most six statements, whatever their number; none where the page knows that there is none."""
    if not may_have(sheet, "reuse_node"):
        return SheetReuses((), (), 0, "")
    nodes_of_sheet = list(
        Node.objects.filter(sheet=sheet.pk).order_by().values_list("pk", flat=True)
    )
    if not nodes_of_sheet:
        return SheetReuses((), (), 0, "")
    found = list(
        Reuse.objects.shown()
        .with_state()
        .filter(Q(original__in=nodes_of_sheet) | Q(reuser__in=nodes_of_sheet))
        .select_related("original__authority", "reuser__authority")
        .order_by("date", "pk")[:MOST]
    )
    if not found:
        return SheetReuses((), (), 0, "")
    up = [one for one in found if one.original.sheet_id == sheet.pk]
    down = [one for one in found if one.original.sheet_id != sheet.pk]
    few = [*up[:SHOWN], *down[:SHOWN]]
    nodes: dict[int, Node] = {}
    for one in few:
        nodes |= {one.original_id: one.original, one.reuser_id: one.reuser}
    label, amount = costs.headline(list(sheet.costs.all()), sheet.costs_text)
    own = {one.original_id: french_text(amount) for one in up if amount and label == "Coût"}
    shown = reading.shown_reuses(few, reading.shown_nodes(nodes.values()), own)
    count = min(len(up), SHOWN)
    return SheetReuses(
        taken_up=tuple(shown[:count]),
        taken_from=tuple(shown[count:]),
        more=len(found) - len(few),
        json_ld=graph(*(_thing(one) for one in shown)),
    )


def _thing(reuse: ShownReuse) -> dict:
    """A reuse as schema.org has it: a work based on another, with how sure it is."""
    thing = {
        "@type": "CreativeWork",
        "name": reuse.what,
        "creator": {"@type": "Organization", "name": reuse.reuser.name},
        "dateCreated": reuse.when,
        "url": reuse.reuser.url and absolute(reuse.reuser.url),
        "creativeWorkStatus": " ; ".join(filter(None, (reuse.state, reuse.stopped))),
        "citation": reuse.source_url,
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": reuse.original.title or reuse.original.name,
            "url": reuse.original.url and absolute(reuse.original.url),
            "creator": {"@type": "Organization", "name": reuse.original.name},
        },
    }
    thing["isBasedOn"] = {name: value for name, value in thing["isBasedOn"].items() if value}
    return {name: value for name, value in thing.items() if value}
