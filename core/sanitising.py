"""The one place that cleans HTML: what editors and visitors wrote, before it is shown.

Wagtail's links are expanded first: a cleaner that ran before would drop the attributes they live in.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

import bleach
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from .markup import pieces

TAGS = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "strong",
        "sub",
        "sup",
        "ul",
    ]
)
# Tags inside a word or a sentence: what stands on both sides is one text. Any other parts words.
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})


def _is_allowed(tag: str, name: str, value: str) -> bool:
    """bleach takes what follows « javascript: » for a port when it is a number; a browser does not."""
    if name != "href":
        return name == "title"
    # As browsers read it: entities resolved, what shows nothing left out.
    address = "".join(one for one in unescape(value) if one > " " and one.isprintable())
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in PROTOCOLS


ATTRIBUTES = {"a": _is_allowed}


# What a rich text may hold where it is stored: no title of the page's own level, but links as Wagtail notes them.
_STORED_TAGS = TAGS - {"h2", "hr"}
_SILENT = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LINKTYPES = frozenset({"page", "document"})


def _is_stored(tag: str, name: str, value: str) -> bool:
    if name == "linktype":
        return value in _LINKTYPES
    return value.isdecimal() if name == "id" else _is_allowed(tag, name, value)


def stored_html(html: str) -> str:
    """HTML of any origin -> HTML as a rich text field keeps it."""
    cleaned = bleach.clean(
        _SILENT.sub("", html),
        tags=_STORED_TAGS,
        attributes={"a": _is_stored},
        protocols=PROTOCOLS,
        strip=True,
    )
    return cleaned.replace("<br>", "<br/>")


# Pure, and a page shows a dozen texts: a warm page does not parse them again.
@lru_cache(maxsize=4096)
def clean_html(html: str) -> SafeString:
    """HTML of any origin -> HTML with the tags above only, safe to print."""
    return mark_safe(
        bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    )


def rich_text(source: str) -> SafeString:
    """A rich text field as stored -> HTML safe to print ("" when nothing is written in it)."""
    if not plain_text(source):
        return SafeString("")
    # expand_db_html costs a parse: only links to pages and documents need it.
    return clean_html(expand_db_html(source) if "linktype=" in source else source)


# Windows letters that were read as controls: l\x92élu, c\x9cur. U+0085 is a line break, in Word too.
_WINDOWS = {
    code: letter
    for code in range(0x80, 0xA0)
    if code != 0x85 and (letter := bytes([code]).decode("cp1252", "ignore"))
} | {0x2BC: "’"}  # a letter to Unicode, an apostrophe to who types it


# Looked for first: a translation costs a hundred times as much.
_MISREAD = re.compile(f"[{''.join(map(chr, _WINDOWS))}]")


def as_meant(text: str) -> str:
    """A text whose Windows letters came as controls, with these letters; of the same length."""
    return text.translate(_WINDOWS) if _MISREAD.search(text) else text


@lru_cache(maxsize=4096)
def plain_text(source: str) -> str:
    """HTML -> its words on one line: for the index, counts and descriptions."""
    source = as_meant(source)
    if "<" not in source and "&" not in source:
        return " ".join(source.split())
    words = [
        _between(piece) if is_markup else unescape(piece) for is_markup, piece in pieces(source)
    ]
    return " ".join("".join(words).split())


def _between(markup: str) -> str:
    name = _TAG_NAME.match(markup)
    return "" if name is None or name[1].lower() in _INLINE else " "


# Characters that show nothing and change how the rest reads: controls, marks of writing direction
# (a text that reads backwards), spaces without width. The joiner of emoji (U+200D) stays.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


# Word's soft line break (U+000B) and its like part two words; the others show nothing. No XML has them.
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str, line: str = " ") -> str:
    """What an editor pasted, as any file or feed can hold it. line: what stands for a line break."""
    return _CONTROLS.sub("", _BREAKS.sub(line, as_meant(text)))


def typed_text(text: str) -> str:
    """What a visitor typed, as plain text of several lines: to be escaped when it is shown."""
    text = unicodedata.normalize("NFC", as_meant(text).replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text)
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def typed_again(source: str) -> str:
    """A rich text as one would type it: paragraphs, lines and items of lists, without its marks."""
    parts = [_break(piece) if is_markup else unescape(piece) for is_markup, piece in pieces(source)]
    return typed_text("".join(parts))


def _break(markup: str) -> str:
    match = _TAG_NAME.match(markup)
    name = match[1].lower() if match else ""
    if name == "li":
        return "" if markup.startswith("</") else "\n- "
    if name == "br":
        return "\n"
    return "" if name in _INLINE or not name else "\n\n"


def typed_line(text: str) -> str:
    """What a visitor typed, on one line."""
    return " ".join(typed_text(text).split())
