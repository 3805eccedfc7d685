"""Addresses: ASCII, short enough to be read out, and free. Given once, not changed with the name."""

from django.db import models
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

_LENGTH = 150  # of a page's; rows have fields of their own length
_ROOM = 6  # for "-12345"


def page_slug(parent: Page, text: str) -> str:
    """A slug of `text` that no page under `parent` has: "cantine", then "cantine-1"."""
    # Read anew: a parent from before its first child would say that it has none.
    return find_available_slug(Page.objects.get(pk=parent.pk), slug_of(text))


def row_slug(model: type[models.Model], text: str, *, field: str = "slug") -> str:
    """A slug of `text` that no row of `model` has: "avicca", then "avicca-2"."""
    stem = slug_of(text, model._meta.get_field(field).max_length - _ROOM)
    taken = set(
        model._default_manager.filter(**{f"{field}__startswith": stem}).values_list(
            field, flat=True
        )
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def slug_of(text: str, length: int = _LENGTH) -> str:
    return slugify(text)[:length].strip("-_") or "sans-nom"
