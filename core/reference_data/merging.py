"""Two rows of reference data become one: what will change, and the change, all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from core import uses

from .models import ReferenceRecord

MERGED, RECEIVED = "core.merge", "core.receive"


@dataclass(slots=True)
class Plan:
    """What merging `other` into `kept` does to their own fields. Its uses: `core.uses.users_of_many`."""

    filled: list[tuple[str, str]] = field(default_factory=list)  # label, value that `kept` takes
    left: list[tuple[str, str, str]] = field(default_factory=list)  # label, kept value, other value
    refusal: str = ""


def plan(other: ReferenceRecord, kept: ReferenceRecord) -> Plan:
    found = Plan(refusal=_refusal(other, kept))
    taken = _taken(other, kept)
    for name in type(kept).own_fields:
        mine, theirs = _said(kept, name), _said(other, name)
        label = kept._meta.get_field(name).verbose_name
        if name in taken:
            found.filled.append((label, theirs))
        elif theirs not in ("", mine):
            found.left.append((label, mine or "rien", theirs))
    return found


def merge(other: ReferenceRecord, kept: ReferenceRecord, user=None) -> None:
    """Raises ValidationError where it may not be, and changes nothing then."""
    model = type(kept)
    with transaction.atomic():
        rows = model._base_manager.select_for_update().in_bulk([other.pk, kept.pk])
        other, kept = rows[other.pk], rows[kept.pk]
        if refusal := _refusal(other, kept):
            raise ValidationError(refusal)
        for relation in _relations_to(model):
            _move(relation, other, kept)
        _move_references(other, kept)
        for name in _taken(other, kept):
            setattr(kept, name, getattr(other, name))
        for name in model.erased_when_merged:
            setattr(other, name, "")
        other.merged, other.successor, other.retired_on = True, kept, timezone.localdate()
        other.save()
        kept.take_names_of(other)
        # Also what tells the index and the kept pages of all that shows it.
        kept.save()
        # Two actions: Wagtail tells one entry of an action in what was done at once.
        log(instance=other, action=MERGED, user=user, data={"with": str(kept)})
        log(instance=kept, action=RECEIVED, user=user, data={"with": str(other)})


def _refusal(other: ReferenceRecord, kept: ReferenceRecord) -> str:
    if other.pk == kept.pk:
        return "On ne réunit pas un élément à lui-même : choisissez l’autre."
    if other.merged:
        return f"« {other} » est déjà réuni à « {other.successor} »."
    if kept.is_retired:
        return f"« {kept} » n’est plus proposé : réunissez à un élément qui l’est."
    return other.why_not_merged_into(kept) or _would_be_lost(other, kept)


def _would_be_lost(other: ReferenceRecord, kept: ReferenceRecord) -> str:
    """Things of their own that the two cannot both bring, as a sentence: they are never deleted by the way."""
    for key in _relations_to(type(kept)):
        if _is_a_thing(key.model):
            for doubled in _doubled(key, other, kept):
                if one := doubled.first():
                    return (
                        f"« {one} » ({key.model._meta.verbose_name}) est des deux côtés : "
                        "renommez ou supprimez l’un des deux d’abord."
                    )
    return ""


def _is_a_thing(model: type[models.Model]) -> bool:
    return (
        uses.may_be_used(model) and not model._meta.auto_created and not hasattr(model, "give_way")
    )


def _taken(other: ReferenceRecord, kept: ReferenceRecord) -> list[str]:
    """Fields that `kept` leaves empty and `other` fills; none of what an official file says."""
    if getattr(kept, "is_registered", False):
        return []
    together = type(kept).said_together
    left = together if any(_said(kept, name) for name in together) else ()
    return [
        name
        for name in type(kept).own_fields
        if name not in left and _said(other, name) and not _said(kept, name)
    ]


def _said(record: ReferenceRecord, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "" if value is None else str(value)


# --- References -----------------------------------------------------------------------------------


def _relations_to(model: type[models.Model]) -> list[models.Field]:
    """Every foreign key that leads to it, those of the tables of many-to-many relations among them."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.field.many_to_many
    ]


