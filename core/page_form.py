"""What the admin's forms of our pages share."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from .slugs import slug_of

NO_ALIAS = "Une page n’a pas d’alias : copiez-la, ou faites un lien vers elle."


class PageForm(WagtailAdminPageForm):
    """Saves any draft; a subclass asks `publication_errors` when the page is for publication."""

    def clean_slug(self) -> str:
        """What is typed becomes ASCII, as the browser's script does where it runs. An address that had accents
        before that was asked stays as it is: it is known outside."""
        slug = self.cleaned_data["slug"]
        return slug_of(slug) if slug and slug != self.initial.get("slug") else slug

    def is_for_publication(self) -> bool:
        """Published, submitted or approved, rather than saved as a draft."""
        if self.is_deferred_validation:
            return False
        # A reviewer may refuse an incomplete page.
        return self.data.get("workflow-action-name", "approve") == "approve"


class PageCopyForm(CopyForm):
    """A copy that would go live is asked what every page that goes live is asked, while the form can say it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        self.fields["new_slug"].initial = slug_of(self.page.slug)

    def clean(self):
        cleaned = super().clean()
        if self.data.get("alias"):
            self.add_error("new_title", NO_ALIAS)
        if cleaned.get("publish_copies"):
            with_subpages = cleaned.get("copy_subpages")
            pages = self.page.get_descendants(inclusive=True) if with_subpages else [self.page]
            for page in pages:
                reasons = page.specific.publication_errors().values() if page.live else ()
                if reasons:
                    said = f"« {page.title} » ne peut pas être publiée. {' '.join(reasons)}"
                    self.add_error("publish_copies", said)
        return cleaned
