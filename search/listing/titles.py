"""Records by the words of their titles and summaries, from the database alone: what is suggested without an engine."""

import re
from collections.abc import Iterable

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, IntegerField, Q, Value, When

from core import kinds
from core.kinds import Kind, Listing
from core.records import Record
from search.text import analysis

_WRITTEN = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}
_TITLES = ("title", "name")


def titled(text: str, listing: Listing, limit: int) -> list[Record]:
    """Those whose title or summary holds all the words, as beginnings: by their title first, then the last created."""
    patterns = [_beginning(word) for word in analysis.words(text) if analysis.term(word)]
    if not patterns:
        return []
    kind = kinds.by_key(listing.kind)
    found: list[Record] = []
    for one in [kind] if kind else kinds.all_kinds():
        found += _of_kind(one, patterns, limit - len(found))
    return found


def _of_kind(kind: Kind, patterns: list[str], limit: int) -> Iterable[Record]:
    title = next(name for name in _TITLES if _has(kind, name))
    in_title = Q(*[Q(**{f"{title}__iregex": one}) for one in patterns])
    anywhere = in_title
    if _has(kind, "summary"):
        words = [Q(**{f"{title}__iregex": one}) | Q(summary__iregex=one) for one in patterns]
        anywhere = Q(*words)
    first = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = kind.may_be_shown().filter(anywhere).order_by(first, "-pk")
    return [kind.record(row) for row in kind.loaded(rows)[:limit]]


def _has(kind: Kind, name: str) -> bool:
    try:
        kind.model_class()._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _beginning(word: str) -> str:
    """What a word opens with, with or without accents and its plural, as the databases' regular expressions read it."""
    plain = analysis.plain(word)
    stem = plain[:-1] if plain[-1:] in "sx" and len(plain) > 3 else plain
    letters = (f"[{_WRITTEN[one]}]" if one in _WRITTEN else re.escape(one) for one in stem)
    return rf"(^|\W){''.join(letters)}"
