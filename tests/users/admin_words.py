"""What no page of the admin may say, whoever opens it: asked of every answer of the walk in test_access.py."""

import re

from bs4 import BeautifulSoup

MOST_OPTIONS = 200  # of one list: more is what a chooser with a search is for
# Python's own values, and names of fields or types; the page of Wagtail that lists types by such names may.
_CODES = re.compile(r"\b(?:None|True|False|[a-z]+_[a-z_]+)\b")
_READ_BY_NOBODY = ["script", "style", "template", "noscript", "textarea"]
_SPOKEN = ("title", "aria-label", "alt", "placeholder")
# Django's, of a form that no page sends.
_OF_DJANGO = "ManagementForm"
# What the quick look leaves out: comments, what nobody reads, and tags but for the attributes that are spoken.
_UNREAD = re.compile(rf"<!--.*?-->|<({'|'.join(_READ_BY_NOBODY)})\b.*?</\1\s*>", re.DOTALL)
_SPOKEN_WORDS = re.compile(rf"\b(?:{'|'.join(_SPOKEN)})=\"([^\"]*)\"")


def faults(answer) -> list[str]:
    """Of an HTML page; [] of anything else."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    html = answer.content.decode()
    # Most pages have neither, and are not parsed.
    long = html.count("<option") > MOST_OPTIONS
    if not long and not _CODES.search(_quickly_read(html)):
        return []
    page = BeautifulSoup(html, "html.parser")
    for element in [*page(_READ_BY_NOBODY), *page.find_all(hidden=True)]:
        element.decompose()
    texts = [text for text in page.find_all(string=True) if _OF_DJANGO not in text]
    texts += [
        element[name] for element in page.find_all(True) for name in _SPOKEN if element.get(name)
    ]
    found = {
        f"« {match[0]} » in « {' '.join(text.split())[:60]} »"
        for text in texts
        for match in _CODES.finditer(text)
    }
    found |= {
        f"{count} options in {select.get('name')}"
        for select in page.find_all("select")
        if (count := len(select.find_all("option"))) > MOST_OPTIONS
    }
    return sorted(found)


def _quickly_read(html: str) -> str:
    """What may be read or spoken, and more; nothing of it is missing."""
    seen = _UNREAD.sub(" ", html)
    return "\n".join([re.sub(r"<[^>]*>", " ", seen), *_SPOKEN_WORDS.findall(seen)])
