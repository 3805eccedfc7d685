"""Values that the admin shows and nobody types: what is not there is a dash, where Wagtail writes « None »."""

from django.db.models import Model
from wagtail.admin.panels import FieldPanel

NOTHING = "—"


class ShownPanel(FieldPanel):
    """A field that is read and not written."""

    def __init__(self, field_name: str, *args, **kwargs):
        super().__init__(field_name, *args, **{"read_only": True} | kwargs)

    def format_value_for_display(self, value):
        shown = super().format_value_for_display(value)
        return NOTHING if shown in (None, "", "None") else shown


class ShownFields:
    """Goes before Wagtail's `InspectView`."""

    object: Model

    def get_field_display_value(self, field_name, field):
        shown = super().get_field_display_value(field_name, field)
        return NOTHING if shown in (None, "") else shown
