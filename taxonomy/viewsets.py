from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Theme, Tool


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["__str__", "sort_order", "slug"]
    list_per_page = 100
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("parent"), FieldPanel("sort_order")])]

    def get_queryset(self, request):
        return Theme.objects.in_order().select_related("parent")


class ToolViewSet(SnippetViewSet):
    model = Tool
    icon = "cog"
    list_display = ["name", "website", "slug"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("website")]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = "Vocabulaire"
    menu_icon = "tag"
    menu_order = 220
    items = [ThemeViewSet, ToolViewSet]
