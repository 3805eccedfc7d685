"""The flat list of sheets in the admin."""

from wagtail.admin.ui.tables import Column

from core.page_listings import PageListing

from .models import ProjectIndexPage, ProjectPage


class SheetListing(PageListing):
    name = "fiches"
    model = ProjectPage
    parent = ProjectIndexPage
    icon = "doc-full"
    menu_label = "Fiches projet"
    menu_order = 205
    shown = [
        Column("authority", label="Porteur"),
        Column("get_status_display", label="Avancement", sort_key="status"),
        Column("get_origin_display", label="Origine", sort_key="origin"),
    ]
    related = ["authority"]
    list_filter = ["status", "origin", "main_theme"]
