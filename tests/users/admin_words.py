"""What no page of the admin may say, whoever opens it: asked of every answer of the walk in test_access.py."""

import re

from tests.parsing import leave_out, parsed

MOST_OPTIONS = 200  # of one list: more is what a chooser with a search is for
# Python's own values, and names of fields or types; the page of Wagtail that lists types by such names may.
_CODES = re.compile(r"\b(?:None|True|False|[a-z]+_[a-z_]+)\b")
_READ_BY_NOBODY = "//script | //style | //template | //noscript | //textarea | //*[@hidden]"
_SPOKEN = "//@title | //@aria-label | //@alt | //@placeholder"
# Django's, of a form that no page sends.
_OF_DJANGO = "ManagementForm"


def faults(answer) -> list[str]:
    """Of an HTML page; [] of anything else."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    page = parsed(answer.content)
    leave_out(page, _READ_BY_NOBODY)
    texts = [text for text in page.itertext() if _OF_DJANGO not in text]
    found = {
        f"« {match[0]} » in « {' '.join(text.split())[:60]} »"
        for text in [*texts, *page.xpath(_SPOKEN)]
        for match in _CODES.finditer(text)
    }
    found |= {
        f"{count} options in {select.get('name')}"
        for select in page.iter("select")
        if (count := len(select.findall(".//option"))) > MOST_OPTIONS
    }
    return sorted(found)
