"""What of a sheet is measured or confirmed, and who speaks: on its page, in the filter, side by side, counted."""

import html
import re

import pytest

from catalogue import evidence
from catalogue.evidence import Strength, independent
from catalogue.models import (
    OwnerConfirmation,
    ProjectCost,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectResult,
    ProjectSource,
)
from catalogue.presentation.outcome import results_of
from catalogue.publication import publication_errors
from council import cells
from council.note import writing
from search.index.outbox import drain, rebuild
from tests.factories import SheetFactory, draft

pytestmark = pytest.mark.django_db


def source(voice="", url="", **fields) -> ProjectSource:
    return ProjectSource(title="Source", voice=voice, url=url, **fields)


def press(url="", **fields) -> ProjectSource:
    return source("presse", url, **fields)


@pytest.mark.parametrize(
    ("count", "sources"),
    [
        (0, []),
        (0, [source(), source("presse")]),  # neither site nor author: nobody knows whose
        (1, [press("https://www.lemonde.fr/a"), press("https://blog.lemonde.fr/b")]),
        (2, [press("https://lemonde.fr/a"), press("https://sudouest.fr/b")]),
        (1, [press(author="La Gazette"), press("https://copie.fr/a", author="la gazette")]),
        # Nobody noted who speaks: the owner, maybe, or one who repeats him.
        (0, [source(url="https://lemonde.fr/a"), source(url="https://sudouest.fr/b")]),
        (1, [press("https://lemonde.fr/a"), source(url="https://sudouest.fr/b")]),
        # Who carries a text has not written it; who has a name under a shared one has.
        (0, [press("https://www.slideshare.net/a"), press("https://x.s3.amazonaws.com/b")]),
        (1, [press("https://latribune.fr/a"), press("https://www.pressreader.com/b")]),
        (
            2,
            [
                source("autre", "https://www.amf.asso.fr/a"),
                source("autre", "https://avicca.asso.fr"),
            ],
        ),
        # A copy has its site in common with one and its author with another.
        (
            1,
            [
                press("https://a.fr/1", author="AFP"),
                press("https://b.fr/1", author="Sud Ouest"),
                source(author="AFP", url="https://b.fr/2"),
            ],
        ),
        # All that the authority says, wherever.
        (
            1,
            [
                source("collectivite", "https://agen.fr/a"),
                source("collectivite", "https://github.com/agen"),
            ],
        ),
        (2, [source("collectivite", "https://agen.fr/a"), source("presse", "https://sudouest.fr")]),
        (1, [press("https://[bad"), press("https://agen.fr")]),
    ],
)
def test_what_independent_means(count, sources):
    assert independent(sources) == count


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (1, 2, ""),
        (1, None, ""),
        (None, 2, "dites d’abord quelle source le dit"),
        (1, 1, "ne se confirme pas elle-même"),
        (1, 99, "il n’y a pas de source n° 99"),
        (1, 3, "notez qui parle dans la source n° 3"),
        (4, 1, "donnez l’auteur de la source n° 4"),
        (1, 5, "les sources n° 1 et n° 5 ne sont pas indépendantes"),
        (2, 6, "ne sont pas indépendantes"),
        # Another source of the sheet shows that the two are one.
        (7, 8, "ne sont pas indépendantes"),
        (8, 9, "ne sont pas indépendantes"),
    ],
)
def test_a_second_source_confirms_where_it_is_another_word(first, second, why):
    sheet = draft(
        sources=[
            press("https://sudouest.fr/a"),
            source("collectivite", "https://agen.fr/a"),
            source("", "https://lemonde.fr/a"),
            press(),
            press("https://www.sudouest.fr/b"),
            source("collectivite", "https://data.example/agen"),
            press("https://lejournal.fr/a", author="Camille Martin"),
            source("autre", "https://blog.martin.fr/a"),
            press("https://blog.martin.fr/b", author="Camille Martin"),
        ],
        costs=[
            ProjectCost(
                label="Achat",
                nature="investissement",
                amount=1,
                source_number=first,
                second_source_number=second,
            )
        ],
    )
    error = publication_errors(sheet).get("costs.1", "")
    assert bool(error) == bool(why)
    assert why in error
    assert evidence.evidence_of(sheet).confirmed == (second is not None and not why)


def test_a_measure_that_confirms_measures_and_what_does_not_confirm_is_not_said_to():
    rows = [
        ProjectResult(
            indicator="Dossiers", after=80, source_number=first, second_source_number=second
        )
        for first, second in ((1, 2), (2, 1), (1, 3), (None, 1))
    ]
    sheet = draft(
        sources=[
            press("https://sudouest.fr/a"),
            source("mesure", author="Cerema"),
            source("mesure", "https://sudouest.fr/b"),
        ],
        results=rows,
        means=[ProjectMeans(skill="Chef de projet", source_number=1, second_source_number=2)],
        funding=[ProjectFunding(funder="Région", source_number=1, second_source_number=2)],
    )
    made = evidence.evidence_of(sheet)
    assert (made.measured, made.claimed, made.confirmed) == (2, 2, 2)
    measure = "une mesure ou une évaluation"
    assert [[one.words for one in row.cited] for row in results_of(sheet).rows] == [
        ["selon la presse", f"confirmé par {measure}"],
        [f"selon {measure}", "confirmé par la presse"],
        ["selon la presse", f"selon {measure}"],
        ["selon la presse"],
    ]
    for (line,) in (cells.work(sheet).lines, writing.funding(sheet).lines):
        assert line.note == f"selon la presse, confirmé par {measure}"


