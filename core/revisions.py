"""What a revision names may have been deleted since: a protected row is held by the database, not by drafts."""

from django.db import models
from modelcluster.models import get_all_child_relations


def without_deleted(model: type[models.Model], content: dict) -> dict:
    """`content` of a revision without references to rows that are gone: the draft then opens, and its form
    or `publication_errors` asks for what is missing.

    Only of keys that protect their target: modelcluster clears the others itself, and refuses these.
    """
    content = rows_without_deleted(model, [content])[0]
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if rows := content.get(name):
            content[name] = rows_without_deleted(relation.related_model, rows)
    return content


def rows_without_deleted(model: type[models.Model], rows: list[dict]) -> list[dict]:
    """Copies of the rows. A row that means nothing without its target is left out."""
    rows = [dict(row) for row in rows]
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.remote_field.on_delete is not models.PROTECT:
            continue
        named = {row[field.name] for row in rows if row.get(field.name) is not None}
        if not named:
            continue
        targets = field.related_model._default_manager.filter(pk__in=named)
        gone = named - set(targets.values_list("pk", flat=True))
        if field.null:
            rows = [
                row | {field.name: None} if row.get(field.name) in gone else row for row in rows
            ]
        else:
            rows = [row for row in rows if row.get(field.name) not in gone]
    return rows
