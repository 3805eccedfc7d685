import csv
import gzip

import pytest

from territories import names
from territories.loading import data_folder
from territories.names import at_name, fold, grouping_names, in_area, of_name, with_article, words


@pytest.mark.parametrize(
    ("name", "tncc", "of", "at"),
    [
        ("Boé", "0", "de Boé", "à Boé"),
        ("Agen", "1", "d'Agen", "à Agen"),
        ("Le Havre", "2", "du Havre", "au Havre"),
        ("La Rochelle", "3", "de La Rochelle", "à La Rochelle"),
        ("Les Mées", "4", "des Mées", "aux Mées"),
        ("L'Escale", "5", "de L'Escale", "à L'Escale"),
        ("Aux Marais", "6", "des Marais", "aux Marais"),
        ("Los Masos", "8", "de Los Masos", "à Los Masos"),
        ("Oise", "5", "de l'Oise", "à l'Oise"),
        ("Vendée", "3", "de la Vendée", "à la Vendée"),
        ("Pays de la Loire", "4", "des Pays de la Loire", "aux Pays de la Loire"),
        ("La Réunion", "0", "de La Réunion", "à La Réunion"),
        ("Syndicat d'essai", "", "du Syndicat d'essai", "au Syndicat d'essai"),
        ("Adico", "", "d'Adico", "à Adico"),
    ],
)
def test_a_name_takes_its_article(name, tncc, of, at):
    assert of_name(name, tncc) == of
    assert at_name(name, tncc) == at


def test_every_name_of_the_register_that_begins_with_an_article_says_it_as_french_does():
    told = {"Le ": ("du ", "au "), "Les ": ("des ", "aux ")}
    kept = ("La ", "L'", "L’")
    seen = 0
    with gzip.open(data_folder() / "communes.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            name, tncc = row["name"], row["tncc"]
            of, at = of_name(name, tncc), at_name(name, tncc)
            for article, (of_form, at_form) in told.items():
                if name.startswith(article):
                    rest = name.removeprefix(article)
                    assert (of, at) == (of_form + rest, at_form + rest)
                    seen += 1
            if name.startswith(kept):
                assert (of, at) == (f"de {name}", f"à {name}")
                seen += 1
            assert not of.startswith(("de Le ", "de Les ", "d'Le ")), of
            assert with_article(name, tncc) == name
    assert seen > 2_200


def test_a_name_that_stands_alone_says_where():
    assert in_area("Évry", "Yonne") == "Évry (Yonne)"
    assert in_area("Paris", "") == "Paris"
    assert (
        in_area("Syndicat d'énergie (SDEF)", "Finistère") == "Syndicat d'énergie (SDEF, Finistère)"
    )


def test_a_name_as_a_subject():
    assert with_article("Le Havre", "2") == "Le Havre"
    assert with_article("Oise", "5") == "l'Oise"
    assert with_article("Paris", "0") == "Paris"


@pytest.mark.parametrize(
    ("raw", "short", "full", "of"),
    [
        (
            "CC du Pays de Gex",
            "Pays de Gex",
            "Communauté de communes du Pays de Gex",
            "du Pays de Gex",
        ),
        (
            "CC de La Rochelle",
            "La Rochelle",
            "Communauté de communes de La Rochelle",
            "de La Rochelle",
        ),
        (
            "CC du Guillestrois et du Queyras",
            "Guillestrois et Queyras",
            "Communauté de communes du Guillestrois et du Queyras",
            "du Guillestrois et Queyras",
        ),
        (
            "CC des Vallées de la Braye et de l'Anille",
            "Vallées de la Braye et de l'Anille",
            "Communauté de communes des Vallées de la Braye et de l'Anille",
            "des Vallées de la Braye et de l'Anille",
        ),
        (
            "CC Chartres Métropole",
            "Chartres Métropole",
            "Chartres Métropole",
            "de Chartres Métropole",
        ),
        ("CC la Septaine", "La Septaine", "Communauté de communes La Septaine", "de La Septaine"),
        (
            "CC Coeur de Loire",
            "Cœur de Loire",
            "Communauté de communes Cœur de Loire",
            "de Cœur de Loire",
        ),
        (
            "CC de Blois ''Agglopolys''",
            "Blois « Agglopolys »",
            "Communauté de communes de Blois « Agglopolys »",
            "de Blois « Agglopolys »",
        ),
        ("Dijon Métropole", "Dijon Métropole", "Dijon Métropole", "de Dijon Métropole"),
        ("Métropole de Lyon", "Métropole de Lyon", "Métropole de Lyon", "de la Métropole de Lyon"),
    ],
)
def test_a_grouping_is_named_without_its_type_and_in_full(raw, short, full, of):
    found_short, found_full, tncc = grouping_names(raw, "Communauté de communes")
    assert (found_short, found_full) == (short, full)
    assert of_name(found_short, tncc) == of


def test_folding_forgets_accents_case_hyphens_and_articles():
    assert fold("L'Haÿ-les-Roses") == "l hay les roses"
    assert fold("Œting") == "oeting"
    assert words("St-Étienne") == words("saint etienne") == ["saint", "etienne"]
    assert words("L'Île-d'Yeu") == ["ile", "yeu"]
    assert words("la") == ["la"]
    assert words("\x00%_'\"") == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1000 etangs", "mille etangs"),
        ("mil etangs", "mille etangs"),
        ("vii vallees", "sept vallees"),
        ("7vallees", "sept vallees"),
        ("chemery les 2", "chemery les deux"),
        ("paris 12", "paris 12"),
        ("boe 47", "boe 47"),
        ("val 81", "val 81"),
        ("val quatre vingt un", "val 81"),
        ("les quatre vingts vallees", "les 80 vallees"),
        ("vingt et un villages", "21 villages"),
        ("soixante et onze clochers", "71 clochers"),
        ("quatre vallees", "quatre vallees"),
        ("vingt hanaps", "vingt hanaps"),
        ("4b sud charente", "4b sud charente"),
        ("12e arrondissement", "12e arrondissement"),
    ],
)
def test_a_number_of_a_name_is_read_in_words(written, read):
    assert names.numbers_in_words(written.split()) == read.split()
