"""Views of the list: those that the site has, those that editors save; an address is what they are.

What was merged since an address was kept is read in it as what it became.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from catalogue.models import SavedView
from catalogue.waiting import may_publish_sheets

from .facts import all_facts, all_views

_OF_SAVED = "vue-"
_LONGEST = 2_000  # characters of an address


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as the list offers it. slug: what ?view= names it by; address: GET parameters, "" for all sheets."""

    slug: str
    label: str
    address: str
    is_current: bool
    edit_url: str = ""


# Name of a filter -> value that was merged -> what it became.
Heirs = dict[str, dict[str, str]]


def heirs_named_in(queries: Iterable[QueryDict]) -> Heirs:
    """Of all that these addresses name. A statement for each filter whose values may be merged and that one of them has."""
    found = {}
    for fact in all_facts():
        if fact.heirs:
            named = {value for query in queries for value in query.getlist(fact.name)}
            named = {value for value in named if value and "\x00" not in value}
            if named and (became := fact.heirs(named)):
                found[fact.name] = became
    return found


def led_on(query: QueryDict) -> str:
    """The same address, which names what was merged by what it became; "" where there is nothing of the kind."""
    heirs = heirs_named_in([query])
    if not heirs:
        return ""
    led = query.copy()
    for name, became in heirs.items():
        led.setlist(name, dict.fromkeys(became.get(value, value) for value in led.getlist(name)))
    return led.urlencode()


def address_of(query: QueryDict, heirs: Heirs) -> str:
    """What of an address says which sheets are listed, and how: equal for the same list."""
    names = {fact.name for fact in all_facts() if fact.filter} | {"q", "ordering"}
    kept = [
        (name, value)
        for name in sorted(names)
        for value in sorted({heirs.get(name, {}).get(one, one) for one in query.getlist(name)})
        if value.strip() and "\x00" not in value
    ]
    return urlencode(kept)[:_LONGEST]


def shown_to(user, query: QueryDict) -> list[Shown]:
    """One statement, one more where an address that is saved names what may be merged. edit_url: of those that this
    account may change."""
    views = [(saved, QueryDict(saved.address)) for saved in SavedView.objects.of(user)]
    heirs = heirs_named_in([query, *(kept for _, kept in views)])
    now = address_of(query, heirs)
    publishes = may_publish_sheets(user)
    found = [Shown("", "Toutes", "", now == "")]
    for view in all_views():
        address = address_of(QueryDict(view.address), heirs)
        found.append(Shown(view.slug, view.label, address, now == address))
    for saved, kept in views:
        may_change = publishes or not saved.is_shared
        edit_url = reverse("fiches:saved_view", args=[saved.pk]) if may_change else ""
        address = address_of(kept, heirs)
        slug = f"{_OF_SAVED}{saved.pk}"
        found.append(Shown(slug, saved.name, address, now == address, edit_url))
    return found
