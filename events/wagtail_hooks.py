from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from core.page_listings import PageEntry
from core.tables.desk import Desk

from .desk import urls
from .desk.views import may_use_desk
from .desk.writing import renew_sessions
from .models import AgendaPage, EventPage, Interest, ProjectCall, Proposal
from .ownership_of_rows import OwnRowsPolicy, OwnVisitorsPolicy
from .page_listings import EventListing, TourListing
from .spreadsheet.contents import DATES_TABLE, TOURS_TABLE
from .visitor_viewsets import VisitorsGroup

DATES_DESK, TOURS_DESK = Desk(DATES_TABLE), Desk(TOURS_TABLE)

register_permission_policy(Proposal, OwnVisitorsPolicy(Proposal, "call__event"))
register_permission_policy(Interest, OwnVisitorsPolicy(Interest, "event"))
register_permission_policy(ProjectCall, OwnRowsPolicy(ProjectCall, "event"))
register_snippet(VisitorsGroup)


@hooks.register("register_admin_viewset")
def register_listings():
    return [EventListing(), TourListing()]


@hooks.register("register_admin_urls")
def register_desk():
    return [path("animation/", include(urls, namespace="events_desk"))]


@hooks.register("register_admin_urls")
def register_spreadsheets():
    return [
        path("tableurs-agenda/dates/", include(DATES_DESK.urls)),
        path("tableurs-agenda/tournees/", include(TOURS_DESK.urls)),
    ]


@hooks.register("register_admin_menu_item")
def register_spreadsheets_item():
    return PageEntry(
        "Dates et tableurs",
        reverse("date_imports"),
        icon_name="table",
        order=207,
        name="tableurs-agenda",
        parent=AgendaPage,
    )


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return may_use_desk(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return DeskMenuItem(
        "Animation",
        reverse("events_desk:desk"),
        icon_name="calendar-alt",
        order=150,
        name="animation",
    )


def _buttons(page, user):
    if not isinstance(page, EventPage) or not page.permissions_for_user(user).can_edit():
        return
    for label, view, icon in (
        ("Dupliquer cette date", "copy", "duplicate"),
        ("Publier le compte rendu", "report", "doc-full"),
        ("Dates et témoins alentour", "neighbours", "site"),
    ):
        yield Button(
            label, reverse(f"events_desk:{view}", args=[page.pk]), icon_name=icon, priority=60
        )


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name, next_url=None):
    yield from _buttons(page.specific if page.pk else page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page, user, next_url=None):
    yield from _buttons(page, user)


@hooks.register("after_copy_page")
def sessions_of_a_copy(request, page, new_page):
    if isinstance(new_page.specific, EventPage):
        renew_sessions(new_page.specific, user=request.user)
