"""French typography as a reader sees it: \\u202f is the narrow no-break space, \\u00a0 the wide one."""

import datetime
import time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.typography import (
    french,
    french_html,
    french_text,
    plural,
    prose,
    segments,
)
from core.words import date_range, euros, full_date, number, partial_date

N = "\u202f"
W = "\u00a0"

TEXTS = [
    # Spaces that were typed become no-break ones.
    ("Un débat ; une charte", f"Un débat{N}; une charte"),
    ("Parlons-en !", f"Parlons-en{N}!"),
    ("Que faire ?", f"Que faire{N}?"),
    ("Que faire  ?", f"Que faire{N}?"),
    ("Bilan : réussi", f"Bilan{W}: réussi"),
    ("« déjà »", f"«{W}déjà{W}»"),
    ("«déjà»", f"«{W}déjà{W}»"),
    ("« 5G à Nantes : parlons-en ! »", f"«{W}5G à Nantes{W}: parlons-en{N}!{W}»"),
    # Spaces that were forgotten are added where a sentence pauses.
    ("Parlons-en!", f"Parlons-en{N}!"),
    ("Quoi?!", f"Quoi{N}?!"),
    ("Quoi ?!", f"Quoi{N}?!"),
    ("(vraiment?)", f"(vraiment{N}?)"),
    ("Coût: 5", f"Coût{W}: 5"),
    ("un; deux", f"un{N}; deux"),
    ("«Oui!»", f"«{W}Oui{N}!{W}»"),
    # Not sentences.
    ("Le 8 à 10:30", "Le 8 à 10:30"),
    ("un rapport de 1:2", "un rapport de 1:2"),
    ("voir https://a.fr/x?b=1;c:d", "voir https://a.fr/x?b=1;c:d"),
    ("voir https://a.fr/l'eau...", "voir https://a.fr/l'eau…"),
    ("(https://a.fr/x?y) : vu", f"(https://a.fr/x?y){W}: vu"),
    ("mairie.fr/page?id=2 et aussi", "mairie.fr/page?id=2 et aussi"),
    ("écrire à l'équipe : n'o@mairie.fr", f"écrire à l’équipe{W}: n’o@mairie.fr"),
    # Apostrophes, ellipsis.
    ("l'outil d'aujourd'hui", "l’outil d’aujourd’hui"),
    ("qu'« un »", f"qu’«{W}un{W}»"),
    ("un mur de 5' et 'rien'", "un mur de 5' et 'rien’"),
    ("et puis...", "et puis…"),
    # Numbers.
    ("55 411 habitants", f"55{N}411 habitants"),
    (f"1{W}200{W}000 euros", f"1{N}200{N}000 euros"),
    ("en 2020 300 agents", "en 2020 300 agents"),
    ("au 01 23 45 67 89", "au 01 23 45 67 89"),
    ("89,50 € par enfant", f"89,50{W}€ par enfant"),
    ("30% des 1 200 000 €", f"30{W}% des 1{N}200{N}000{W}€"),
    ("4 M€", f"4{W}M€"),
    ("lot n° 5", f"lot n°{W}5"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "shown"), TEXTS)
def test_french_on_plain_text(typed, shown):
    assert str(french(typed)).replace("&#x27;", "'") == shown


@pytest.mark.parametrize(("typed", "shown"), TEXTS)
def test_twice_is_once(typed, shown):
    assert french(french(typed)) == french(french(french(typed)))
    assert str(french(shown)).replace("&#x27;", "'") == shown


def test_plain_text_is_escaped():
    assert french('<b>l\'eau</b> & "moi"') == "&lt;b&gt;l’eau&lt;/b&gt; &amp; &quot;moi&quot;"
    assert isinstance(french("a"), SafeString)
    assert french(None) == ""
    assert french(12) == "12"


def test_markup_keeps_its_tags_and_attributes():
    typed = '<p>Voir <a href="/a?b=1&amp;c=l\'eau" title="Quoi ?">l\'eau ; ici !</a></p>'
    shown = french(mark_safe(typed))
    assert shown == (
        '<p>Voir <a href="/a?b=1&amp;c=l\'eau" title="Quoi ?">l’eau' + f"{N}; ici{N}!</a></p>"
    )
    assert french(shown) == shown


def test_markup_entities_survive():
    assert french(mark_safe("<p>a &lt; b &amp; c ; d&nbsp;!</p>")) == (
        f"<p>a &lt; b &amp; c{N}; d{N}!</p>"
    )


def test_a_quote_stays_in_the_attribute_that_a_filter_block_fills():
    text = '{% load typography %}<meta content="{% filter french %}« {{ said }} »{% endfilter %}">'
    shown = Template(text).render(Context({"said": '"><img src=x onerror=alert(1)>'}))
    assert shown.count('"') == 2
    assert shown.count(">") == 1


def test_markup_leaves_code_alone():
    typed = "<p><code>a ? b : l'x</code> ? <pre>x ; <b>y ;</b></pre> ;</p><!-- a ; b -->"
    assert french(mark_safe(typed)) == (
        f"<p><code>a ? b : l'x</code>{N}? <pre>x ; <b>y ;</b></pre>{N};</p><!-- a ; b -->"
    )


