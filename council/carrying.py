"""What an address retains, written into every page that is asked for with it: one place, so that no link, form or card of
the site has to think of it (docs/decisions/0011-what-is-retained-travels-in-addresses.md).

Beneath the kept pages (`core.page_cache`) and their compression: a page with a selection is kept as it leaves here.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.html import escape

from core.retained import PARAMETER, joined, retained

# Nothing of these is a page that somebody looks around in.
_ELSEWHERE = ("/admin/", "/documents/", "/media/", "/static/")
_LINK = re.compile(r'(<a\s(?:[^>]*?\s)?href=")([/?][^"]*)(")')
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'(<form\b[^>]*?\saction=")([/?][^"]*)(")')
_IS_POSTED = re.compile(r'^<form\b[^>]*?\smethod="post"')
_TARGET = re.compile(r'^<form\b[^>]*?\saction="([^"]*)"')
_BUTTON = re.compile(r'name="retenir" value="(\d+)">Retenir')


class CarryingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if PARAMETER not in request.GET or request.path_info.startswith(_ELSEWHERE):
            return response
        numbers = retained(request.GET).numbers
        if not numbers:
            return response
        if "Location" in response:
            # This one alone says itself what is retained from here on: what is taken off must not come back.
            if request.path != reverse("retain"):
                response["Location"] = carried(response["Location"], numbers)
        elif not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            text = response.content.decode(response.charset)
            response.content = written(text, numbers).encode(response.charset)
            if "Content-Length" in response:
                response["Content-Length"] = str(len(response.content))
        return response


def carried(address: str, numbers: tuple[int, ...]) -> str:
    """The address of a page of this site with what is retained; as it is, where it says so itself (« f= »: nothing any more)
    or leads to no page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    names = {pair.partition("=")[0] for pair in parts.query.split("&")}
    is_page = address.startswith(("/", "?")) and not address.startswith(("//", "/\\"))
    is_file = "." in parts.path.rpartition("/")[2]
    if not is_page or is_file or parts.path.startswith(_ELSEWHERE) or PARAMETER in names:
        return address
    start, mark, anchor = address.partition("#")
    joint = "" if start.endswith("?") else "&" if "?" in start else "?"
    return f"{start}{joint}{PARAMETER}={joined(numbers)}{mark}{anchor}"


def written(page: str, numbers: tuple[int, ...]) -> str:
    """The page with its links, its forms and its buttons « Retenir » as this selection has them."""

    def address(found: re.Match) -> str:
        return f"{found[1]}{escape(carried(unescape(found[2]), numbers))}{found[3]}"

    def form(found: re.Match) -> str:
        text = found[0]
        if _IS_POSTED.match(text):
            return _ACTION.sub(address, text, count=1)
        target = _TARGET.match(text)
        leads_away = target and not target[1].startswith(("/", "?"))
        if leads_away or f'name="{PARAMETER}"' in text:
            return text
        start, mark, rest = text.partition(">")
        field = f'<input type="hidden" name="{PARAMETER}" value="{joined(numbers)}">'
        return f"{start}{mark}{field}{rest}"

    def button(found: re.Match) -> str:
        number = found[1]
        if int(number) not in numbers:
            return found[0]
        return f'name="retirer" value="{number}">Retenue, retirer'

    return _BUTTON.sub(button, _FORM.sub(form, _LINK.sub(address, page)))
