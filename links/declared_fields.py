"""Which columns hold external addresses, and whose they are: found from the models that public pages show."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.declarations import declared_content, holds_address

from .addresses import with_scheme


@dataclass(frozen=True, slots=True)
class Column:
    """owner: the field that leads to the page or thing that holds the row; "pk" when it is the row itself."""

    model: type[models.Model]
    name: str
    owner: str
    holder: type[models.Model]
    is_rich: bool
    is_bare: bool  # the scheme may be missing

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def addresses(self, value: str) -> Iterator[str]:
        if self.is_rich:
            yield from addresses_in(value)
        else:
            yield with_scheme(value.strip()) if self.is_bare else value.strip()


@cache
def columns() -> tuple[Column, ...]:
    found = []
    for model in apps.get_models():
        if model._meta.proxy or not declared_content(model) or model is Page:
            continue
        owner, holder = _holder(model)
        found += [
            Column(
                *(model, field.name, owner, holder),
                is_rich=isinstance(field, RichTextField),
                is_bare=holds_address(field),
            )
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.URLField | RichTextField) or holds_address(field)
        ]
    return tuple(found)


def _holder(model: type[models.Model]) -> tuple[str, type[models.Model]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, ParentalKey):
            return field.attname, field.remote_field.model
    return "pk", model


def label_of(field: str) -> str:
    """ "catalogue.ProjectSource.url" -> « source » ; « présentation » for a field of the thing itself."""
    label, _, name = field.rpartition(".")
    try:
        model = apps.get_model(label)
    except LookupError:  # of an app that is gone
        return ""
    owner, _ = _holder(model)
    return str(
        model._meta.get_field(name).verbose_name if owner == "pk" else model._meta.verbose_name
    )


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (address := (dict(attrs).get("href") or "").strip()):
            self.found.append(address)


def addresses_in(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    parser.close()
    return parser.found
