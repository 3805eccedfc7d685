"""What a revision names may have become another since, or be deleted: the database holds rows, and knows no drafts."""

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations

from .reference_data.models import is_reference


def as_of_today(model: type[models.Model], content: dict) -> dict:
    """`content` of a revision as it can be read today."""
    return without_deleted(model, with_standing(model, content))


def rows_of_today(model: type[models.Model], rows: list[dict]) -> list[dict]:
    """The same of rows of a page that stand alone."""
    return rows_without_deleted(model, [with_standing(model, row) for row in rows])


def with_standing(model: type[models.Model], content: dict) -> dict:
    """`content` with what reference data was merged into since, in place of what was merged. One statement, none when
    it names none.
    """
    relations = {one.get_accessor_name(): one for one in get_all_child_relations(model)}
    rows = [(model, content)]
    for name, relation in relations.items():
        rows += [(relation.related_model, row) for row in content.get(name) or ()]
    named: dict[type[models.Model], set[int]] = {}
    for of, row in rows:
        for field, keys in _named_by(of, row):
            named.setdefault(field.related_model, set()).update(keys)
    became = _became(named)
    if not became:
        return content
    content = _renamed(model, content, became)
    for name, relation in relations.items():
        if content.get(name):
            content[name] = [_renamed(relation.related_model, row, became) for row in content[name]]
    return content


def _named_by(model: type[models.Model], row: dict) -> Iterator[tuple[models.Field, list[int]]]:
    """Fields of a row that name reference data, and the keys that they hold."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if not (field.is_relation and is_reference(field.related_model)):
            continue
        value = row.get(field.name)
        keys = value if isinstance(field, ParentalManyToManyField) else [value]
        if keys := [key for key in keys or () if isinstance(key, int)]:
            yield field, keys


def _became(named: dict[type[models.Model], set[int]]) -> dict[tuple[type, int], int]:
    """(model, key of a row that was merged) -> key of what it was merged into."""
    models_ = {model._meta.label: model for model in named}
    asked = [
        model._base_manager.filter(pk__in=keys, merged=True)
        .order_by()
        .values_list(models.Value(model._meta.label, models.CharField()), "pk", "successor__pk")
        for model, keys in named.items()
    ]
    if not asked:
        return {}
    first, *rest = asked
    return {(models_[label], key): heir for label, key, heir in first.union(*rest, all=True)}


def _renamed(model: type[models.Model], row: dict, became: dict) -> dict:
    """A copy. What is named as the first thing by what was another is not named among the rest too."""
    row = dict(row)
    first = set()
    heirs = {(of, heir) for (of, _), heir in became.items()}
    for field, keys in _named_by(model, row):  # foreign keys come before lists
        of = field.related_model
        now = [became.get((of, key), key) for key in keys]
        if isinstance(field, ParentalManyToManyField):
            row[field.name] = [key for key in dict.fromkeys(now) if (of, key) not in first & heirs]
        else:
            row[field.name] = now[0]
            first.add((of, now[0]))
    return row


def without_deleted(model: type[models.Model], content: dict) -> dict:
    """`content` of a revision without references to rows that are gone: the draft then opens, and its form
    or `publication_errors` asks for what is missing. One statement.

    Instead of modelcluster, which asks for each reference of each row, and refuses keys that protect their target.
    """
    relations = {
        one.get_accessor_name(): one.related_model for one in get_all_child_relations(model)
    }
    there = [(model, [content]), *((of, content.get(name) or []) for name, of in relations.items())]
    gone = _gone(there)
    if not gone:
        return content
    content = content | {
        name: _rows_without(of, content[name], gone)
        for name, of in relations.items()
        if content.get(name)
    }
    return content | {
        field.name: None for field in _references(model) if _is_gone(field, content, gone)
    }


def rows_without_deleted(model: type[models.Model], rows: list[dict]) -> list[dict]:
    """The same of rows that stand alone. A row that means nothing without its target is left out."""
    return _rows_without(model, rows, _gone([(model, rows)]))


def _references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Keys of a row to other things than the page that it is of."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, ParentalKey)
        and not field.remote_field.parent_link
        and field.remote_field.on_delete is not models.DO_NOTHING
    ]


def _gone(there: list[tuple[type[models.Model], list[dict]]]) -> set[tuple[type, int]]:
    """(model, key) of all that rows name and that is no more."""
    named: dict[type[models.Model], set[int]] = {}
    for model, rows in there:
        for field in _references(model):
            if keys := {row[field.name] for row in rows if isinstance(row.get(field.name), int)}:
                named.setdefault(field.related_model, set()).update(keys)
    labels = {model._meta.label: model for model in named}
    asked = [
        model._default_manager.filter(pk__in=keys)
        .order_by()
        .values_list(models.Value(model._meta.label, models.CharField()), "pk")
        for model, keys in named.items()
    ]
    if not asked:
        return set()
    first, *rest = asked
    standing = {(labels[label], key) for label, key in first.union(*rest, all=True)}
    return {(model, key) for model, keys in named.items() for key in keys} - standing


def _is_gone(field: models.ForeignKey, row: dict, gone: set[tuple[type, int]]) -> bool:
    return (field.related_model, row.get(field.name)) in gone


def _rows_without(model: type[models.Model], rows: list[dict], gone: set) -> list[dict]:
    kept = []
    for row in rows:
        lost = [field for field in _references(model) if _is_gone(field, row, gone)]
        if not any(
            field.remote_field.on_delete is models.CASCADE or not field.null for field in lost
        ):
            kept.append(row | {field.name: None for field in lost})
    return kept
