"""The list of all sheets. Of the whole list only keys are read, sorted and filtered by the database; what its rows show
is read of the fifty on the page."""

from collections.abc import Callable
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, QuerySet
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import Button

from catalogue.desk.views import exported, may_import
from catalogue.models import ProjectIndexPage, ProjectPage
from core.mail.rendering import absolute
from core.page_listings import ListingView, may_write_under
from core.spreadsheets import SafeExport
from core.visibility import IsUnrestricted

from .columns import NUMBER
from .facts import MINE, Fact, all_facts
from .searching import found_by
from .views import address_of, led_on, shown_to

# ?export=: all that whole sheets say, in the columns that an import reads.
_WHOLE = {"fiches": "xlsx", "fiches-csv": "csv"}
_AT_ONCE = 500  # sheets that are in memory while a file is written
_TEXTS = [
    field.name
    for field in ProjectPage._meta.local_fields
    if isinstance(field, models.TextField | models.JSONField)
]


class SheetFilters(WagtailFilterSet):
    """With a filter for each fact that has one, under its name."""

    class Meta:
        model = ProjectPage
        fields: ClassVar[list] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in self.filters.values():
            # Django would ask the database anew each time that it looks at them.
            if callable(choices := one.extra.get("choices")):
                one.extra["choices"] = choices()

    def of_owner(self, sheets: QuerySet, _, values):
        mine = [self.request.user.pk] if MINE in values else []
        return sheets.filter(owner__in=[*mine, *(value for value in values if value != MINE)])


def filters() -> type[SheetFilters]:
    return type(
        "AllSheetFilters",
        (SheetFilters,),
        {fact.name: fact.filter for fact in all_facts() if fact.filter},
    )


class SheetIndex(SafeExport, ListingView):
    template_name = "catalogue/listing/index.html"
    results_template_name = "catalogue/listing/results.html"
    is_searchable = True

    def get(self, request, *args, **kwargs):
        """?view= alone leads to the view of that name; an address that names what was merged, to what it became."""
        if slug := request.GET.get("view"):
            views = shown_to(request.user, request.GET)
            address = next((view.address for view in views if view.slug == slug), "")
            return redirect(f"{self.index_url}?{address}")
        if address := led_on(request.GET):
            return redirect(f"{request.path}?{address}")
        if request.GET.get("export") in _WHOLE:
            if not may_import(request.user):
                raise PermissionDenied
            return exported(request.user, self.get_queryset(), _WHOLE[request.GET["export"]])
        if self.is_export:
            return self.as_spreadsheet(self._exported(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in all_facts()}

    def annotate_queryset(self, pages):
        """Nothing yet: see `_told`."""
        return pages

    def get_ordering(self):
        asked = self.request.GET.get("ordering", self.default_ordering)
        return asked if asked in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset):
        """What has no value comes last, either way."""
        name = self.ordering.removeprefix("-")
        by = F("folded_title") if name == "title" else F(name)
        if fact := self.facts.get(name):
            queryset = queryset.alias(**{fact.column: fact.value()})
            by = F(fact.column)
        ordered = by.desc(nulls_last=True) if self.ordering[0] == "-" else by.asc(nulls_last=True)
        return queryset.order_by(ordered, "-pk")

    def search_queryset(self, queryset):
        return queryset.filter(found_by(self.search_query)) if self.is_searching else queryset

    def paginate_queryset(self, queryset, page_size):
        keys = queryset.values_list("pk", flat=True)
        paginator, page, _, has_others = super().paginate_queryset(keys, page_size)
        page.object_list = self._told(list(page.object_list))
        return paginator, page, page.object_list, has_others

    def _told(self, keys: list[int]) -> list:
        """The sheets of these keys, in their order, with all that the list says of them."""
        sheets = self._with_values(self.model.objects.filter(pk__in=keys))
        # What Wagtail's own cells and buttons would ask of each.
        sheets = sheets.prefetch_workflow_states().annotate_site_root_state()
        sheets = sheets.annotate_approved_schedule()
        sheets = sheets.annotate(is_private=~IsUnrestricted())
        found = {sheet.pk: sheet for sheet in sheets}
        return [found[key] for key in keys if key in found]

    def _with_values(self, sheets: QuerySet) -> QuerySet:
        """Without its texts, of which no cell is made."""
        values = {fact.column: fact.value() for fact in self.facts.values() if fact.value}
        related = sheets.select_related("content_type", "authority", "main_theme", "owner")
        return related.annotate(**values).defer(*_TEXTS)

    def get_context_data(self, **kwargs):
        views = shown_to(self.request.user, self.request.GET)
        address = address_of(self.request.GET, {})
        is_new = not any(view.is_current for view in views)
        return super().get_context_data(**kwargs) | {
            "views": views,
            "save_url": f"{reverse('fiches:new_view')}?{address}" if is_new else "",
        }

    # --- The file -----------------------------------------------------------------------------

    def _exported(self):
        """All sheets of the list, read while the file is written: one statement."""
        return self._with_values(self.get_queryset()).iterator(_AT_ONCE)

    @cached_property
    def in_file(self) -> dict[str, Callable]:
        """Heading -> what it says of a sheet."""
        return {
            NUMBER: lambda sheet: sheet.number,
            "Fiche": lambda sheet: sheet.get_admin_display_title(),
            **{
                fact.filter.label if fact.filter else fact.label: fact.in_file
                for fact in self.facts.values()
                if fact.is_exported and fact.label != NUMBER
            },
            "Modifiée": lambda sheet: sheet.latest_revision_created_at,
            "Adresse permanente": lambda sheet: absolute(sheet.permalink),
        }

    @property
    def list_export(self):
        return list(self.in_file)

    @cached_property
    def header_more_buttons(self):
        """Wagtail's two say the list; what the import reads comes after."""
        labels = {"fiches": "Fiches entières, XLSX", "fiches-csv": "Fiches entières, CSV"}
        whole = [
            Button(label, url=self.get_export_url(name), icon_name="download", priority=110)
            for name, label in labels.items()
            if may_write_under(self.request.user, ProjectIndexPage)
        ]
        return [*super().header_more_buttons, *whole]

    def to_row_dict(self, item):
        return {heading: of(item) for heading, of in self.in_file.items()}

    def get_heading(self, queryset, field):
        return field

    def get_filename(self):
        return f"fiches-{timezone.localdate():%Y-%m-%d}"
