"""Whether two titles may be of the same project, and two addresses of the same page. Reads no database."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

from territories.names import fold

CLOSE = 65  # of 100: titles of one authority
CLOSE_WITH_SOURCE = 70  # of sheets that cite the same page, whoever carries them
_OF_CAMPAIGNS = re.compile(r"utm_|mtm_|pk_|fbclid$|gclid$")


def closeness(one: str, other: str) -> float:
    """0 to 100: the words that two titles share, whatever their order, case and accents."""
    return fuzz.token_set_ratio(fold(one), fold(other))


def same_page(address: str) -> str:
    """What all spellings of one address share; "" for none."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address.strip()
    pairs = [pair for pair in parse_qsl(parts.query) if not _OF_CAMPAIGNS.match(pair[0])]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
