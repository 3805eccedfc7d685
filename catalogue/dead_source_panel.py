"""In the form of a sheet, between the address of a source and that of a copy: since when the first opens no more."""

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from links.models import Link


class DeadSourcePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/dead_source_panel.html"

        @cached_property
        def link(self) -> Link | None:
            source = self.instance
            if source is None or not source.url or source.page_id is None:
                return None
            return source.page.dead_links.get(source.url.strip())

        def is_shown(self) -> bool:
            return super().is_shown() and self.link is not None

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"link": self.link}
