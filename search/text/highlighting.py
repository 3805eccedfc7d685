"""Found words marked in a title and in an extract: shared by both engines, which only match.

A word is marked when its term is one of the query's, so "dématérialisé" is marked for
"dématérialisation". All that is returned is HTML-escaped.
"""

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.text import analysis
from search.text.synonyms import Phrase

EXTRACT_LENGTH = 200  # characters, give or take a word
# Lines of a body that are no sentence and are shorter are labels (theme, partner, kind): no extract.
SHORTEST_PROSE = 90
MOST_TEXTS = 4_000  # that a process keeps read, at most some 3 times their size: title, summary and body of records


class Highlighter:
    """Marks the words of one query. phrases: what may be marked, see `ParsedText.phrases`."""

    def __init__(self, phrases: Iterable[Phrase]):
        phrases = list(phrases)
        self._words = frozenset(one[0][1] for one in phrases if len(one) == 1)
        self._rows: dict[str, list[Phrase]] = {}  # by their first term
        for one in phrases:
            if len(one) > 1:
                self._rows.setdefault(one[0][1], []).append(one)
        self._openings = self._words | self._rows.keys()

    @property
    def is_idle(self) -> bool:
        return not self._words and not self._rows

    def title(self, text: str) -> SafeString:
        """The whole text, escaped, found words in <mark>."""
        return _marked(text, 0, len(text), self.spans(text))

    def extract(self, title: str, summary: str, body: str) -> SafeString:
        """About `EXTRACT_LENGTH` characters: the summary, or the stretch of the body that shows the
        found words which neither title nor summary has.
        """
        in_summary = self.spans(summary)
        shown = {term for *_, term in [*in_summary, *self.spans(title)]}
        in_body = [] if self.is_idle else _in_prose(body, self.spans(body))
        if any(term not in shown for *_, term in in_body):
            line, found = _best_line(body, in_body, shown)
            return _marked(line, *_window(line, found), found)
        stretch = _window(summary, in_summary) if in_summary else _cut(summary, 0)
        return _marked(summary, *stretch, in_summary)

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where the found words stand in a text, in order: start, end, term."""
        if self.is_idle:
            return []
        terms, bounds, offsets = _read(text)
        found: set[int] = set()  # positions of words
        for first, term in enumerate(terms):
            if term in self._openings:
                if term in self._words:
                    found.add(first)
                for row in self._rows.get(term, ()):
                    positions = [first + offset for offset, _ in row]
                    wanted = [one for _, one in row]
                    if positions[-1] < len(terms) and [terms[at] for at in positions] == wanted:
                        found.update(positions)
        return [
            (*analysis.original_span(offsets, bounds[2 * at], bounds[2 * at + 1]), terms[at])
            for at in sorted(found)
        ]


# The same records are found again and again, and reading one costs thirty times what looking for words in it does.
@lru_cache(MOST_TEXTS)
def _read(text: str) -> tuple[tuple[str, ...], array, array | None]:
    """(term of each word, "" when it is dropped; start and end of each word, one after the other, in the text that
    `analysis.normalise` gives; its offsets)."""
    normalised, offsets = analysis.normalise(text)
    words = list(analysis.matches(normalised))
    terms = tuple([analysis.term(word.group()) or "" for word in words])
    bounds = array("I", [bound for word in words for bound in word.span()])
    return terms, bounds, None if offsets is None else array("I", offsets)


def _in_prose(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [span for span in spans if _is_prose(_line_at(text, span[0]))]


def _best_line(text: str, spans: list[tuple[int, int, str]], shown: set[str]):
    """The line that holds most found words, those that nothing shows yet first; and where they stand in it.

    The next line is about something else, and may be no sentence.
    """
    lines: dict[int, list[tuple[int, int, str]]] = {}
    for span in spans:
        lines.setdefault(text.rfind("\n", 0, span[0]) + 1, []).append(span)

    def score(start: int) -> tuple[int, int, int]:
        terms = {term for *_, term in lines[start]}
        return len(terms - shown), len(terms), len(lines[start])

    start = max(lines, key=score)
    end = text.find("\n", start)
    line = text[start : end if end != -1 else len(text)]
    return line, [(first - start, last - start, term) for first, last, term in lines[start]]


def _line_at(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : end if end != -1 else len(text)].strip()


def _is_prose(line: str) -> bool:
    return len(line) >= SHORTEST_PROSE or line.endswith((".", "!", "?", "…"))


def _window(text: str, spans: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The stretch of text that shows most different found words, then most of them, then the first."""
    best, best_score = 0, (0, 0)
    first = 0
    for last, span in enumerate(spans):
        while span[1] - spans[first][0] > EXTRACT_LENGTH and first < last:
            first += 1
        inside = spans[first : last + 1]
        score = (len({term for *_, term in inside}), len(inside))
        if score > best_score:
            best, best_score = first, score
    start = spans[best][0]
    last_end = max(end for s, end, _ in spans[best:] if end - start <= EXTRACT_LENGTH or s == start)
    # As much context before the first found word as after the last.
    return _cut(text, start - max(0, EXTRACT_LENGTH - (last_end - start)) // 2)


def _cut(text: str, start: int) -> tuple[int, int]:
    """A stretch of about `EXTRACT_LENGTH` characters from `start` on, cut between words."""
    if len(text) <= EXTRACT_LENGTH * 1.2:
        return 0, len(text)
    start = max(0, min(start, len(text) - EXTRACT_LENGTH))
    if start:
        # A sentence or a line that opens nearby is the better beginning.
        opening = re.search(r"(?:[.!?]\s+|\n)(?=\w)", text[max(0, start - 60) : start + 20])
        if opening:
            start = max(0, start - 60) + opening.end()
        elif (space := text.find(" ", start, start + 40)) != -1:
            start = space + 1
    end = min(len(text), start + EXTRACT_LENGTH)
    if end < len(text) and (space := text.rfind(" ", end - 40, end + 1)) > start:
        end = space
    return start, end


def _marked(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> SafeString:
    parts = ["… "] if start else []
    done = start
    for first, last, _ in spans:
        if first < done or last > end:
            continue
        parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    parts.append(escape(text[done:end]))
    if end < len(text):
        parts.append(" …")
    return mark_safe("".join(parts))  # every piece of text above is escaped
