"""What reaches sheets from outside their form, in the admin: reuses and confirmations."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import OwnerConfirmation, Reuse


class ReuseViewSet(SnippetViewSet):
    model = Reuse
    icon = "duplicate"
    list_display = [
        "original_label",
        "reuser_label",
        "date",
        Column("get_state_display", label="État"),
    ]
    list_filter = ["state"]
    search_fields = ["original_name", "reuser_name", "original__title", "reuser__title"]


class OwnerConfirmationViewSet(SnippetViewSet):
    model = OwnerConfirmation
    icon = "check"
    list_display = ["sheet", "confirmed_on", "next_check_on", "confirmed_by"]


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = "Suivi des fiches"
    menu_icon = "list-ul"
    menu_order = 210
    items = [ReuseViewSet, OwnerConfirmationViewSet]
