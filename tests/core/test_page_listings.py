"""The flat lists of pages in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.events.factories import EventFactory, TourFactory, organiser
from tests.factories import SheetFactory, UserFactory, editor

LISTS = [
    ("fiches", editor, SheetFactory, "Porteur"),
    ("evenements", organiser, EventFactory, "Commune"),
    ("tournees", organiser, TourFactory, "Titre"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "account", "factory", "column"), LISTS)
class TestList:
    def test_it_lists_and_searches(self, client, name, account, factory, column):
        client.force_login(account())
        factory(title="Zythologie au village")
        other = factory(title="Un guichet unique")
        html = client.get(reverse(f"{name}:index")).content.decode()
        assert column in html
        assert "Zythologie au village" in html
        assert other.title in html
        html = client.get(reverse(f"{name}:index"), {"q": "zytho"}).content.decode()
        assert "Zythologie au village" in html
        assert other.title not in html

    def test_its_statements_do_not_grow(self, client, name, account, factory, column):
        client.force_login(account())
        factory()
        self.statements(client, name)  # what is read once per process
        before = self.statements(client, name)
        for _ in range(8):
            factory()
        assert self.statements(client, name) <= before

    def statements(self, client, name) -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse(f"{name}:index"))
        return len(statements)

    def test_it_is_in_the_menu_of_those_who_write_such_pages(
        self, client, name, account, factory, column
    ):
        address = f'"{reverse(f"{name}:index")}"'
        client.force_login(account())
        assert address in client.get("/admin/").content.decode()
        client.force_login(organiser() if account is editor else UserFactory())
        assert address not in client.get("/admin/").content.decode()
