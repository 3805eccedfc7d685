"""What the components ask of their data."""

import datetime

import pytest
from django.template.loader import render_to_string

from catalogue.records import with_status
from core.templatetags.components import facet_groups, file_size, rich
from home.showcase_sheets import cards, debate_view, rows, sheet_view
from tests.conftest import INVALID
from tests.factories import editor

NARROW = "\u202f"


def value(name, depth=0, selected=False):
    return {"value": name, "label": name, "count": 1, "selected": selected, "depth": depth}


def names(branches):
    return [(b["value"]["value"], [c["value"] for c in b["children"]]) for b in branches]


def test_children_show_once_their_branch_is_chosen():
    values = [value("a"), value("a1", 1), value("b"), value("b1", 1, True), value("b2", 1)]
    assert names(facet_groups(values)["shown"]) == [("a", []), ("b", ["b1", "b2"])]
    values[0]["selected"] = True
    assert names(facet_groups(values)["shown"])[0] == ("a", ["a1"])


def test_a_long_facet_folds_but_never_what_was_chosen():
    values = [value(str(i), selected=i == 15) for i in range(18)]
    groups = facet_groups(values)
    assert [b["value"]["value"] for b in groups["shown"]] == [*map(str, range(8)), "15"]
    assert len(groups["more"]) == 9


def test_a_facet_a_little_too_long_does_not_fold():
    assert facet_groups([value(str(i)) for i in range(10)])["more"] == []
    assert facet_groups([]) == {"shown": [], "more": []}


@pytest.mark.parametrize(
    ("size", "shown"),
    [(400, "1\u00a0ko"), (120_400, "120\u00a0ko"), (1_234_567, "1,2\u00a0Mo"), (0, ""), (None, "")],
)
def test_file_size(size, shown):
    assert file_size(size) == shown


def test_rich_text_is_cleaned():
    assert "script" not in rich("<p>Oui</p><script>alert(1)</script>")


def card(**changes):
    return {
        "title": "L'eau : un <b>bilan</b> !",
        "summary": "Résumé",
        "url": "/projets/eau/",
        "number": 1,
        "authority": {
            "name": "Boé",
            "type_label": "commune",
            "departement": "Lot-et-Garonne",
            "population": 5846,
            "code": "47031",
        },
        "theme_slug": "donnees-ia",
        "cost_label": "Coût",
        "cost": "",
        "cost_unknown": False,
        "difficulty": "",
        "kind_label": "Projet",
        "status_label": "Terminé",
        "status_words": "Terminé (2017)",
    } | changes


def test_a_card_escapes_and_sets_its_title():
    html = render_to_string("components/card.html", {"hit": card()})
    assert f"L’eau\u00a0: un &lt;b&gt;bilan&lt;/b&gt;{NARROW}!" in html
    assert f"5{NARROW}846&nbsp;hab." in html


def test_a_card_says_non_connu_only_where_somebody_said_so():
    assert "Coût" not in render_to_string("components/card.html", {"hit": card(), "row": True})
    html = render_to_string("components/card.html", {"hit": card(cost_unknown=True), "row": True})
    assert "non connu" in html


def test_a_card_says_what_an_amount_is():
    ransom = card(cost_label="Montant cité", cost="Rançon demandée : 1 500 euros")
    html = render_to_string("components/card.html", {"hit": ransom, "row": True})
    assert "<dt>Montant cité</dt>" in html
    assert "Coût" not in html


def test_a_card_says_its_state_as_of_its_date():
    now = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
    old = with_status(card(status_label="En cours", status_date="2017-01"), now)
    html = render_to_string("components/card.html", {"hit": old})
    assert "En cours en janvier\u00a02017" in html
    assert "Terminé (2017)" in render_to_string("components/card.html", {"hit": card()})


def test_a_card_without_authority_still_shows():
    html = render_to_string("components/card.html", {"hit": card(authority=None), "row": True})
    assert "territory" not in html
    assert "/projets/eau/" in html


def test_reason_in_parts_never_carries_a_separator():
    hit = card() | {"reason": {"words": "Taille proche", "figures": ("8 430 habitants", "Aude")}}
    html = render_to_string("components/card.html", {"hit": hit, "row": True})
    assert "<span>Aude</span>" in html
    assert "·" not in html


@pytest.mark.django_db
@pytest.mark.django_db
def test_the_page_of_components_shows_them_all_to_those_who_work_here(client, visitor):
    client.force_login(editor())
    html = client.get("/composants/").content.decode()
    assert visitor.get("/composants/").status_code == 404
    assert INVALID not in html
    for words in ("Réponse non connue", "Pour le refaire", "Chef", "45\u202f000", "Non connu"):
        assert words.lower() in html.lower()


@pytest.mark.django_db
def test_the_sheets_of_the_page_of_components_were_never_saved(django_assert_max_num_queries):
    """Each is presented from its memory: the names of places and Wagtail's own are all that is read."""
    with django_assert_max_num_queries(100) as captured:
        assert {row.label for row in sheet_view().costs.rows} == {"Luminaires", "Abonnement"}
        assert debate_view().debate.items
        assert [card["title"] for card in (*cards(), *rows())]
    assert not [query["sql"] for query in captured if "catalogue_" in query["sql"]]