@pytest.fixture
def sheets():
    press, authority = "https://sudouest.fr/a", "https://agen.fr/a"
    made = {
        Strength.MEASURED: SheetFactory(
            title="Mesurée",
            sources=[source("presse", press), source("mesure", author="Cerema")],
            results=[
                ProjectResult(indicator="Dossiers en ligne", after=80, source_number=2),
                ProjectResult(indicator="Agents contents", after=99, source_number=1),
                ProjectResult(indicator="Sans source", after=1),
            ],
        ),
        Strength.CONFIRMED: SheetFactory(
            title="Recoupée",
            sources=[source("presse", press), source("collectivite", authority)],
            costs=[
                ProjectCost(
                    label="Achat",
                    nature="investissement",
                    amount=1_000,
                    source_number=1,
                    second_source_number=2,
                )
            ],
        ),
        Strength.AUTHORITY: SheetFactory(
            title="Annoncée", sources=[source("collectivite", authority)]
        ),
        Strength.PRESS: SheetFactory(title="Lue", sources=[source("presse", press)]),
        Strength.OTHER: SheetFactory(title="Autrement", sources=[source("autre", press)]),
        Strength.UNSAID: SheetFactory(title="Muette", sources=[source("", press)]),
    }
    rebuild()
    return made


def told(visitor, sheet) -> str:
    page = html.unescape(visitor.get(sheet.relative_url(None)).content.decode())
    return " ".join(page.replace("\u202f", " ").replace("\xa0", " ").split())


def found(visitor, value) -> set[str]:
    page = html.unescape(visitor.get(f"/projets/?preuve={value}").content.decode())
    return {
        title
        for title in ("Mesurée", "Recoupée", "Annoncée", "Lue", "Autrement", "Muette")
        if f">{title}<" in page
    }


def test_the_page_the_filter_the_table_and_the_count_say_the_same(
    visitor, sheets, django_assert_num_queries
):
    page = told(visitor, sheets[Strength.MEASURED])
    line = "1 résultat mesuré, 2 annoncés ; 2 sources indépendantes les unes des autres. Qui parle : la presse, une mesure"
    assert f"Mesuré ou confirmé : {line}" in page
    assert "un chiffre n’a que celles qu’il cite" in page
    # Each fact says who speaks.
    for words in ("selon une mesure ou une évaluation", "selon la presse"):
        assert f'<span class="muted">{words}</span>' in page
    assert (
        "Rien n’est ni mesuré ni confirmé par une seconde source. Qui parle : la presse."
        in told(visitor, sheets[Strength.PRESS])
    )
    assert "Qui parle n’est pas noté." in told(visitor, sheets[Strength.UNSAID])
    page = told(visitor, sheets[Strength.CONFIRMED])
    assert "Mesuré ou confirmé : 1 chiffre confirmé par une seconde source ; 2 sources" in page
    assert "un chiffre n’a que celles qu’il cite" not in page
    said = re.search(r"<th[^>]*>Achat .*?</th>", page)[0]
    assert ("#source-1" in said, "selon la presse" in said) == (True, True)
    assert ("#source-2" in said, "confirmé par la collectivité" in said) == (True, True)

    assert found(visitor, "etaye") == {"Mesurée", "Recoupée"}
    assert found(visitor, "mesure") == {"Mesurée"}
    assert found(visitor, "confirme") == {"Recoupée"}
    assert found(visitor, "collectivite") == {"Annoncée"}
    assert found(visitor, "presse") == {"Lue"}

    rows = ProjectPage.objects.prefetch_related(*evidence.ROWS)
    with django_assert_num_queries(1 + len(evidence.ROWS)):
        tally = evidence.tally(rows)
    assert set(tally.sheets.values()) == {1}
    assert list(tally.sheets) == list(Strength)
    assert (tally.measured, tally.claimed, tally.confirmed) == (1, 2, 1)
    assert tally.words.endswith(". 1 chiffre confirmé par une seconde source")
    assert tally.words.startswith("6 fiches : un résultat mesuré, 1 ; confirmé par le porteur")

    compared = (Strength.MEASURED, Strength.PRESS, Strength.CONFIRMED)
    numbers = ",".join(str(sheets[one].number) for one in compared)
    page = html.unescape(visitor.get(f"/comparer/?f={numbers}").content.decode())
    assert "1 résultat mesuré, 2 annoncés" in page
    assert "Ni mesuré ni confirmé" in page
    assert "selon la presse, confirmé par la collectivité" in page


def test_a_confirmation_that_comes_from_outside_reaches_the_filter_and_the_page(visitor, sheets):
    sheet = sheets[Strength.AUTHORITY]
    told(visitor, sheet)
    one = OwnerConfirmation.objects.create(sheet=sheet, confirmed_on="2026-03-04")
    drain()
    assert found(visitor, "etaye") == {"Mesurée", "Recoupée", "Annoncée"}
    assert "confirmé par la collectivité, 4 mars 2026." in told(visitor, sheet)
    one.delete()
    drain()
    assert found(visitor, "collectivite") == {"Annoncée"}
