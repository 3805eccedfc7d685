"""Publishing a page: the one gate that every way passes, and the way of imports."""

from django.core.exceptions import ValidationError
from wagtail.models import Page, ReferenceIndex

from .slugs import page_slug


class PublicationRefused(ValidationError):
    """A page that may not be published. `page` is the draft, `reasons` {field: message}."""

    def __init__(self, page: Page, reasons: dict[str, str]):
        super().__init__(reasons)
        self.page = page
        self.reasons = reasons

    def __str__(self):
        return f"La page « {self.page.title} » ne peut pas être publiée. " + " ".join(
            self.reasons.values()
        )


def refuse_unless_publishable(page: Page) -> None:
    if errors := page.publication_errors():
        raise PublicationRefused(page, errors)


def publish_new(page: Page, *, slug: str, parent: Page, user=None) -> None:
    """Put an unsaved page under `parent` and publish it the way the editor does, with a revision.

    slug: what its address is made of; a number is added where that is taken.

    Wagtail notes the page's references at each of its four saves, rows included: a third of the time of
    an import. Here they are noted once, at the end.
    """
    # Wagtail's module loads only after the models, which import this one.
    from wagtail.signal_handlers import disable_reference_index_auto_update

    page.slug = page_slug(parent, slug)
    page.owner = user
    page.live = False
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    ReferenceIndex.create_or_update_for_object(page)
