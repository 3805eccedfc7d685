"""The form of a sheet: what `catalogue.fields` declares, tab by tab."""

import json

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TitleFieldPanel,
)

from core.panels import RowsPanel, Tabs

from .fields import TABS, Field, Section, Tab

INDEX_PANELS = [TitleFieldPanel("title"), FieldPanel("introduction")]


def _tab(tab: Tab) -> list[Panel]:
    panels = [HelpPanel(f"<p>{tab.help}</p>")] if tab.help else []
    return panels + [panel for section in tab.sections for panel in _section(section)]


def _section(section: Section) -> list[Panel]:
    panels = [
        FieldRowPanel([_field(field) for field in line])
        if isinstance(line, tuple)
        else _field(line)
        for line in section.lines
    ]
    if not section.title:
        return panels
    attrs = {}
    if section.kinds:
        # Wagtail's rules controller shows it in the browser; the form blanks it on the server.
        rule = json.dumps({"kind": section.kinds})
        attrs = {"data-w-rules-target": "show", "data-w-rules-show": rule}
    return [MultiFieldPanel(panels, heading=section.title, help_text=section.help, attrs=attrs)]


def _field(field: Field) -> Panel:
    if field.rows:
        heading = field.label[:1].upper() + field.label[1:]
        return RowsPanel(field.name, heading=heading, label=field.rows, help_text=field.help)
    if field.name == "kind":
        # Beside it: what is asked before a change of nature takes something away.
        return MultiFieldPanel(
            [FieldPanel("kind", help_text=field.help), FieldPanel("blank_hidden")]
        )
    kind = TitleFieldPanel if field.name == "title" else FieldPanel
    return kind(field.name, help_text=field.help)


_TABS = [ObjectList(_tab(tab), heading=tab.title) for tab in TABS]
# What is Wagtail's own, around the last one.
_TABS[-1].children = [
    FieldPanel("slug"),
    FieldPanel("search_description"),
    *_TABS[-1].children,
    PublishingPanel(),
    CommentPanel(),
]
SHEET_TABS = Tabs(
    _TABS,
    attrs={
        "data-controller": "w-tabs w-rules",
        "data-action": "popstate@window->w-tabs#select change->w-rules#resolve",
    },
)