def test_rules_hold_across_found_words():
    assert french(mark_safe("l'<mark>eau</mark> : « <mark>vive</mark> »")) == (
        f"l’<mark>eau</mark>{W}: «{W}<mark>vive</mark>{W}»"
    )


def test_broken_markup_is_not_lost():
    assert french(mark_safe("<p>a < b ; c")) == f"<p>a &lt; b{N}; c"


def test_prose_makes_paragraphs_of_plain_text_alone():
    assert prose("Un\ndeux ;\n\n<trois>") == f"<p>Un<br>deux{N};</p><p>&lt;trois&gt;</p>"
    assert prose(mark_safe("<p>Un ;</p>")) == f"<p>Un{N};</p>"
    assert prose("") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (5552, f"5{N}552"),
        (0, "0"),
        (999, "999"),
        (1234567, f"1{N}234{N}567"),
        (-5552, f"−5{N}552"),
        ("0.5", "0,5"),
        (Decimal("1234.50"), f"1{N}234,50"),
        ("une vingtaine", "une vingtaine"),
        (None, ""),
        # One key in a cache, two texts.
        (1, "1"),
        (1.0, "1,0"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_number(value, shown):
    assert number(value) == shown
    assert number(number(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (36000, f"36{N}000{W}€"),
        (Decimal("89.50"), f"89,50{W}€"),
        (Decimal("12.00"), f"12{W}€"),
        (0, f"0{W}€"),
        ("gratuit", "gratuit"),
        (Decimal("NaN"), "NaN"),
        (None, ""),
    ],
)
def test_euros(value, shown):
    assert euros(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2021", "2021"),
        ("2021-03", f"mars{W}2021"),
        ("2021-03-19", f"19{W}mars{W}2021"),
        ("2021-08-01", f"1er{W}août{W}2021"),
        (datetime.date(2021, 3, 19), f"19{W}mars{W}2021"),
        (datetime.datetime(2021, 3, 19, 10, 30), f"19{W}mars{W}2021"),
        ("2021-13", "2021-13"),
        ("2021-02-31", "2021-02-31"),
        ("printemps 2021", "printemps 2021"),
        (2021, "2021"),
        ("", ""),
        (None, ""),
    ],
)
def test_partial_date(value, shown):
    assert partial_date(value) == shown


def test_full_date():
    assert full_date(datetime.date(2017, 6, 22)) == f"jeudi 22{W}juin{W}2017"
    assert full_date("2017-06-22") == f"jeudi 22{W}juin{W}2017"
    assert full_date("2017-06") == f"juin{W}2017"
    assert full_date(None) == ""


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-10-03", "2024-10-04", f"du jeudi 3 au vendredi 4{W}octobre{W}2024"),
        ("2024-10-31", "2024-11-01", f"du jeudi 31{W}octobre au vendredi 1er{W}novembre{W}2024"),
        (
            "2024-12-31",
            "2025-01-01",
            f"du mardi 31{W}décembre{W}2024 au mercredi 1er{W}janvier{W}2025",
        ),
        ("2021-05", "2021-06", f"mai{W}2021 à juin{W}2021"),
        ("2021-05", "2021-05", f"mai{W}2021"),
        ("2024-10-03", "2024-10-03", f"jeudi 3{W}octobre{W}2024"),
        ("2024-10-03", "", f"jeudi 3{W}octobre{W}2024"),
        ("", "", ""),
    ],
)
def test_date_range(start, end, shown):
    assert date_range(start, end) == shown


def test_segments():
    assert segments("8 430 habitants, 5 846 à Boé · Île-de-France") == [
        "8 430 habitants, 5 846 à Boé",
        "Île-de-France",
    ]
    assert segments(("à 147 km", "", "Aude")) == ["à 147 km", "Aude"]
    assert segments("") == []


@pytest.mark.parametrize(
    ("count", "mark"), [(0, ""), (1, ""), (1.5, ""), (2, "s"), ("3", "s"), (None, ""), ("x", "")]
)
def test_plural_begins_at_two(count, mark):
    assert plural(count) == mark


LONG = ["a-", " ", "a", ".", "a.", "-", "+", "@", "a@", "«", "»", " »", "'", "1 ", "111 ", "!", " ;",
        ": ", "<", "<a", "<a ", '<a "', "<!--", "&", "\u00a0", "\t", "www.", "https://", "a/", "%", "n°"]  # fmt: skip


@pytest.mark.parametrize("shown", [french_text, french_html], ids=["text", "html"])
@pytest.mark.parametrize("unit", LONG)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(unit, shown):
    def seconds(count: int) -> float:
        times = []
        for tail in "xyz":
            start = time.process_time()
            shown(unit * count + tail)
            times.append(time.process_time() - start)
        return min(times)

    # Where a rule looked again at each character it would be 16 times.
    assert seconds(20_000) < 9 * seconds(5_000) + 0.02
