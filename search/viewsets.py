from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "redirect"
    menu_label = "Synonymes"
    menu_order = 225
    add_to_admin_menu = True
    list_display = ["wordings", "difficulty"]
    list_filter = ["difficulty"]
    search_fields = ["wordings"]
    panels = [FieldPanel("wordings"), FieldPanel("difficulty")]
