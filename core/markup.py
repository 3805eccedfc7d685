"""Markup told from text, in one pass over any text: what a parser refuses is text here."""

import re
from collections.abc import Iterator

# A tag that is closed, quotes respected; without them once that failed (a text that is no markup after all).
_TAG = re.compile(r"""</?[a-zA-Z][^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>""")
_UNQUOTED_TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")


def pieces(source: str) -> Iterator[tuple[bool, str]]:
    """(is markup, piece) of the whole source in order, tags and comments apart. Never raises; linear."""
    position = start = 0
    pattern = _TAG
    comments = True
    while (at := source.find("<", position)) != -1:
        end = -1
        if comments and source.startswith("<!--", at):
            end = source.find("-->", at + 4)
            comments = end != -1
            end += 3 if comments else 0
        elif match := pattern.match(source, at):
            end = match.end()
        elif pattern is _TAG and (match := _UNQUOTED_TAG.match(source, at)):
            pattern, end = _UNQUOTED_TAG, match.end()
        if end == -1:
            position = at + 1
            continue
        if at > start:
            yield False, source[start:at]
        yield True, source[at:end]
        position = start = end
    if start < len(source):
        yield False, source[start:]
