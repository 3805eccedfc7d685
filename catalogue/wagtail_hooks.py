from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from core.page_listings import PageEntry

from .desk.views import DESK
from .duplicates_views import duplicates
from .from_text_views import from_text, text_onto
from .models import ProjectIndexPage, ProjectPage
from .page_listings import SheetListing
from .viewsets import CatalogueGroup
from .waiting import may_publish_sheets

register_snippet(CatalogueGroup)


@hooks.register("register_admin_viewset")
def register_listing():
    return SheetListing()


@hooks.register("register_admin_urls")
def register_desk():
    return [path("tableurs/", include(DESK.urls))]


@hooks.register("register_admin_menu_item")
def register_spreadsheets():
    return PageEntry(
        "Fiches et tableurs",
        reverse("sheet_imports"),
        icon_name="table",
        order=206,
        name="tableurs",
        parent=ProjectIndexPage,
    )


@hooks.register("register_admin_urls")
def duplicates_url():
    return [path("doublons/", duplicates, name="duplicates")]


@hooks.register("register_admin_urls")
def from_text_urls():
    return [
        path("fiches-depuis-un-texte/", from_text, name="sheet_from_text"),
        path("fiches-depuis-un-texte/<int:page_id>/", text_onto, name="sheet_text_onto"),
    ]


@hooks.register("register_page_header_buttons")
def from_text_button(page, user, view_name, next_url=None):
    if isinstance(page.specific_deferred, ProjectPage) and page.pk and view_name == "edit":
        may = page.permissions_for_user(user)
        if may.can_edit() and not may.page_locked():
            yield Button(
                "Compléter d’après un texte",
                reverse("sheet_text_onto", args=[page.pk]),
                icon_name="clipboard-list",
                priority=60,
            )


class _DuplicatesItem(MenuItem):
    def is_shown(self, request):
        return may_publish_sheets(request.user)


@hooks.register("register_reports_menu_item")
def duplicates_item():
    return _DuplicatesItem("Doublons possibles", reverse("duplicates"), icon_name="copy", order=903)
