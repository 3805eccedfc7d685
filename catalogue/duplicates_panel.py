"""Above the form of a sheet: others that may be of the same project."""

from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail.admin.panels import Panel


class DuplicatesPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/duplicates_panel.html"

        @cached_property
        def found(self) -> list:
            """[catalogue.duplicates.Near]"""
            sheet = self.instance
            if not sheet.pk:
                return []
            # By name: the sheet's model has this panel, and what compares sheets reads the model.
            return import_string("catalogue.duplicates.near")(sheet, sheet.sources.all())

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.found)

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"found": self.found}
