"""French typography, applied when a text is shown: stored text stays as it was typed.

Rules: *Lexique des règles typographiques en usage à l'Imprimerie nationale*. A narrow no-break
space (U+202F) goes before ``; ! ?`` and inside thousands, a no-break space (U+00A0) before ``:``
and inside guillemets. Each rule leaves its own result alone, so that applying a filter twice
changes nothing. None looks at a character more than a few times: a rule begins where a run of its characters
begins (a lookbehind), and does not give back what it took (possessive).
"""

import datetime
import html
import re
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.markup import pieces
from core.words import NARROW, NO_BREAK, euros, full_date, number, partial_date, since

register = template.Library()
for say in (number, euros, partial_date, full_date, since):
    register.filter(say)

# What is not French prose: addresses of the web and of mail, file paths. Punctuation that closes
# the sentence around an address does not belong to it.
_LITERAL = re.compile(
    r"""(
        \b(?:https?|ftp)://[^\s<>«»"]+        # https://example.fr/a?b=1
      | \bmailto:[^\s<>«»"]+
      | \bwww\.[^\s<>«»"]+
      | (?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+             # nom@mairie.fr
      | (?<![\w.+-])\.*+[\w+-]++(?:\.[\w+-]++)++/[^\s<>«»"]*+   # mairie.fr/page?id=2
    )""",
    re.VERBOSE,
)
# One of these is in each of them: a text without any needs no search.
_OF_LITERALS = ("/", "@", "www.", "mailto:")
_CLOSING = ";:!?.,)…"

# (signs of which the text must hold one, pattern, replacement): most texts hold few of them, and to look is cheaper
# than to try.
_RULES = tuple(
    (frozenset(signs), re.compile(pattern), replacement)
    for signs, pattern, replacement in (
        (".", r"\.{3,}", "…"),
        # A letter before; a letter, an opening guillemet, or the end of the text node (l'<em>) after.
        ("'", r"(?<=[^\W\d_])'(?=[\w«“]|$)", "’"),
        ("«", r"«[^\S\n]*", "«" + NO_BREAK),
        ("»", r"(?<![^\S\n])[^\S\n]*+»", NO_BREAK + "»"),
        # Typed with a space: any mark. Typed without one: only where a sentence may pause there,
        # which leaves 10:30, a:b and ?page=2 alone.
        (";!?", r"(?<![^\S\n])[^\S\n]++(?=[;!?])", NARROW),
        (":", r"(?<![^\S\n])[^\S\n]++:", NO_BREAK + ":"),
        (";!?", r"(?<=[\w)\]’”»%€])(?=[;!?]+(?:[\s»”)\]]|$))", NARROW),
        (":", r"(?<=[\w)\]’”»%€]):(?=\s|$)", NO_BREAK + ":"),
        # 55 411, 1 200 000: groups of three after one to three digits, not 01 23 45 nor 2020 300.
        (
            "0123456789",
            r"(?<![\d,.])(?<!\d[ \u00a0\u202f])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)",
            lambda match: re.sub(r"[ \u00a0]", NARROW, match.group()),
        ),
        ("%€", r"(?<=\d)[ \u202f]?(?=[%€])", NO_BREAK),
        ("€", r"(?<=\d)[ \u202f](?=[kM]€)", NO_BREAK),
        ("°", r"(?<=\bn°)[ \u202f]?(?=\d)", NO_BREAK),
    )
)
_SIGNS = frozenset().union(*(signs for signs, _, _ in _RULES))

_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_UNTOUCHED = {"code", "kbd", "pre", "samp", "script", "style", "textarea"}


def _prose(text: str) -> str:
    if held := _SIGNS.intersection(text):
        for signs, pattern, replacement in _RULES:
            if not signs.isdisjoint(held):
                text = pattern.sub(replacement, text)
    return text


# Pure, and the same labels come back on every page.
@lru_cache(maxsize=8192)
def french_text(text: str) -> str:
    """Plain text in, plain text out; web and mail addresses are kept as they are."""
    if not any(one in text for one in _OF_LITERALS):
        return _prose(text)
    parts = []
    position = 0
    for match in _LITERAL.finditer(text):
        end = match.start() + len(match.group().rstrip(_CLOSING))
        parts += [_prose(text[position : match.start()]), text[match.start() : end]]
        position = end
    return "".join([*parts, _prose(text[position:])])


@lru_cache(maxsize=4096)
def french_html(markup: str) -> str:
    """Only the text nodes change: not tags and attributes, not code."""
    shown = []
    inside = []
    for is_markup, piece in pieces(markup):
        if is_markup:
            name = _TAG_NAME.match(piece)
            if name and name[1].lower() in _UNTOUCHED:
                if piece.startswith("</"):
                    inside = inside[:-1]
                else:
                    inside.append(name[1])
        elif not inside:
            # Quotes too: what comes of a `filter` block may stand in an attribute.
            piece = html.escape(french_text(html.unescape(piece)), quote=False)
            piece = piece.replace('"', "&quot;")
        shown.append(piece)
    return "".join(shown)


@register.filter
def french(value) -> SafeString:
    """``{{ text|french }}``: plain text is escaped, safe markup stays markup. None gives ""."""
    if value is None or value == "":
        return mark_safe("")
    if hasattr(value, "__html__"):
        return mark_safe(french_html(value.__html__()))
    return escape(french_text(str(value)))


@register.filter
def prose(value) -> SafeString:
    """Like ``french``; plain text becomes paragraphs, parted where a blank line was typed."""
    if value is None or value == "" or hasattr(value, "__html__"):
        return french(value)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", str(value)) if part.strip()]
    lines = (french(part).replace("\n", "<br>") for part in paragraphs)
    return mark_safe("".join(f"<p>{line}</p>" for line in lines))


@register.filter
def moment(at: datetime.datetime) -> str:
    """« mardi 24 novembre 2026 à 16 h 12 », where the site is."""
    local = timezone.localtime(at)
    return f"{full_date(local.date())} à {local:%H h %M}"


@register.filter
def segments(value, separator=" · ") -> list[str]:
    """The parts of "a · b · c", for a line whose separators the style sheet draws.

    What is in parts already, a list or a tuple, stays so.
    """
    if isinstance(value, (list, tuple)):
        return [str(part) for part in value if part]
    return [part.strip() for part in str(value or "").split(separator.strip()) if part.strip()]


@register.filter
def plural(count, mark="s") -> str:
    """The mark of the plural, which in French begins at two: "0 fiche", "1,5 fiche", "2 fiches"."""
    try:
        return mark if abs(float(count)) >= 2 else ""
    except (TypeError, ValueError):
        return ""
