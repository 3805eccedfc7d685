"""Content that an instance is given once, and keeps as its editors leave it."""

from collections.abc import Callable

from django.db import transaction

from .models import LoadedContent


def load_once(name: str, load: Callable[[], object]) -> bool:
    """Call `load` unless it was done before under that name. Whether it was called."""
    with transaction.atomic():
        _, is_new = LoadedContent.objects.get_or_create(name=name)
        if is_new:
            load()
    return is_new
