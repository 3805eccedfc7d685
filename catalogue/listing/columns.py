"""The columns of the list of sheets. Wagtail fills a template for each cell: of six hundred, that is most of the time."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn

from .facts import Fact, all_facts

MODIFIED = "latest_revision_created_at"
NUMBER = "N°"


class _Checkbox(BulkActionsColumn):
    def render_cell_html(self, sheet, parent_context):
        return format_html(
            '<td class="bulk-action-checkbox-cell"><input type="checkbox" data-page-status="{}" data-object-id="{}" '
            'data-bulk-action-checkbox class="bulk-action-checkbox" aria-label="Sélectionner" '
            'aria-describedby="{}"></td>',
            "live" if sheet.live else "draft",
            sheet.pk,
            self.get_aria_describedby(sheet),
        )


class _Title(PageTitleColumn):
    """Leads to the form, for who may edit; below, what readers have and what they do not have yet."""

    def render_cell_html(self, sheet, parent_context):
        title = format_html(
            '<span id="page_{}_title">{}</span>', sheet.pk, sheet.get_admin_display_title()
        )
        if sheet.permissions_for_user(parent_context["request"].user).can_edit():
            edit_url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
            title = format_html('<a href="{}">{}</a>', edit_url, title)
        links = []
        if sheet.live:
            links.append((sheet.permalink, "En ligne"))
        if not sheet.live or sheet.has_unpublished_changes:
            links.append((reverse("wagtailadmin_pages:view_draft", args=[sheet.pk]), "Brouillon"))
        described = f"page_{sheet.pk}_title"
        return format_html(
            '<td class="title" data-listing-page-title><div class="title-wrapper">{}</div>'
            '<div class="sheet-links">{}{}{}</div></td>',
            title,
            format_html_join(
                " · ",
                '<a href="{}" aria-describedby="{}">{}</a>',
                ((address, described, label) for address, label in links),
            ),
            " · Privée" if sheet.is_private else "",
            " · Verrouillée" if sheet.locked else "",
        )


class _Fact(Column):
    def __init__(self, fact: Fact):
        super().__init__(fact.name, label=fact.label, sort_key=fact.value and fact.name)
        self.fact = fact

    def render_cell_html(self, sheet, parent_context):
        return format_html(
            '<td class="fact-{}">{}</td>', self.fact.name, self.fact.on_screen(sheet)
        )


class _Modified(Column):
    def render_cell_html(self, sheet, parent_context):
        at = sheet.latest_revision_created_at
        told = f"{timezone.localtime(at):%d/%m/%Y}" if at else ""
        return format_html('<td class="fact-modified">{}</td>', told)


def columns() -> list[Column]:
    shown = [_Fact(fact) for fact in all_facts() if fact.cell]
    return [
        _Checkbox("bulk_actions"),
        *(column for column in shown if column.label == NUMBER),
        _Title("title", label="Fiche", sort_key="title", classname="title"),
        *(column for column in shown if column.label != NUMBER),
        _Modified(MODIFIED, label="Modifiée", sort_key=MODIFIED),
    ]
