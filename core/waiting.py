"""What waits for somebody who works on the site: the first panel of the admin's home, « À faire ».

Each app says its own lines (`waiting` of its AppConfig) of what that person may act on. A line is a count and the list
that it counts: no line reads more than its count and a few rows, however much waits.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from wagtail.admin.ui.components import Component

from .declarations import project_apps

SHOWN = 3  # of the rows of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """first: (label, address) of at most SHOWN of them, the most urgent first."""

    label: str
    count: int
    url: str
    order: int
    first: tuple[tuple[str, str], ...] = ()


def waiting_for(user) -> list[Waiting]:
    """Those of which there are none too: somebody looked."""
    found: list[Waiting] = []
    for app in project_apps():
        for path in app.waiting:
            lines: Iterable[Waiting] = import_string(path)(user)
            found += lines
    return sorted(found, key=lambda line: (line.order, line.label))


def of_lists(
    url: str, lines: Iterable[tuple[str, str, int]], listed: Callable[[str], QuerySet]
) -> list[Waiting]:
    """Lines of a list that is shown by state (`?etat=`): (state, label, order) of each; listed: (state) -> its rows."""
    return [
        Waiting(label=label, count=listed(wanted).count(), url=f"{url}?etat={wanted}", order=order)
        for wanted, label, order in lines
    ]


class WaitingPanel(Component):
    name = "waiting"
    template_name = "core/waiting.html"
    order = 50  # above Wagtail's own

    def get_context_data(self, parent_context):
        lines = waiting_for(parent_context["request"].user)
        return {
            "lines": [line for line in lines if line.count],
            "nothing": [line for line in lines if not line.count],
        }
