"""A person who asks to be taken out: the row and its mandates go, and the name from everywhere it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page

from core.declarations import ProjectApp, declared_content
from territories.names import fold

from .models import Person, RemovedPerson
from .models.people import keys_of

INSTEAD = "[nom retiré]"
_NO_TEXTS = (models.SlugField, models.URLField, models.EmailField)


@dataclass(frozen=True)
class Forgotten:
    persons: int
    texts: list[str]  # that were written anew: « groupe « Commission numérique » »
    pages: list[str]  # titles of those that name somebody still: an editor's to write again


@transaction.atomic
def forget_name(name: str) -> Forgotten:
    """Whether or not a row has the name: it may stand in texts alone. No import makes a row of it again."""
    RemovedPerson.objects.get_or_create(key=keys_of(name)[0])
    persons = persons_named(name)
    spelled = sorted({name, *(person.name for person in persons)})
    for person in persons:
        person.delete()
    texts = [told for one in spelled for told in _written_anew(one)]
    for one in spelled:
        _forget_in_log(one)
    pages = {title for one in spelled for title in pages_naming(one)}
    return Forgotten(len(persons), texts, sorted(pages))


def persons_named(name: str) -> list[Person]:
    return [one for one in Person.objects.all() if fold(one.name) == fold(name)]


def _written_anew(name: str) -> list[str]:
    """What network rows lost the name; what belongs to a page is an editor's."""
    told = []
    for row, fields in _rows_naming(name):
        if fields and not isinstance(row, Page) and _page_of(row) is None:
            for field in fields:
                longest = row._meta.get_field(field).max_length
                setattr(row, field, _written(name).sub(INSTEAD, getattr(row, field))[:longest])
            row.save()
            told.append(f"{row._meta.verbose_name} « {row} »")
    return told


def _forget_in_log(name: str) -> None:
    for written in _spellings(name):
        for entry in ModelLogEntry.objects.filter(label__icontains=written):
            entry.label = _written(name).sub(INSTEAD, entry.label)
            entry.save()


def pages_naming(name: str) -> list[str]:
    """Titles of the pages whose text names somebody: an editor reads these again, sentence by sentence."""
    rows = (row for row, fields in _rows_naming(name) if fields)
    pages = (row if isinstance(row, Page) else _page_of(row) for row in rows)
    return sorted({page.title for page in pages if page is not None})


def _rows_naming(name: str) -> Iterator[tuple[models.Model, list[str]]]:
    for model in apps.get_models():
        fields = _texts(model)
        if not fields or model is Person:
            continue
        asked = Q()
        for field in fields:
            for written in _spellings(name):
                asked |= Q(**{f"{field}__icontains": written})
        for row in model._default_manager.filter(asked):
            yield row, [one for one in fields if _written(name).search(getattr(row, one) or "")]


def _spellings(name: str) -> set[str]:
    """SQLite knows the case of A to Z alone."""
    return {
        one for text in (name, name.replace("'", "’")) for one in (text, text.upper(), text.lower())
    }


def _texts(model: type[models.Model]) -> list[str]:
    """Fields of what public pages show in which a name may stand."""
    if not isinstance(model._meta.app_config, ProjectApp) or declared_content(model) is not True:
        return []
    fields = [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, _NO_TEXTS)
        and not field.choices
    ]
    # Of Wagtail's own table.
    return [*fields, "title", "search_description"] if issubclass(model, Page) else fields


def _written(name: str) -> re.Pattern[str]:
    either = re.escape(name).replace("'", "['’]")
    # « Zoé Quartz-Martin » is somebody else.
    return re.compile(rf"(?<![\w-]){either}(?![\w-])", re.IGNORECASE)


def _page_of(row: models.Model) -> Page | None:
    """The page that a row belongs to."""
    for field in row._meta.concrete_fields:
        if field.name == "page" and field.is_relation and issubclass(field.related_model, Page):
            return getattr(row, field.name)
    return None
