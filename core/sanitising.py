"""The one place that cleans HTML: what editors and visitors wrote, before it is shown.

Wagtail's links are expanded first: a cleaner that ran before would drop the attributes they live in.
"""

from functools import lru_cache
from html import unescape

import bleach
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

TAGS = frozenset(
    "a b blockquote br em h3 h4 hr i li ol p strong sub sup ul".split()
)
ATTRIBUTES = {"a": ["href", "title"]}
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})


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


@lru_cache(maxsize=4096)
def plain_text(source: str) -> str:
    """HTML -> its words on one line: for the index, counts and descriptions."""
    if "<" not in source and "&" not in source:
        return " ".join(source.split())
    return " ".join(unescape(strip_tags(source.replace("<", " <"))).split())
