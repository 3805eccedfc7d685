"""What is used is not deleted: whatever way it would go, whoever uses it is counted and named first.

Wagtail's own count reads neither many-to-many relations nor, in bulk, anything at all.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import models
from django.db.models.signals import m2m_changed, pre_delete
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Page, ReferenceIndex

from .declarations import ProjectApp, declared_content, goes_along

NAMED = 3
Users = dict[type[models.Model], set[int]]
# Model -> what else may keep a row of it, as sentences: of apps above, about what people left.
_REASONS: dict[type[models.Model], list[Callable[[models.Model], str]]] = {}


def keep(model: type[models.Model], why: Callable[[models.Model], str]) -> None:
    """why: (instance) -> why it may not be deleted, "" when it may. Asked before who uses it is."""
    _REASONS.setdefault(model, []).append(why)


def connect() -> None:
    """Once, when the apps are ready."""
    pre_delete.connect(_will_be_deleted, dispatch_uid="core.uses")
    m2m_changed.connect(_relations_changed, dispatch_uid="core.uses.relations")


def _will_be_deleted(sender, instance, **kwargs):
    from .publishing import RemovalRefused

    if may_be_used(sender) and (reason := why_used(instance)):
        raise RemovalRefused(instance, reason)


def _relations_changed(sender, instance, action, **kwargs):
    """Wagtail notes the references of a page when its row is saved: before its relations are."""
    from wagtail.signal_handlers import update_reference_index_on_save

    if action.startswith("post_") and isinstance(instance, Page):
        update_reference_index_on_save(instance)


def may_be_used(model: type[models.Model]) -> bool:
    """A thing of its own that public pages show: neither a row of something else, nor what visitors send."""
    is_ours = isinstance(model._meta.app_config, ProjectApp)
    return is_ours and declared_content(model) is True and _parent_of(model) is None


def why_used(instance: models.Model) -> str:
    """Why it is kept, or who uses it, as a sentence; "" when nobody does."""
    if getattr(instance, "merged", False):
        return (
            f"« {instance} » n’est pas supprimé : c’est réuni à « {instance.successor} », "
            "où mènent encore son adresse et d’anciens brouillons."
        )
    for why in _REASONS.get(type(instance), ()):
        if reason := why(instance):
            return reason
    users: dict[type[models.Model], dict] = {}
    for user in _users_of(instance):
        if user != instance:
            users.setdefault(type(user), {})[user.pk] = user
    if not users:
        return ""
    told = ", ".join(_counted(model, list(found.values())) for model, found in users.items())
    return (
        f"« {instance} » n’est pas supprimé : cela sert à {told}. "
        "Retirez-le d’abord de là, ou gardez-le."
    )


def users_of_many(model: type[models.Model], keys: Iterable[int]) -> dict[int, Users]:
    """Who uses each row of reference data, texts apart, which name none: {its key: {model: keys of the rows}}.

    A statement for each relation, whatever there is. Rows of a page are uses by the page.
    """
    keys = list(keys)
    found: dict[int, Users] = {key: {} for key in keys}
    for field, user in _relations_to(model):
        if field.name == "successor":
            continue
        parent = _parent_of(user)
        used = f"{field.name}__pk"
        rows = user._default_manager.filter(**{f"{used}__in": keys}).order_by()
        for key, by in rows.values_list(used, parent.attname if parent else "pk"):
            whose = parent.remote_field.model if parent else user
            found[key].setdefault(whose, set()).add(by)
    return found


def counted(model: type[models.Model], count: int) -> str:
    """« 3 fiches projet »."""
    options = model._meta
    return f"{count} {options.verbose_name if count == 1 else options.verbose_name_plural}"


def _relations_to(
    model: type[models.Model],
) -> Iterator[tuple[models.Field, type[models.Model]]]:
    """(field, its model) of each that names rows of the model, but for those that are a part of it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        field, user = relation.field, relation.related_model
        if (
            isinstance(user._meta.app_config, ProjectApp)
            and not user._meta.auto_created
            and not isinstance(field, ParentalKey)
            and not getattr(field.remote_field, "parent_link", False)
            and not goes_along(user, field.name)
        ):
            yield field, user


def _users_of(instance: models.Model) -> Iterator[models.Model]:
    for field, model in _relations_to(type(instance)):
        parent = _parent_of(model)
        rows = model._default_manager.filter(**{f"{field.name}__pk": instance.pk})
        for row in rows.select_related(parent.name) if parent else rows:
            yield getattr(row, parent.name) if parent else row
    for reference in ReferenceIndex.get_references_to(instance).select_related("base_content_type"):
        if isinstance(reference.source_field, RichTextField):
            model = reference.base_content_type.model_class()
            yield from model._default_manager.filter(pk=reference.object_id)


def _parent_of(model: type[models.Model]) -> ParentalKey | None:
    return next((one for one in model._meta.fields if isinstance(one, ParentalKey)), None)


def _counted(model: type[models.Model], users: list[models.Model]) -> str:
    told = counted(model, len(users))
    # What visitors send is counted, and its words are nobody's business here.
    if declared_content(model) is not True:
        return told
    names = ", ".join(f"« {one} »" for one in users[:NAMED])
    more = ", …" if len(users) > NAMED else ""
    return f"{told} ({names}{more})"
