"""The rows of a sheet read for its page: one statement for what is there, then one for each group that is.

Most groups of most sheets are empty, and a statement that finds nothing costs as much as another.
"""

from functools import cache

from django.db import connection
from django.db.models import Field, prefetch_related_objects
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations

from catalogue.fields import FIELDS
from catalogue.models import ProjectPage

# What each group shows of another table.
_JOINED = {
    "attachments": ("document",),
    "covered_territories": ("departement",),
    "funding": ("aid",),
    "other_themes": ("parent",),
    "partners": ("organisation",),
    "pictures": ("picture",),
    "tools": ("tool",),
}


def load_rows(sheet) -> None:
    """Put all rows of a saved sheet in its memory, where those of a draft are, and note which tables hold facts
    from outside about it, for `may_have`."""
    if not sheet.pk:
        return
    statement, names, parameters = _what_is_there()
    with connection.cursor() as cursor:
        cursor.execute(statement, [sheet.pk] * parameters)
        there = {name for name, found in zip(names, cursor.fetchone(), strict=True) if found}
    in_memory = sheet.__dict__.setdefault("_cluster_related_objects", {})
    for name in _relations():
        if name not in in_memory:
            in_memory[name] = list(_read(sheet, name)) if name in there else []
    sheet.__dict__["_facts_from_outside"] = there.intersection(_facts_from_outside())


def may_have(sheet, name: str) -> bool:
    """Whether something points at the sheet by the relation `name` (« confirmations », « shown_at »), as its page's
    first statement saw; True where nobody looked. Spares the page a statement that would find nothing."""
    found = sheet.__dict__.get("_facts_from_outside")
    return found is None or name in found


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
def _facts_from_outside() -> dict[str, Field]:
    """Relation -> the key by which a table of ours points at a sheet, of whatever app."""
    return {
        relation.get_accessor_name(): relation.field
        for relation in ProjectPage._meta.related_objects
        if relation.model is ProjectPage and not isinstance(relation.field, ParentalKey)
        if not relation.many_to_many
    }


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
    ends |= {name: [key] for name, key in _facts_from_outside().items()}
    quote = connection.ops.quote_name
    exists = [
        f"EXISTS(SELECT 1 FROM {quote(keys[0].model._meta.db_table)} WHERE "  # noqa: S608 - names of our models
        f"{' OR '.join(f'{quote(key.column)} = %s' for key in keys)})"
        for keys in ends.values()
    ]
    return f"SELECT {', '.join(exists)}", list(ends), sum(map(len, ends.values()))
