"""The one door of publishing (docs/decisions/0010). Whatever way a page goes live, changes or leaves, its row
is saved or deleted: there the rule is asked, and what is kept beside the page follows, in one transaction.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signals import page_published, published

from .models import BasePage
from .page_form import NO_ALIAS
from .slugs import page_slug

# What Wagtail notes about a page in passing, while a draft of it is in memory: nothing that visitors read.
_NOTES = frozenset(field.name for field in Page._meta.concrete_fields) - {"live", "title", "slug"}


class Refused(ValidationError):
    """What may not be done with `page` (for `RemovalRefused`: any content), in words. Nothing was written."""

    def __init__(self, page: Model, reasons: dict[str, str]):
        super().__init__(reasons)
        self.page = page
        self.reasons = reasons


class PublicationRefused(Refused):
    """A page that may not be published. `page` is the draft, `reasons` {field: message}."""

    def __str__(self):
        return f"La page « {self.page.title} » ne peut pas être publiée. " + " ".join(
            self.reasons.values()
        )


class RemovalRefused(Refused):
    """A page that may be neither unpublished nor deleted, or something that is used."""

    def __init__(self, page: Model, reason: str):
        super().__init__(page, {NON_FIELD_ERRORS: reason})

    def __str__(self):
        return self.reasons[NON_FIELD_ERRORS]


def connect() -> None:
    """Once, when the apps are ready."""
    pre_save.connect(_page_will_be_saved, dispatch_uid="core.publishing.asked")
    post_save.connect(_page_saved, dispatch_uid="core.publishing.followed")
    pre_delete.connect(_page_will_be_deleted, dispatch_uid="core.publishing.deleted")
    pre_save.connect(
        _revision_will_be_scheduled, sender=Revision, dispatch_uid="core.publishing.scheduled"
    )


def _page_will_be_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    if not _is_content(sender, raw, update_fields):
        return
    is_new = instance._state.adding
    if is_new and instance.alias_of_id:
        raise PublicationRefused(instance, {NON_FIELD_ERRORS: NO_ALIAS})
    if isinstance(instance, BasePage) and instance.live:
        refuse_unless_publishable(instance)
        return
    was_live = (
        not is_new and Page.objects.filter(pk=instance.pk).values_list("live", flat=True).first()
    )
    if bool(was_live) == instance.live:
        return
    # Read from the database: the row that is about to go live, or that is online and would leave.
    page = sender.objects.get(pk=instance.pk).specific if not is_new else instance
    if not isinstance(page, BasePage):
        return
    if instance.live:
        refuse_unless_publishable(page)
    elif reason := page.why_kept(deleting=False):
        raise RemovalRefused(page, reason)


def _page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Rows of a page are written after it, so its own are read from the instance that holds them."""
    if _is_content(sender, raw, update_fields) and instance.live:
        page = instance if isinstance(instance, BasePage) else instance.specific
        if isinstance(page, BasePage):
            page.after_publication()


def _page_will_be_deleted(sender, instance, **kwargs):
    if issubclass(sender, BasePage) and (reason := instance.why_kept(deleting=True)):
        raise RemovalRefused(instance, reason)


def _revision_will_be_scheduled(sender, instance, update_fields=None, **kwargs):
    """Asked when its date is set, while somebody is there to read the answer; and again when it comes."""
    if "approved_go_live_at" in (update_fields or ()) and instance.approved_go_live_at:
        page = instance.as_object()
        if isinstance(page, BasePage):
            refuse_unless_publishable(page)


def _is_content(sender, raw: bool, update_fields) -> bool:
    return (
        not raw
        and issubclass(sender, Page)
        and not (update_fields is not None and _NOTES.issuperset(update_fields))
    )


def refuse_unless_publishable(page: BasePage) -> None:
    if errors := page.publication_errors():
        raise PublicationRefused(page, errors)


def publish_new(page: Page, *, slug: str, parent: Page, user=None) -> None:
    """Put an unsaved page under `parent`, online, with the revision, dates, log entry and signals of one that an
    editor publishes.

    slug: what its address is made of; a number is added where that is taken.

    Wagtail's own way saves the page four times, reads it back from its revision, and notes its references each
    time: two thirds of the time of an import. A new page goes live by its first save, which asks at the door.
    """
    # Wagtail's module loads only after the models, which import this one.
    from wagtail.signal_handlers import disable_reference_index_auto_update

    page.slug = page_slug(parent, slug)
    page.owner = user
    page.live = True
    page.first_published_at = page.last_published_at = timezone.now()
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        revision = page.save_revision(user=user, clean=False)
    page.live_revision, page.has_unpublished_changes = revision, False
    Page.objects.filter(pk=page.pk).update(live_revision=revision, has_unpublished_changes=False)
    for signal in (page_published, published):
        signal.send(sender=type(page), instance=page, revision=revision)
    log(instance=page, action="wagtail.publish", user=user, revision=revision, content_changed=True)
    ReferenceIndex.create_or_update_for_object(page)


def add_draft(page: Page, *, parent: Page, user=None) -> Page:
    """Put an unsaved page under `parent` as a draft with its first revision, at an address that is free."""
    # From before its first child, it would say that it has none.
    parent.refresh_from_db()
    page.slug = page_slug(parent, page.title)
    page.owner = user
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=user)
    return page
