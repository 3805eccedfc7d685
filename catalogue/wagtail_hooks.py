from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from core.page_listings import PageEntry

from .desk import urls
from .duplicates_views import duplicates
from .models import ProjectIndexPage
from .page_listings import SheetListing
from .viewsets import CatalogueGroup
from .waiting import may_publish_sheets

register_snippet(CatalogueGroup)


@hooks.register("register_admin_viewset")
def register_listing():
    return SheetListing()


@hooks.register("register_admin_urls")
def register_desk():
    return [path("tableurs/", include(urls))]


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


class _DuplicatesItem(MenuItem):
    def is_shown(self, request):
        return may_publish_sheets(request.user)


@hooks.register("register_reports_menu_item")
def duplicates_item():
    return _DuplicatesItem("Doublons possibles", reverse("duplicates"), icon_name="copy", order=903)
