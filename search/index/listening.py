"""What changes a record: content apps do not know that search exists, so search listens to them.

`post_save` runs inside `Page.save`'s transaction (Wagtail's own publish signals come after it), so the
note in the outbox is committed with the change or not at all.
"""

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from core import kinds
from search.index import outbox
from search.models import IndexState, Synonym
from territories.signals import authorities_changed

# Written while an editor works on a draft: nothing of it is public.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def connect() -> None:
    """Once, when the apps are ready."""
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    pre_save.connect(page_will_be_saved, dispatch_uid="search.page_will_be_saved")
    post_delete.connect(page_deleted, dispatch_uid="search.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="search.page_moved")
    for signal in (post_save, post_delete):
        signal.connect(
            privacy_changed, sender=PageViewRestriction, dispatch_uid=f"search.privacy.{id(signal)}"
        )
        signal.connect(
            vocabulary_changed, sender=Synonym, dispatch_uid=f"search.words.{id(signal)}"
        )
    for kind in kinds.all_kinds():
        if not issubclass(kind.model_class(), Page):
            for signal in (post_save, post_delete):
                signal.connect(
                    row_changed,
                    sender=kind.model_class(),
                    dispatch_uid=f"search.row.{kind.model}.{id(signal)}",
                )
        for label in kind.named_by:
            pre_save.connect(
                name_will_change,
                sender=apps.get_model(label),
                dispatch_uid=f"search.unname.{label}",
            )
    for label in sorted({label for kind in kinds.all_kinds() for label in kind.followed()}):
        model = apps.get_model(label)
        post_save.connect(label_changed, sender=model, dispatch_uid=f"search.label.{label}")
        # Before the rows that refer to it are gone.
        pre_delete.connect(label_changed, sender=model, dispatch_uid=f"search.unlabel.{label}")
    authorities_changed.connect(register_changed, dispatch_uid="search.register")


def page_will_be_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Remember the address, so that a change of it is seen once the page is saved."""
    if raw or not issubclass(sender, Page) or not instance.pk:
        return
    if update_fields is not None and not {"slug", "url_path"} & set(update_fields):
        return
    paths = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True)
    instance._search_url_path = paths.first()


def page_saved(sender, instance, raw=False, created=False, update_fields=None, **kwargs):
    if raw or not issubclass(sender, Page):
        return
    if update_fields is not None and set(update_fields) <= DRAFT_FIELDS:
        return
    before = instance.__dict__.pop("_search_url_path", None)
    # Wagtail unpublishes in bulk, and moves, by the row that all pages share.
    kind = kinds.of_model(instance.specific_class or sender)
    if kind and not (created and not instance.live):
        outbox.note([kind.record_key(instance.pk)])
    if sender is Page and instance.specific_class:
        # Whoever follows the type hears nothing of it.
        _note_what_shows(instance.specific_class._meta.label, instance.pk)
    if before and before != instance.url_path:
        _note_pages_under(instance)


def row_changed(sender, instance, raw=False, **kwargs):
    """A record that is no page was saved or deleted."""
    if not raw:
        outbox.note([kinds.of_model(sender).record_key(instance.pk)])


def name_will_change(sender, instance, raw=False, update_fields=None, **kwargs):
    """What named a record may name another one now, or none."""
    if raw or not instance.pk or (update_fields is not None and set(update_fields) <= DRAFT_FIELDS):
        return
    for kind in kinds.all_kinds():
        ways = kind.named_by.get(sender._meta.label, ())
        outbox.note(key for way in ways for key in kind.record_keys({way: instance.pk}))


def page_deleted(sender, instance, **kwargs):
    if kind := kinds.of_model(sender):
        outbox.note([kind.record_key(instance.pk)])


def page_moved(sender, instance, **kwargs):
    _note_pages_under(instance)


def privacy_changed(sender, instance, **kwargs):
    _note_pages_under(instance.page)


def label_changed(sender, instance, created=False, raw=False, update_fields=None, **kwargs):
    """A theme, a tool, an area, an authority, another page: every record that shows its words."""
    if raw or (update_fields is not None and set(update_fields) <= DRAFT_FIELDS):
        return
    _note_what_shows(sender._meta.label, instance.pk, created=created)
    # Its name is among the labels of the facets, with or without records.
    IndexState.words_changed()


def _note_what_shows(label: str, pk, *, created: bool = False) -> None:
    for kind in kinds.all_kinds():
        # What is new is shown nowhere yet; but it may name.
        ways = kind.named_by.get(label, ()) if created else kind.lookups_to(label)
        outbox.note(key for way in ways for key in kind.record_keys({way: pk}))


def register_changed(sender, codes, **kwargs):
    """A load of the register, which writes in bulk: only the authorities that carry something."""
    codes = frozenset(codes)
    for kind in kinds.all_kinds():
        for way in kind.shows.get("territories.Authority", ()):
            carriers = kind.model_class().objects.exclude(**{way: None}).order_by()
            carriers = carriers.values_list("pk", f"{way}__code")
            outbox.note(kind.record_key(pk) for pk, code in carriers if code in codes)
    IndexState.words_changed()


def vocabulary_changed(sender, **kwargs):
    IndexState.words_changed()


def _note_pages_under(page: Page) -> None:
    """The page itself and all below it. The page's path may be stale: it is read again."""
    path = Page.objects.filter(pk=page.pk).values_list("path", flat=True).first()
    if path is None:
        return
    with transaction.atomic():
        for kind in kinds.all_kinds():
            if issubclass(kind.model_class(), Page):
                outbox.note(kind.record_keys({"path__startswith": path}))
            for label in kind.followed():
                # Pages whose words are shown elsewhere: an event names its sheets.
                if issubclass(apps.get_model(label), Page):
                    for way in kind.lookups_to(label):
                        outbox.note(kind.record_keys({f"{way}__path__startswith": path}))
