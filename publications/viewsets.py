"""What became of recommendations, in the admin: a slip that was published and mended is taken out of their pages here."""

from wagtail.snippets.views.snippets import SnippetViewSet

from .models import StandingNote


class StandingNoteViewSet(SnippetViewSet):
    model = StandingNote
    icon = "history"
    menu_label = "Suites données"
    menu_order = 209
    add_to_admin_menu = True
    list_display = ["page", "code", "get_standing_display", "date", "noted_at", "told_at"]
    list_filter = ["standing"]
    search_fields = ["page__title", "code", "told"]
    copy_view_enabled = False

    def get_queryset(self, request):
        return StandingNote.objects.select_related("page")

    def register_chooser_viewset(self):
        """None: nothing refers to these rows."""
