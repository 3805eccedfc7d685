"""A person who asks to be taken out: whatever way the row is deleted, the name goes from everywhere it stands."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page

from core.declarations import ProjectApp, declared_content

from .models import Person, RemovedPerson
from .models.people import keys_of

INSTEAD = "[nom retiré]"


def forget(sender, instance: Person, **kwargs) -> None:
    """Of the signal: no import brings the name back, and texts of the network lose it. What Wagtail noted of the
    deletion itself is written after it."""
    RemovedPerson.objects.get_or_create(key=keys_of(instance.name)[0])
    name = instance.name
    for row, fields in _rows_naming(name):
        if not isinstance(row, Page) and _page_of(row) is None:
            for field in fields:
                setattr(row, field, _written(name).sub(INSTEAD, getattr(row, field)))
            row.save()
    transaction.on_commit(lambda: forget_in_log(name))


def forget_in_log(name: str) -> None:
    for entry in ModelLogEntry.objects.filter(label__icontains=name):
        entry.label = _written(name).sub(INSTEAD, entry.label)
        entry.save()


def pages_naming(name: str) -> list[str]:
    """Titles of the pages whose text names somebody: an editor reads these again, sentence by sentence."""
    pages = (row if isinstance(row, Page) else _page_of(row) for row, _ in _rows_naming(name))
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
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices
    ]


def _written(name: str) -> re.Pattern[str]:
    either = re.escape(name).replace("'", "['’]")
    return re.compile(rf"\b{either}\b", re.IGNORECASE)


def _page_of(row: models.Model) -> Page | None:
    """The page that a row belongs to."""
    for field in row._meta.concrete_fields:
        if field.name == "page" and field.is_relation and issubclass(field.related_model, Page):
            return getattr(row, field.name)
    return None
