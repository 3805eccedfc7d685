"""Views of the list: those that the site has, those that editors save; an address is what they are."""

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


def address_of(query: QueryDict) -> str:
    """What of an address says which sheets are listed, and how: equal for the same list."""
    names = {fact.name for fact in all_facts() if fact.filter} | {"q", "ordering"}
    kept = [
        (name, value)
        for name in sorted(names)
        for value in sorted(query.getlist(name))
        if value.strip() and "\x00" not in value
    ]
    return urlencode(kept)[:_LONGEST]


def shown_to(user, query: QueryDict) -> list[Shown]:
    """One statement. edit_url: of those that this account may change."""
    now = address_of(query)
    publishes = may_publish_sheets(user)
    found = [Shown("", "Toutes", "", now == "")]
    for view in all_views():
        address = address_of(QueryDict(view.address))
        found.append(Shown(view.slug, view.label, address, now == address))
    for saved in SavedView.objects.of(user):
        may_change = publishes or not saved.is_shared
        edit_url = reverse("fiches:saved_view", args=[saved.pk]) if may_change else ""
        found.append(
            Shown(
                f"{_OF_SAVED}{saved.pk}", saved.name, saved.address, now == saved.address, edit_url
            )
        )
    return found
