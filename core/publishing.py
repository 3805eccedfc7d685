from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


def publish_new(page: Page, *, slug: str, parent: Page, user=None) -> None:
    """Put an unsaved page under `parent` and publish it the way the editor does, with a revision.

    Wagtail notes the page's references at each of its four saves, rows included: a third of the time of
    an import. Here they are noted once, at the end.
    """
    page.slug = slug
    page.owner = user
    page.live = False
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    ReferenceIndex.create_or_update_for_object(page)
