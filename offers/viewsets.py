"""Services in the admin."""

from django.db.models import Count
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from core.reference_data.forms import StandingForm

from .models import Offer


class OfferViewSet(SnippetViewSet):
    model = Offer
    icon = "tick-inverse"
    menu_label = "Services ouverts"
    menu_order = 231
    add_to_admin_menu = True
    list_display = [
        "name",
        "provider",
        Column("get_kind_display", label="Modalité", sort_key="kind"),
        Column("perimeter_count", label="Lignes de périmètre", sort_key="perimeter_count"),
        Column("sheet_count", label="Fiches", sort_key="sheet_count"),
        "checked_on",
    ]
    list_filter = ["kind", "access", "state"]
    search_fields = ["name", "provider__name", "provider__acronym", "summary"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("provider"), FieldPanel("provider_label")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("state"), FieldPanel("closes_on")]),
            FieldPanel("summary"),
            FieldPanel("themes"),
            MultiFieldPanel(
                [
                    FieldPanel("for_whom"),
                    FieldPanel("access"),
                    FieldPanel("types"),
                    FieldRowPanel([FieldPanel("population_max"), FieldPanel("condition")]),
                    FieldPanel("how_to_join"),
                    FieldPanel("members_stated"),
                ],
                heading="Pour qui",
            ),
            InlinePanel(
                "perimeters",
                min_num=1,
                heading="Périmètre",
                label="ligne",
                help_text="Une ligne par territoire. Sans liste : « Des membres dont nous n’avons pas la liste ».",
                panels=[
                    FieldPanel("path"),
                    FieldPanel("authority"),
                    FieldRowPanel([FieldPanel("departement"), FieldPanel("region")]),
                    FieldPanel("excluded"),
                    FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
                    FieldPanel("source_url"),
                ],
            ),
            InlinePanel(
                "prices",
                heading="Prix",
                label="tarif",
                panels=[
                    FieldRowPanel([FieldPanel("basis"), FieldPanel("amount")]),
                    FieldRowPanel([FieldPanel("period"), FieldPanel("tax"), FieldPanel("year")]),
                    FieldRowPanel([FieldPanel("population_min"), FieldPanel("population_max")]),
                    FieldRowPanel([FieldPanel("floor"), FieldPanel("cap")]),
                    FieldPanel("rule"),
                    FieldPanel("source_url"),
                ],
            ),
            FieldPanel("url"),
            InlinePanel(
                "sheets",
                heading="Fiches qui en parlent",
                label="fiche",
                panels=[FieldPanel("sheet")],
            ),
            InlinePanel(
                "sources",
                heading="Sources",
                label="source",
                panels=[
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("url"), FieldPanel("date")]),
                ],
            ),
            FieldPanel("note"),
            FieldPanel("checked_on"),
        ],
        base_form_class=StandingForm,
    )

    def get_queryset(self, request):
        return Offer.objects.select_related("provider").annotate(
            perimeter_count=Count("perimeters", distinct=True),
            sheet_count=Count("sheets", distinct=True),
        )
