"""Strings that broke software before, in every field of every form under /admin/, and in its lists' filters."""

import pytest
from lxml import etree

from tests.parsing import parsed

from .admin_addresses import addresses
from .admin_objects import objects
from .test_access import Browser, person, table

STRINGS = {
    "nul": "a\x00b",
    "long": "é" * 10_000,
    "mixed": "\x01\x08\x1b\x7f\x85\u2028\ufeff\u200b👩‍👩‍👧 \u202eegnitirw\u202c '; DROP TABLE x; -- <![CDATA[ <script>alert(1)</script> {{ 7|add:7 }} %s %(x)s ../..",
    "number": "-1e400",
    "json": '{"blocks": [{"text": 1}], "entityMap": ',
}
# Also where a number, a choice or a date belongs: each is refused by its own field.
EVERYWHERE = ("nul", "json")
# Log out and second factors are others' subject; these show no form of their own.
_APART = (
    "admin/logout/",
    "admin/second-facteur/",
    "admin/confirmer/",
    "admin/login/",
    "admin/password_reset/",
)
_FREE = ("text", "search", "email", "url", "tel", "number", "date", "hidden")

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture that it made open.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Form:
    """Fields of one form: name -> value that the page gives it; `free` may hold any text."""

    def __init__(self, path: str, form):
        self.path = path
        self.values: dict[str, str] = {}
        self.free: set[str] = set()
        self._read(form)
        for row in form.xpath(".//*[contains(@id, 'EMPTY_FORM_TEMPLATE')]"):
            # A row to be added is the text of a script, or stands in a template.
            html = row.text if row.tag == "script" else etree.tostring(row, encoding="unicode")
            self._read(parsed(html.replace("__prefix__", "0").encode()))
        for name in self.values:
            if name.endswith("-TOTAL_FORMS"):
                self.values[name] = "1"

    def _read(self, element) -> None:
        for field in element.iter("input", "textarea", "select"):
            name, kind = field.get("name"), field.get("type", "text")
            if (
                not name
                or kind in ("file", "submit", "checkbox", "radio")
                or name == "csrfmiddlewaretoken"
            ):
                continue
            if field.tag == "select":
                chosen = field.find(".//option[@selected]")
                self.values[name] = "" if chosen is None else chosen.get("value", "")
                continue
            is_area = field.tag == "textarea"
            self.values[name] = "".join(field.itertext()) if is_area else field.get("value", "")
            if is_area or (kind in _FREE and not name.endswith("_FORMS")):
                self.free.add(name)

    def signature(self) -> tuple:
        return tuple(sorted(self.values))

    def everywhere(self, text: str) -> dict[str, str]:
        return dict.fromkeys(self.values, text)

    def in_free(self, text: str) -> dict[str, str]:
        return self.values | {name: text for name in self.free if name not in _KEPT}


# What decides where the answer goes, not what is kept.
_KEPT = {"next", "loaded_revision_id", "loaded_revision_created_at"}


def _forms_of(html: bytes, path: str) -> list[tuple[str, Form]]:
    """(method, form)"""
    found = [
        (form.get("method", "get").lower(), Form(path, form)) for form in parsed(html).iter("form")
    ]
    return [(method, form) for method, form in found if form.values]


@pytest.fixture
def everything():
    """The administrator's browser, and one form of each kind: (to post, to ask with)."""
    user = person("A")
    known, browser = objects(user), Browser(user)
    posted: dict[tuple, Form] = {}
    asked: dict[tuple, Form] = {}
    rows = table()
    for address in addresses():
        if address.name.startswith(_APART) or not _has_a_form(address.name, rows):
            continue
        path = address.path(known)
        answer = browser.ask("get", path)
        if (
            answer.status_code != 200
            or answer.streaming
            or "text/html" not in answer["Content-Type"]
        ):
            continue
        for method, form in _forms_of(answer.content, path):
            if method in ("post", "get"):
                kept = posted if method == "post" else asked
                kept.setdefault(form.signature(), form)
    assert len(posted) > 30
    assert len(asked) > 10
    return browser, list(posted.values()), list(asked.values())


def _has_a_form(name: str, rows: dict) -> bool:
    """That an administrator may post to, or that narrows a list; of two pages of a type, one is enough."""
    if "{own}" in name or "/preview/" in name:
        return False
    is_list = f"{name}results/" in rows
    return is_list or "A" in rows[name][1] or "*" in rows[name][1]


def test_no_string_makes_a_form_fail(everything):
    browser, posted, asked = everything
    failed = []
    for name, text in STRINGS.items():
        sendings = [("post", form, form.in_free(text)) for form in posted]
        if name in EVERYWHERE:
            sendings += [("post", form, form.everywhere(text)) for form in posted]
        sendings += [("get", form, form.everywhere(text[:2_000])) for form in asked]
        for method, form, data in sendings:
            answer = browser.ask(method, form.path, data)
            if answer.status_code >= 500:
                failed.append(f"{method} {form.path} ({name}): {answer.exc_info[1]!r}"[:300])
    assert not failed, "\n".join(failed)
