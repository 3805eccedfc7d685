"""A page that says it is missing though its server says that all is well (« soft 404 »).

Judged by its title and first heading, and by where a redirect ended: never by its text, which may tell of such a page.
"""

import re

from core.sanitising import plain_text

from .addresses import Address

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"charset=[\"']?([a-z0-9_-]+)", re.IGNORECASE)
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
    found = [match[1] for pattern in (_TITLE, _HEADING) if (match := pattern.search(text))]
    return any(_SAYS_SO.search(plain_text(one[:500])) for one in found)


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
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("latin-1")
