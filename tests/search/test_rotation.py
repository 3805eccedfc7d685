"""The catalogue and the home page as somebody finds them who asks for nothing."""

import re

import pytest
from time_machine import travel

from catalogue.models import ProjectPage
from search.index import outbox
from tests.factories import AuthorityFactory, SheetFactory, ThemeFactory

pytestmark = pytest.mark.django_db

MORNING, EVENING, NEXT_DAY = "2026-12-01 08:00", "2026-12-01 21:00", "2026-12-02 08:00"


@pytest.fixture(scope="module")
def made(shared_rows) -> list[int]:
    with travel(MORNING, tick=False):
        return [sheet.pk for sheet in _made()]


def _made() -> list[ProjectPage]:
    themes = [ThemeFactory(name=f"Thème {number}") for number in range(4)]
    places = [
        AuthorityFactory(name=f"Lieu {number}", population=population)
        for number, population in enumerate((300, 5_000, 30_000, 200_000))
    ]
    return [
        SheetFactory(
            title=f"Fiche {number:02}",
            # Most of them about one theme, as in life.
            main_theme=themes[min(number % 12, 3)],
            authority=places[number % 4],
        )
        for number in range(40)
    ]


@pytest.fixture
def sheets(made, indexed, time_machine):
    time_machine.move_to(MORNING, tick=False)
    indexed()
    return list(ProjectPage.objects.filter(pk__in=made).order_by("title"))


def listed(visitor, address="/projets/") -> list[dict]:
    return visitor.get(address).context["results"]["hits"]


def titles(visitor, address="/projets/") -> list[str]:
    return [hit["title"] for hit in listed(visitor, address)]


def test_the_first_page_has_every_theme_and_every_size(visitor, sheets):
    hits = listed(visitor)
    assert len(hits) == 12
    assert {hit["theme_slug"] for hit in hits[:4]} == {f"theme-{number}" for number in range(4)}
    assert {hit["authority"]["population"] for hit in hits} == {300, 5_000, 30_000, 200_000}


def test_it_is_the_same_all_day_and_another_one_tomorrow(visitor, sheets, time_machine):
    morning = titles(visitor)
    time_machine.move_to(EVENING, tick=False)
    assert titles(visitor) == morning
    time_machine.move_to(NEXT_DAY, tick=False)
    assert titles(visitor) != morning


def test_the_pages_hold_every_sheet_once(visitor, sheets):
    pages = [titles(visitor, f"/projets/?page={number}") for number in range(1, 5)]
    assert [len(page) for page in pages] == [12, 12, 12, 4]
    assert sorted(title for page in pages for title in page) == [f"Fiche {n:02}" for n in range(40)]
    rest = [title for page in pages[1:] for title in page]
    assert rest == sorted(rest, reverse=True)  # by date


def test_it_says_what_it_is_and_leads_to_the_order_by_date(visitor, sheets):
    response = visitor.get("/projets/")
    assert "Sélection du jour" in response.content.decode()
    sorts = response.context["results"]["sorts"]
    assert [(one["label"], one["selected"]) for one in sorts] == [
        ("sélection du jour", True),
        ("date", False),
    ]
    assert titles(visitor, sorts[1]["url"]) == [f"Fiche {n:02}" for n in range(39, 27, -1)]
    mine = sheets[0].authority.code
    for asked in ("q=fiche", "theme=theme-0", f"territoire={mine}", "tri=date"):
        assert "Sélection du jour" not in visitor.get(f"/projets/?{asked}").content.decode()


def test_the_home_page_shows_three_of_them(visitor, sheets):
    page = visitor.get("/").content.decode()
    shown = set(re.findall(r"Fiche \d\d", page))
    assert len(shown) == 3
    assert shown <= set(titles(visitor))
    assert "Fiches du jour" in page


def test_what_is_no_longer_public_is_in_neither(visitor, sheets):
    gone = titles(visitor)
    ProjectPage.objects.filter(title__in=gone).update(live=False)  # the index is late
    assert titles(visitor) == []
    outbox.rebuild()
    assert len(titles(visitor)) == 12
    assert not set(gone) & set(titles(visitor))


def test_it_costs_no_statement_a_sheet(visitor, sheets, django_assert_max_num_queries):
    visitor.get("/projets/")
    for address in ("/projets/", "/projets/?page=2"):
        with django_assert_max_num_queries(5):
            visitor.get(address)


def test_filters_alone_list_by_date_and_say_so(visitor, sheets):
    theme = ThemeFactory(name="À part")
    for number, date in ((0, "2026-03"), (4, "2026-05-02"), (8, "2019"), (12, "2026")):
        sheets[number].status_date = date
        sheets[number].main_theme = theme
        sheets[number].save()
    outbox.rebuild()
    address = f"/projets/?theme={theme.slug}"
    response = visitor.get(address)
    found = [hit["title"] for hit in response.context["results"]["hits"]]
    # A vague date comes after precise ones.
    assert found == ["Fiche 04", "Fiche 00", "Fiche 12", "Fiche 08"]
    assert titles(visitor, f"{address}&tri=date") == found
    sorts = response.context["results"]["sorts"]
    assert [(one["label"], one["selected"]) for one in sorts] == [("date", True)]
    assert "Trier par" in response.content.decode()
