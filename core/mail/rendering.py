"""An e-mail's words: a text part and an HTML part from `templates/mail/<name>.txt` and `.html`."""

from dataclasses import dataclass
from functools import lru_cache

import css_inline
from django.conf import settings
from django.template.loader import render_to_string

from core.identity import identity
from core.templatetags.typography import french_html, french_text


@dataclass(frozen=True, slots=True)
class Parts:
    text: str
    html: str


def absolute(path: str) -> str:
    """A site-relative address -> the one to write in a message."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    # What is read by mail programs lies in `style` attributes; nothing is fetched from anywhere.
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def render(name: str, context: dict) -> Parts:
    """Both parts of the message `name`. Raises TemplateDoesNotExist when one is missing."""
    site = identity()
    known = {"site_name": site.name, "site_url": absolute("/"), "mailbox": site.mailbox}
    context = known | context
    text = render_to_string(f"mail/{name}.txt", context)
    html = render_to_string(f"mail/{name}.html", context)
    # Typography is done here on the whole: in a text part the filter of the pages would escape.
    # It takes a doctype for text, so that is put back.
    _, tag, page = html.partition("<html")
    page = "<!doctype html>\n" + french_html(tag + page)
    return Parts(text=french_text(_tidy(text)), html=_inliner().inline(page))


def _tidy(text: str) -> str:
    """Without the blank lines that template tags leave: at most one between two paragraphs."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
