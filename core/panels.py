"""Panels of the admin's forms of pages, of which Wagtail's would write and weigh more than a large form bears."""

from importlib import import_module
from typing import ClassVar

from django.forms import ModelChoiceField, Select
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin import panels


class Tabs(panels.TabbedInterface):
    """The form's class is made once, where Wagtail makes it for every request. Without the description of every field that
    it writes for scripts: none of its own reads it, nor of ours. And with short ids: what stands in a tab has its number,
    not its name."""

    def get_form_class(self):
        return self._form_class

    @cached_property
    def _form_class(self):
        # Where choosers say which fields they are for: a form made before would list every authority there is, and stay.
        import_module("wagtail.admin.urls")
        return super().get_form_class()

    class BoundPanel(panels.TabbedInterface.BoundPanel):
        @cached_property
        def children(self):
            bound = {"instance": self.instance, "request": self.request, "form": self.form}
            return [
                tab.get_bound_panel(prefix=f"tab{place}", **bound)
                for place, tab in enumerate(self.panel.children)
            ]

        def js_opts(self):
            return super().js_opts() | {"children": []}


class RowsPanel(panels.InlinePanel):
    """Rows without buttons to comment on their fields, which Wagtail draws and leaves dead (`data-contentpath-disabled`);
    the empty row, which the browser copies for a new one, is written once in a process. What five ids of each field begin
    with is the name of the rows, not the way to them through the tabs: a twentieth of the form."""

    class BoundPanel(panels.InlinePanel.BoundPanel):
        def __init__(self, *, prefix, **kwargs):
            super().__init__(prefix=kwargs["panel"].relation_name, **kwargs)
            self.prefix = prefix
            if self.form is None:
                return
            for row in (*self.formset.forms, self.empty_child.form):
                for field in row.fields.values():
                    field.widget.show_add_comment_button = False
            self.empty_child = EmptyRow(self.empty_child)


class EmptyRow:
    """What stands in its template for the bound panel of an empty row."""

    written: ClassVar[dict[tuple, SafeString]] = {}

    def __init__(self, bound: panels.Panel.BoundPanel):
        self.form = bound.form
        self._bound = bound

    def render_form_content(self) -> SafeString:
        key = self._depends_on()
        if key is None:
            return self._bound.render_form_content()
        if key not in self.written:
            self.written[key] = self._bound.render_form_content()
        return self.written[key]

    def _depends_on(self) -> tuple | None:
        """None where that is rows of the database."""
        fields = self.form.fields
        if any(
            isinstance(one, ModelChoiceField) and isinstance(one.widget, Select)
            for one in fields.values()
        ):
            return None
        shown = tuple((name, one.disabled) for name, one in fields.items())
        return self._bound.prefix, self.form.prefix, get_language(), shown, repr(self.form.initial)
