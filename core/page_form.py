"""What the admin's forms of our pages share."""

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Saves any draft; a subclass asks `publication_errors` when the page is for publication."""

    def is_for_publication(self) -> bool:
        """Published, submitted or approved, rather than saved as a draft."""
        if self.is_deferred_validation:
            return False
        # A reviewer may refuse an incomplete page.
        return self.data.get("workflow-action-name", "approve") == "approve"
