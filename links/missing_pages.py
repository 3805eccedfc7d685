"""A page that says it is missing though its server says that all is well (« soft 404 »).

Judged by its title and first heading, and by where a redirect ended: never by its text, which may tell of such a page.
"""

import re

from core.sanitising import plain_text

from .addresses import Address

_HEADING = 500  # characters that are read of one
# Python has codecs that no page is written in, of which some take minutes (« punycode »).
_CHARSET = re.compile(
    rb"charset=[\"']?((?:utf|iso|latin|windows|cp|us-ascii|ascii|mac)[a-z0-9_-]*)", re.IGNORECASE
)
_SAYS_SO = re.compile(
    r"""(?x)
    ^\W*(?:erreur|error|http)?\W*(?:404|410)\b   # « 404 - Ville », « Erreur 404 »
    | \berr(?:eur|or)\W+(?:404|410)\b
    | \b(?:page|document|article|contenu|ressource)\b.{0,20}\b(?:introuvable|inexistante?|non\W+trouvée?|supprimée?|n.existe\W+(?:pas|plus))
    | \b(?:page|file|document|article|resource)\W+not\W+found\b
    | ^\W*not\W+found\b
    | \bn.a\W+pas\W+été\W+trouvée?\b
    | \bpage\W+(?:doesn.t|does\W+not|no\W+longer)\W+exist""",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|accueil|home)(?:\.\w+)?/?)?", re.I
)
_ERROR_PAGE = re.compile(
    r"/(?:[\w-]*[-_/])?(?:404|410|not-?found|page-?introuvable)(?:\.\w+)?/?", re.I
)


def says_it_is_missing(body: bytes, content_type: str) -> bool:
    text = _decoded(body, content_type)
    text = text.lower()
    return any(_SAYS_SO.search(plain_text(_first(text, name))) for name in ("title", "h1"))


def _first(text: str, name: str) -> str:
    """What the first element of this name holds, "" for none. Reads the page once, whatever it is made of: a regular
    expression would begin anew at each opening that nothing closes."""
    opened = text.find(f"<{name}")
    begins = text.find(">", opened) + 1
    ends = text.find(f"</{name}", begins)
    return text[begins:ends][:_HEADING] if opened >= 0 and begins and ends >= 0 else ""


def ended_elsewhere(asked: Address, ended: Address) -> bool:
    """A page of its own that is answered by the site's home page, or by its page of errors."""
    if ended == asked:
        return False
    if _ERROR_PAGE.fullmatch(_path(ended)):
        return True
    return _is_home(ended) and not _is_home(asked)


def _path(address: Address) -> str:
    return address.target.partition("?")[0]


def _is_home(address: Address) -> bool:
    return "?" not in address.target and _HOME.fullmatch(address.target) is not None


def _decoded(body: bytes, content_type: str) -> str:
    said = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(
        body[:2000]
    )
    for charset in (said[1].decode("ascii") if said else "utf-8", "utf-8"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return body.decode("latin-1")
