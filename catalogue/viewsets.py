"""What reaches sheets from outside their form, in the admin: confirmations."""

from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import OwnerConfirmation


class OwnerConfirmationViewSet(SnippetViewSet):
    model = OwnerConfirmation
    icon = "check"
    list_display = ["sheet", "confirmed_on", "confirmed_by"]


class CatalogueGroup(SnippetViewSetGroup):
    menu_label = "Suivi des fiches"
    menu_icon = "list-ul"
    menu_order = 210
    items = [OwnerConfirmationViewSet]
