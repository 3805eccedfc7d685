from wagtail.admin.ui.tables import Column

from core.page_listings import PageListing

from .models import AgendaPage, EventPage, TourPage, ToursPage


class EventListing(PageListing):
    name = "evenements"
    model = EventPage
    parent = AgendaPage
    icon = "date"
    menu_label = "Événements"
    menu_order = 220
    shown = [
        Column("start", label="Date", sort_key="begins_at"),
        Column("commune", label="Commune"),
        Column("get_kind_display", label="Nature", sort_key="kind"),
        Column("tour", label="Tournée"),
    ]
    related = ["commune", "tour"]
    list_filter = ["kind", "format", "tour", "change"]


class TourListing(PageListing):
    name = "tournees"
    model = TourPage
    parent = ToursPage
    icon = "site"
    menu_label = "Tournées"
    menu_order = 221
