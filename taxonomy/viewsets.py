from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.reference_data.viewsets import ReferenceSnippetViewSet

from .models import Theme, Tool


class ToolCreationForm(NearTwinForm):
    website = forms.URLField(label="site", required=False, assume_scheme="https")

    class Meta:
        model = Tool
        fields = ["name", "website"]


class ToolChooserViewSet(NamedChooserViewSet):
    creation_form_class = ToolCreationForm
    creation_tab_label = "Ajouter un outil"


class ThemeViewSet(ReferenceSnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["__str__", "sort_order", "slug"]
    list_per_page = 100
    search_fields = ["name"]
    chooser_viewset_class = NamedChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("parent"), FieldPanel("axis"), FieldPanel("sort_order")]),
            FieldPanel("introduction"),
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return Theme.objects.in_order().select_related("parent", "successor__parent")


class ToolViewSet(ReferenceSnippetViewSet):
    model = Tool
    icon = "cog"
    list_display = ["name", "website", "slug"]
    search_fields = ["name"]
    chooser_viewset_class = ToolChooserViewSet
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("is_another"), FieldPanel("website")],
        base_form_class=NearTwinForm,
    )


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = "Vocabulaire"
    menu_icon = "tag"
    menu_order = 220
    items = [ThemeViewSet, ToolViewSet]
