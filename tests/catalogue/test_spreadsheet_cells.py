"""Each wrong cell of a file is named where it stands, and nothing is written for it."""

import datetime
import io

import openpyxl
import pytest

from catalogue.models import ProjectPage
from core.tables.files import FileRefused
from core.tables.importing import start
from core.tables.scanning import letters
from tests.catalogue.test_spreadsheet import Outcome, book, csv, line, outcomes, problems, sent
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"theme_principal": "Signalment"},
            "theme_principal",
            "Vouliez-vous écrire « Signalement » ?",
        ),
        ({"avancement_date": "31/02/2021"}, "avancement_date", "n’existe pas"),
        ({"avancement_date": "bientôt"}, "avancement_date", "Écrivez une année"),
        ({"nature": "machin"}, "nature", "n’est pas dans la liste"),
        ({"porteur_code": "99999"}, "porteur_code", "99999"),
        ({"porteur": "Agen"}, "porteur", "celui de « Boé"),
        ({"taille_minimale": "12.5"}, "taille_minimale", "nombre entier"),
        ({"taille_minimale": "-3"}, "taille_minimale", "supérieure ou égale à 0"),
        ({"cout_entree": "12,500"}, "cout_entree", "deux façons"),
        ({"cout_entree": "=1+1"}, "cout_entree", "formule"),
        ({"cout_entree": "#REF!"}, "cout_entree", "erreur de calcul"),
        ({"titre": "x" * 300}, "titre", "120 au plus"),
        ({"en_bref": ""}, "en_bref", "Résumez le projet"),
        ({"sources.titre": ""}, "identifiant", "il manque « titre »"),
        ({"sources.adresse": "javascript:alert(1)"}, "sources.adresse", "URL valide"),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "beaucoup",
                "couts_lignes.nature": "Investissement",
            },
            "couts_lignes.montant",
            "Écrivez un nombre",
        ),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "5",
                "couts_lignes.nature": "Investissement",
                "couts_lignes.source_numero": "4",
            },
            "identifiant",
            "source n° 4",
        ),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "5",
                "couts_lignes.nature": "Investissement",
                "couts_lignes.seconde_source_numero": "1",
            },
            "couts_lignes.seconde_source_numero",
            "dites d’abord quelle source le dit",
        ),
        (
            {
                "couts_lignes.libelle": "Achat",
                "couts_lignes.montant": "5",
                "couts_lignes.nature": "Investissement",
                "couts_lignes.quantite": "12",
            },
            "couts_lignes.quantite",
            "dites de quoi",
        ),
        (
            {"partenaires.partenaire": "X", "partenaires.organisation_de_l_annuaire": "Inconnue"},
            "partenaires.organisation_de_l_annuaire",
            "n’est pas dans la liste",
        ),
    ],
)
def test_each_error_is_at_its_cell(boe, theme, cells, column, said):
    one = sent(csv(line(identifiant="bonne"), line(**cells)))
    assert outcomes(one) == [Outcome.ADDED, Outcome.REFUSED]
    names = csv(line(identifiant="bonne"), line(**cells)).decode().split("\n")[0].split(";")
    found = problems(one)
    (at,) = [problem for problem in found if said in problem[2]]
    assert at[1] == column
    if cells.get(column):
        assert at[0] == f"{letters(names.index(column) + 1)}3"
    # All of it or nothing.
    assert not start(one)
    assert not ProjectPage.objects.exists()


def test_two_same_identifiers_and_lines_without_one(boe, theme):
    one = sent(csv(line(), line(titre="Une autre"), line(identifiant="", titre="Sans nom")))
    said = problems(one)
    assert (
        "A3",
        "identifiant",
        "Cet identifiant est déjà celui de la ligne 2 : chaque fiche a le sien.",
    ) in said
    assert ("A4", "identifiant", "Cette ligne n’a pas d’identifiant.") in said
    assert not start(one)


def test_headings_that_nobody_knows(boe, theme):
    one = sent(csv(line(themes="a", titre_="b")))
    said = {problem[1]: problem[2] for problem in problems(one)}
    assert "theme_principal" in said["themes"] or "autres_themes" in said["themes"]
    assert "titre_" in said
    assert not start(one)


def test_rows_of_a_group_have_their_own_sheet(boe, theme):
    content = book(
        Fiches=[
            ["Fiches du pays"],
            [
                "Identifiant",
                "Titre",
                "en_bref",
                "porteur_code",
                "nature",
                "theme_principal",
                "avancement",
                "avancement_date",
            ],
            ["a", "Titre", "Bref.", 47031, "projet", "signalement", "en_service", 2021],
        ],
        Sources=[
            ["identifiant", "titre", "date"],
            ["a", "Bulletin", datetime.date(2021, 3, 19)],
            ["b", "De personne", ""],
        ],
        Coûts=[
            ["identifiant", "libelle", "montant", "nature"],
            ["a", "Achat", 1200.5, "investissement"],
        ],
        Aide=[["n’importe quoi"]],
    )
    one = sent(content, name="f.xlsx")
    ((where, _, said),) = problems(one)
    assert where == "Sources!A3"
    assert "Aucune fiche" in said
    assert outcomes(one) == [Outcome.ADDED]


def test_a_code_that_lost_its_zero_is_found_and_said(theme):
    AuthorityFactory(code="01004", name="Ambérieu")
    one = sent(csv(line(porteur_code="1004")))
    (note,) = one.lines.get().notes
    assert "01004" in note["said"]
    assert outcomes(one) == [Outcome.ADDED]


def test_merged_cells_are_refused_at_theirs(boe, theme):
    made = openpyxl.Workbook()
    sheet = made.active
    first = line()
    sheet.append(list(first))
    sheet.append(list(first.values()))
    sheet.append(list(line(identifiant="b").values()))
    sheet.merge_cells("B2:B3")
    file = io.BytesIO()
    made.save(file)
    one = sent(file.getvalue(), name="f.xlsx")
    assert ("Sheet!B2", "titre") in [problem[:2] for problem in problems(one)]


@pytest.mark.parametrize(
    "content", [b"a;b\n1;2\n", b"identifiant;titre\n", b"identifiant;libelle\n1;2\n"]
)
def test_a_table_of_something_else(content):
    with pytest.raises(FileRefused):
        sent(content)
