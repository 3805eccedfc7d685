"""Rows of a page: their place, and what its form asks of each."""

import secrets
from collections.abc import Iterable
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)
from wagtail.admin.panels import InlinePanel, Panel, get_edit_handler

from .mailboxes import validate_mailbox

# Of a row, what says where it lies and not what it says.
PLACE_OF_ROW = frozenset({"pk", "id", "sort_order", "page"})


def number_rows(page: ClusterableModel) -> None:
    """Give the rows that are about to be saved their place. Those that code made have none, and a database
    gives back rows of no place in any order: PostgreSQL in another one after each change."""
    loaded = getattr(page, "_cluster_related_objects", {})
    for relation in get_all_child_relations(type(page)):
        rows = loaded.get(relation.get_accessor_name(), ())
        if any(getattr(row, "sort_order", 0) is None for row in rows):
            for place, row in enumerate(rows):
                row.sort_order = place


def give_keys(page: ClusterableModel, name: str, words: str) -> None:
    """Before a version of a saved page is kept: give the new rows of `name` the primary key that they are published by.

    Else each publication of that version, or of one that was made from it, would take the row away and put another
    one in its place, and the form would blank what it does not show: whoever follows the row or has its address would
    lose it. A row in the words of one that is online and has gone otherwise is that one, as where a file brings a list
    anew. words: the field that holds them.
    """
    rows = getattr(page, name).all()
    waiting = [row for row in rows if row.pk is None]
    if not waiting:
        return
    held = {row.pk for row in rows}
    online = type(waiting[0]).objects.filter(page=page.pk).exclude(pk__in=held - {None})
    free = {said: key for key, said in online.order_by("-pk").values_list("pk", words)}
    for row in waiting:
        # Above those that a database gives in turn, below what a script reads exactly.
        row.pk = free.pop(getattr(row, words), None) or 2**40 + secrets.randbelow(2**52)


def hold_rows(page: ClusterableModel) -> None:
    """Read each group of rows and each list once: of a page that comes from its own tables, every `.all()` asks again."""
    for relation in get_all_child_relations(type(page)):
        rows = getattr(page, relation.get_accessor_name()).get_object_list()
        for row in rows:
            setattr(row, relation.field.name, page)
        if rows and issubclass(relation.related_model, ClusterableModel):
            _hold_rows_of(relation.related_model, rows)
    for field in get_all_child_m2m_relations(type(page)):
        getattr(page, field.name).get_object_list()


def _hold_rows_of(model: type[ClusterableModel], rows: list[ClusterableModel]) -> None:
    """The same of rows that have rows, as comments have answers: one statement for all of them."""
    for relation in get_all_child_relations(model):
        of = relation.field.name
        by_key = {row.pk: row for row in rows}
        held = {key: [] for key in by_key}
        for below in relation.related_model._default_manager.filter(**{f"{of}__in": rows}):
            setattr(below, of, by_key[getattr(below, relation.field.attname)])
            held[getattr(below, relation.field.attname)].append(below)
        for row in rows:
            setattr(row, relation.get_accessor_name(), held[row.pk])


def form_errors(page: ClusterableModel) -> dict[str, str]:
    """What the form of `page` would refuse, in its own fields and in its rows: {key: message in French}.

    For what comes by another way: bulk action, workflow, schedule, import, the admin's API. The key is a
    field's name, "sources.2" for the second row of `sources`, or "sources" when they are too few or many.
    """
    own = [*page._meta.local_concrete_fields, page._meta.get_field("title")]
    errors = {field.name: message for field, message in _refused(page, own)}
    for panel in _inline_panels(type(page)):
        rows = list(getattr(page, panel.relation_name).all())
        for place, row in enumerate(rows, start=1):
            if message := _row_errors(row):
                where = f"« {panel.heading} », ligne {place}"
                errors[f"{panel.relation_name}.{place}"] = f"{where} : {message}"
        if panel.min_num and len(rows) < panel.min_num:
            errors[panel.relation_name] = f"« {panel.heading} » : {panel.min_num} au moins."
        if panel.max_num is not None and len(rows) > panel.max_num:
            errors[panel.relation_name] = f"« {panel.heading} » : {panel.max_num} au plus."
    return errors


def _row_errors(row: models.Model) -> str:
    messages = [
        f"« {field.verbose_name} » : {text}" for field, text in _refused(row, _own(type(row)))
    ]
    if not messages:
        try:
            row.clean()
        except ValidationError as error:
            messages = error.messages
    return " ".join(messages)


def _own(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, ParentalKey)]


def _refused(
    instance: models.Model, fields: Iterable[models.Field]
) -> Iterable[tuple[models.Field, str]]:
    for field in fields:
        value = getattr(instance, field.attname)
        if field.primary_key or not field.editable:
            continue
        if value is None or value == "":
            if not field.blank:
                yield field, "Ce champ est à remplir."
        elif not field.is_relation:
            # That what a key names is there, the database sees to: asking would be a statement a row.
            try:
                field.clean(value, instance)
                if isinstance(field, models.EmailField):
                    validate_mailbox(value)
            except ValidationError as error:
                yield field, " ".join(error.messages)


@cache
def _inline_panels(model: type[ClusterableModel]) -> list[InlinePanel]:
    return [panel for panel in _walk(get_edit_handler(model)) if isinstance(panel, InlinePanel)]


def _walk(panel: Panel) -> Iterable[Panel]:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from _walk(child)
