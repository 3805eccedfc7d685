"""A list of the admin shows nothing where one of its filters is not understood.

Wagtail drops all filters then and shows the whole list, of which a bulk action takes what was never meant. What is wrong
with which filter is said above the list: templates/wagtailadmin/shared/listing/filter_partials.html.
"""

from wagtail.admin.views.generic.base import BaseListingView


def connect() -> None:
    """In the one class of all lists: most are Wagtail's own, whose addresses name their class."""
    BaseListingView.filter_queryset = _filtered


def _filtered(view, rows):
    if not view.filters:
        return rows
    return view.filters.filter_queryset(rows) if view.filters.is_valid() else rows.none()
