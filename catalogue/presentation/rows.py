"""The rows of a sheet read for its page: one statement for what is there, then one for each group that is.

Most groups of most sheets are empty, and a statement that finds nothing costs as much as another.
"""

from functools import cache

from django.db import connection
from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations

from catalogue.fields import FIELDS
from catalogue.models import OwnerConfirmation, ProjectPage

# What each group shows of another table.
_JOINED = {
    "attachments": ("document",),
    "covered_territories": ("departement",),
    "other_themes": ("parent",),
    "partners": ("organisation",),
    "pictures": ("picture",),
    "tools": ("tool",),
}


def load_rows(sheet) -> frozenset[str]:
    """Put all rows of a saved sheet in its memory, where those of a draft are. Names of the facts from
    outside that it has: "confirmations"."""
    if not sheet.pk:
        return frozenset()
    statement, names, parameters = _what_is_there()
    with connection.cursor() as cursor:
        cursor.execute(statement, [sheet.pk] * parameters)
        there = {name for name, found in zip(names, cursor.fetchone(), strict=True) if found}
    in_memory = sheet.__dict__.setdefault("_cluster_related_objects", {})
    for name in _relations():
        if name not in in_memory:
            in_memory[name] = list(_read(sheet, name)) if name in there else []
    return frozenset(there - set(in_memory))


def _read(sheet, name: str) -> list:
    relation = ProjectPage._meta.get_field(name)
    joined = _JOINED.get(name, ())
    if relation.many_to_many:
        return list(getattr(sheet, name).select_related(*joined))
    # Raw: what the ORM does to write so plain a statement costs five times what the statement does.
    rows = list(relation.related_model._default_manager.raw(_statement(relation), [sheet.pk]))
    prefetch_related_objects(rows, *joined)
    return rows


@cache
def _statement(relation) -> str:
    quote = connection.ops.quote_name
    model = relation.related_model._meta
    return (
        f"SELECT * FROM {quote(model.db_table)} WHERE {quote(relation.field.column)} = %s "  # noqa: S608 - names of our models
        f"ORDER BY {', '.join(map(quote, model.ordering))}"
    )


def _relations() -> list[str]:
    shared = [relation.name for relation in get_all_child_m2m_relations(ProjectPage)]
    return [name for name, field in FIELDS.items() if field.rows or name in shared]


@cache
def _what_is_there() -> tuple[str, list[str], int]:
    """The statement, the names of its columns, and how many times it takes the sheet's key."""
    ends = {}
    for name in _relations():
        relation = ProjectPage._meta.get_field(name)
        if relation.many_to_many:
            ends[name] = [relation.remote_field.through._meta.get_field(relation.m2m_field_name())]
        else:
            ends[name] = [relation.field]
    ends["confirmations"] = [OwnerConfirmation._meta.get_field("sheet")]
    quote = connection.ops.quote_name
    exists = [
        f"EXISTS(SELECT 1 FROM {quote(keys[0].model._meta.db_table)} WHERE "  # noqa: S608 - names of our models
        f"{' OR '.join(f'{quote(key.column)} = %s' for key in keys)})"
        for keys in ends.values()
    ]
    return f"SELECT {', '.join(exists)}", list(ends), sum(map(len, ends.values()))