def _move(key: models.ForeignKey, other: ReferenceRecord, kept: ReferenceRecord) -> None:
    """All rows of the key's model, in a number of statements that does not grow with them."""
    model = key.model
    if key.primary_key:
        return  # a row that is but another part of `other`
    if model._meta.auto_created:
        _name_once(key, other, kept)
    moved = model._base_manager.filter(**{key.name: other})
    for doubled in _doubled(key, other, kept):
        if hasattr(model, "give_way"):
            for row in doubled:
                row.give_way()
        else:
            doubled.delete()
    keys = _beside_a_row_of(key, other, kept)
    moved.update(**{key.name: kept})
    if keys:
        _drop_repeated(key, kept, keys)


def _doubled(
    key: models.ForeignKey, other: ReferenceRecord, kept: ReferenceRecord
) -> Iterator[models.QuerySet]:
    """Rows of `other` that may not be beside those of `kept`, for each thing that may not be twice."""
    rows = key.model._base_manager
    for names, condition in _unique_with(key):
        twin = rows.filter(
            condition, **{key.name: kept}, **{name: OuterRef(name) for name in names}
        )
        yield rows.filter(condition, Exists(twin), **{key.name: other})


def _unique_with(key: models.ForeignKey) -> list[tuple[list[str], Q]]:
    """What may not be twice with the same row: the other fields, and the condition."""
    options = key.model._meta
    found = [(list(names), Q()) for names in options.unique_together]
    found += [
        (list(one.fields), one.condition or Q())
        for one in options.constraints
        if isinstance(one, models.UniqueConstraint) and one.fields
    ]
    found += [([key.name], Q())] if key.unique else []
    return [
        ([name for name in names if name != key.name], condition)
        for names, condition in found
        if key.name in names
    ]


def _name_once(key: models.ForeignKey, other: ReferenceRecord, kept: ReferenceRecord) -> None:
    """What named one of the two as its first and the other among the rest names the one it becomes once."""
    through = key.model
    (owner,) = (
        one for one in through._meta.concrete_fields if one.is_relation and one.name != key.name
    )
    if owner.related_model is key.related_model:
        return  # who is linked to rows of its own sort names none of them first
    for first in owner.related_model._meta.concrete_fields:
        if first.is_relation and first.related_model is key.related_model:
            for named, is_first in ((other, kept), (kept, other)):
                through._base_manager.filter(
                    **{key.name: named, f"{owner.name}__{first.name}": is_first}
                ).delete()


def _beside_a_row_of(key, other: ReferenceRecord, kept: ReferenceRecord) -> list[int]:
    """Rows of a page that will move beside one that names `kept` already: maybe to say the same twice."""
    parent = _parent(key.model)
    if parent is None:
        return []
    rows = key.model._base_manager
    with_kept = rows.filter(**{key.name: kept, parent.name: OuterRef(parent.name)})
    return list(rows.filter(Exists(with_kept), **{key.name: other}).values_list("pk", flat=True))


def _drop_repeated(key: models.ForeignKey, kept: ReferenceRecord, keys: list[int]) -> None:
    """Rows that say nothing more than another of the same page."""
    model, parent = key.model, _parent(key.model)
    said = [
        one.attname
        for one in model._meta.concrete_fields
        if not one.primary_key and one.name != "sort_order"
    ]
    moved = model._base_manager.filter(pk__in=keys)
    stood = model._base_manager.filter(
        **{key.name: kept, f"{parent.name}__in": moved.values(parent.name)}
    ).exclude(pk__in=keys)
    known = set(stood.values_list(*said))
    again = [row[0] for row in moved.values_list("pk", *said) if row[1:] in known]
    model._base_manager.filter(pk__in=again).delete()


def _parent(model: type[models.Model]) -> ParentalKey | None:
    return next((one for one in model._meta.fields if isinstance(one, ParentalKey)), None)


def _move_references(other: ReferenceRecord, kept: ReferenceRecord) -> None:
    """What Wagtail notes of who refers to whom."""
    content_type = ContentType.objects.get_for_model(type(kept))
    noted = ReferenceIndex.objects.filter(to_content_type=content_type)
    same = ("base_content_type", "object_id", "content_path_hash")
    twin = noted.filter(to_object_id=str(kept.pk), **{name: OuterRef(name) for name in same})
    moved = noted.filter(to_object_id=str(other.pk))
    moved.filter(Exists(twin)).delete()
    moved.update(to_object_id=str(kept.pk))
