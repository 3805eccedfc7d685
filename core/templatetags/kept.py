"""`{% kept "components/tags.html" first=… second=… %}`: a component of a list, made once for the same values.

As `{% include … with first=… second=… only %}`, for components that many rows of many pages show alike and that depend
on nothing but their values: no request, no clock, no database.
"""

import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()

MOST = 4_000  # components, a kilobyte or two each
_PLAIN = (str, int, float, datetime.date, datetime.time, type(None))


class _Piece:
    """A component and its values, equal to another one that shows the same."""

    __slots__ = ("_frozen", "_hash", "name", "values")

    def __init__(self, name: str, values: dict):
        self.name, self.values = name, values
        self._frozen = (name, _frozen(values))
        self._hash = hash(self._frozen)

    def __hash__(self):
        return self._hash

    def __eq__(self, other):
        return self._frozen == other._frozen

    def render(self) -> SafeString:
        return get_template(self.name).template.render(Context(self.values))


_kept = lru_cache(MOST)(_Piece.render)


@register.simple_tag
def kept(name: str, **values) -> SafeString:
    """Raises TypeError where a value is not plain: a row of the database may change under its key."""
    piece = _Piece(name, values)
    # Who edits a template sees it at once.
    return piece.render() if settings.DEBUG else _kept(piece)


def _frozen(value):
    """Equal for values that are shown alike: 1 and True are not, nor a text and one that is safe."""
    if isinstance(value, dict):
        return tuple([(key, _frozen(one)) for key, one in value.items()])
    if isinstance(value, (list, tuple)):
        return tuple([_frozen(one) for one in value])
    if not isinstance(value, _PLAIN):
        raise TypeError(f"{value!r} is no plain value")
    return value.__class__, value
