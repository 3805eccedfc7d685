"""Who may do what under /admin/: every address, every role, GET and an empty POST, against one table.

The table is `access.txt`: address, roles that a GET answers, roles that a POST answers. V a visitor, C Contribution,
R Rédaction, E Animation (events), A an administrator. « Answers » is anything but the log-in page, « vous n'avez
pas la permission », 403, 404, and 400 and 405 of what is not asked that way. * leaves it to a test of its own: a bulk
action answers with what it leaves out.
"""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from events.models import Proposal
from tests.factories import UserFactory, published
from users.groups import CONTRIBUTORS, EDITORS, ORGANISERS

from .admin_addresses import addresses
from .admin_objects import SECRET, objects
from .admin_words import faults

TABLE = Path(__file__).with_name("access.txt")
ROLES = {"V": None, "C": CONTRIBUTORS, "R": EDITORS, "E": ORGANISERS, "A": "administrator"}

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture that it made open.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def table() -> dict[str, tuple[str, str]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {row[0]: (row[1], row[2]) for row in rows if row and row[0] != "#"}


def test_every_address_has_its_row():
    known, found = set(table()), {address.name for address in addresses()}
    assert not found - known, "addresses without a row in access.txt: " + ", ".join(
        sorted(found - known)
    )
    assert not known - found, "rows without an address: " + ", ".join(sorted(known - found))


def person(role: str):
    if role == "V":
        return None
    user = UserFactory(username=f"role-{role}", is_superuser=role == "A")
    if role != "A":
        user.groups.add(Group.objects.get(name=ROLES[role]))
    return user


class Browser:
    """Each request from the same state: what it changes is undone."""

    def __init__(self, user):
        self._client = Client(raise_request_exception=False)
        if user:
            self._client.force_login(user)
        self._cookies = self._client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str, data: dict | None = None):
        self._client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            answer = getattr(self._client, method)(path, data)
            if answer.streaming:
                # Read to its end, which the client closes without closing the database's connection.
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer


def is_answered(answer) -> bool:
    if answer.status_code in (400, 401, 403, 404, 405):
        return False
    place = answer.get("Location", "")
    return not (
        answer.status_code == 302 and (place.startswith("/admin/login/") or place == "/admin/")
    )


# What a database alone refuses, the administrator meets, who reaches the most.
@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role == "A" else pytest.mark.either_database)
        for role in ROLES
    ],
)
def test_each_role_reaches_what_the_table_says_and_nothing_fails(role):
    user = person(role)
    known, browser, rows = objects(user), Browser(user), table()
    failed, wrong, said = [], [], []
    for address in addresses():
        for method, expected in zip(("get", "post"), rows[address.name], strict=True):
            answer = browser.ask(method, address.path(known))
            if answer.status_code >= 500:
                failed.append(f"{method} {address.name}")
            elif expected != "*" and is_answered(answer) != (role in expected):
                verb = "refuses" if role in expected else "answers"
                wrong.append(f"{address.name} {verb} a {method}")
            said += [f"{method} {address.name}: {fault}" for fault in faults(answer)]
    assert not failed, f"fails for {role}: " + ", ".join(failed)
    assert not wrong, f"for {role}: " + ", ".join(wrong)
    assert not said, f"{role} reads:\n" + "\n".join(said)


@pytest.mark.parametrize("role", "CRE")
@pytest.mark.parametrize("who", ["unconfirmed", "events.proposal"])
def test_the_bulk_page_names_nothing_that_its_reader_may_not_see(role, who):
    """Neither what nobody confirmed, to anybody, nor what people sent, to who does not read it elsewhere."""
    user = person(role)
    known = objects(user)
    path = f"/admin/bulk/events/proposal/delete/?id={known[who]}"
    browser = Browser(user)
    for method in ("get", "post"):
        answer = browser.ask(method, path)
        html = answer.content.decode()
        assert SECRET not in html
        if role != "E":
            assert "Un projet" not in html
    assert Proposal.objects.filter(pk=known[who]).exists()


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/admin/pages/1/set_position/", {}),
        ("/admin/choose-external-link/", {}),
        ("/admin/choose-external-link/", {"external-link-chooser-url": ""}),
        ("/admin/choose-external-link/", {"external-link-chooser-url": "\x00"}),
        ("/admin/snippets/choose/events/projectcall/create/", {}),
        ("/admin/redirects/import/process/", {"input_format": "x", "import_file_name": "y"}),
        ("/admin/redirects/import/process/", {"input_format": "x"}),
        *(
            ("/admin/pages/{sheet}/copy/", {"new_parent_page": value})
            for value in ("abc", "-1", "9" * 40, "²", "", "\x00", "99999999")
        ),
    ],
)
def test_what_no_page_of_wagtail_sends(path, sent):
    user = person("A")
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    path = path.format(sheet=published().pk)
    assert browser.post(path, sent).status_code < 500
