"""Every list of the admin: a filter that is not understood shows nothing, and says which."""

import pytest
from django.urls import URLPattern, get_resolver
from wagtail.admin.views.generic.base import BaseListingView

from core.templatetags.typography import french
from tests.events.factories import EventFactory
from tests.factories import AuthorityFactory, published

pytestmark = pytest.mark.django_db
_PARTS = ("", "_from", "_min")  # of a filter by dates, by numbers


def lists(patterns=None, above: str = "/") -> list[str]:
    """Addresses of all lists that stand at one address, without what they bring anew."""
    found = []
    for one in patterns or get_resolver().url_patterns:
        path = above + str(one.pattern).removeprefix("^").removesuffix("$")
        if not isinstance(one, URLPattern):
            found += lists(one.url_patterns, path)
            continue
        view = getattr(one.callback, "view_class", None)
        is_whole = not one.callback.view_initkwargs.get("results_only") if view else False
        if is_whole and issubclass(view, BaseListingView) and not set("<(") & set(path):
            found.append(path)
    return found


def test_it_shows_nothing_and_names_the_filter(admin_client):
    published(title="La fiche")
    EventFactory()
    AuthorityFactory()
    emptied, faults = set(), []
    for path in lists():
        before = getattr(admin_client.get(path), "context_data", None) or {}
        if "filters" not in before:
            continue
        sent = {f"{name}{part}": "?" for name in before["filters"].filters for part in _PARTS}
        answer = admin_client.get(path, sent)
        wrong = answer.context_data["filters"].form.errors
        if not wrong:
            continue  # only what one types, or a choice of which anything unknown is « whichever »
        if before["items_count"]:
            emptied.add(path)
        said = answer.content.decode().replace("\u202f", "\xa0")
        labels = [answer.context_data["filters"].filters[name].label for name in wrong]
        unsaid = [label for label in labels if f"«\xa0{french(label)}\xa0»\xa0:" not in said]
        if answer.context_data["items_count"] or unsaid:
            faults.append((path, unsaid))
    assert {
        "/admin/fiches/",
        "/admin/evenements/",
        "/admin/users/",
        "/admin/territoires/",
    } <= emptied
    assert not faults
