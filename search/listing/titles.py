"""Records by the words of their titles and summaries, from the database alone: what is suggested without an engine."""

import re
from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, Value, When

from core import kinds
from core.kinds import Kind, Listing
from core.records import Record
from search.text import analysis

_WRITTEN = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü"}


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
    in_title = _holding(kind.text_fields[:1], patterns)
    first = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = kind.may_be_shown().filter(_holding(kind.text_fields, patterns)).order_by(first, "-pk")
    return [kind.record(row) for row in kind.loaded(rows)[:limit]]


def _holding(fields: Iterable[str], patterns: list[str]) -> Q:
    """Each of the patterns in one of the fields."""
    return Q(
        *(Q(*((f"{name}__iregex", one) for name in fields), _connector=Q.OR) for one in patterns)
    )


def _beginning(word: str) -> str:
    """What a word opens with, with or without accents and its plural, as the databases' regular expressions read it."""
    plain = analysis.plain(word)
    stem = plain[:-1] if plain[-1:] in "sx" and len(plain) > 3 else plain
    letters = (f"[{_WRITTEN[one]}]" if one in _WRITTEN else re.escape(one) for one in stem)
    return rf"(^|\W){''.join(letters)}"
