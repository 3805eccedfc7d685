"""Funding programmes in the admin: reference data, with true counts of use."""

from django import forms
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)

from core.named_choosers import NamedChooserViewSet, NearTwinForm
from core.reference_data.viewsets import ReferenceSnippetViewSet
from core.sources import sources_panel

from .models import FundingProgramme


class FundingCreationForm(NearTwinForm):
    class Meta:
        model = FundingProgramme
        fields = ["name", "funder", "acronym"]


class FundingChooserViewSet(NamedChooserViewSet):
    creation_form_class = FundingCreationForm
    creation_tab_label = "Ajouter une aide"


class FundingViewSet(ReferenceSnippetViewSet):
    model = FundingProgramme
    icon = "form"
    menu_label = "Aides"
    menu_order = 232
    add_to_admin_menu = True
    list_display = ["name", "funder", "status", "status_date"]
    search_fields = ["name", "acronym", "former_name", "funder", "what"]
    chooser_viewset_class = FundingChooserViewSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("is_another"),
            FieldRowPanel([FieldPanel("acronym"), FieldPanel("former_name")]),
            FieldRowPanel([FieldPanel("funder"), FieldPanel("organisation")]),
            FieldPanel("what"),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "eligible",
                        help_text="Aucun : non connu. L’aide n’est alors montrée sur la page d’aucune collectivité.",
                    ),
                    FieldPanel("departements", widget=forms.SelectMultiple),
                    FieldPanel("regions", widget=forms.SelectMultiple),
                ],
                heading="Pour qui",
            ),
            FieldPanel("themes"),
            FieldRowPanel([FieldPanel("rate"), FieldPanel("budget")]),
            FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("period")]),
            FieldRowPanel(
                [FieldPanel("status"), FieldPanel("status_date"), FieldPanel("is_closed")]
            ),
            InlinePanel(
                "amounts",
                heading="Montants",
                label="montant",
                panels=[
                    FieldPanel("label"),
                    FieldRowPanel([FieldPanel("amount"), FieldPanel("unit"), FieldPanel("year")]),
                ],
            ),
            FieldPanel("url"),
            sources_panel(),
            FieldPanel("note"),
        ],
        base_form_class=NearTwinForm,
    )

    def get_queryset(self, request):
        return FundingProgramme.objects.select_related("organisation")
