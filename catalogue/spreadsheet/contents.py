"""Project sheets as a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from catalogue.fields import FIELDS
from catalogue.models import (
    ImportedSheet,
    ProjectIndexPage,
    ProjectPage,
    SheetImport,
    SheetImportLine,
)
from catalogue.provenance import keep_said
from core.tables.cells import as_text, fold, is_emptied, separate
from core.tables.columns import IDENTIFIER, Column, Group
from core.tables.contents import EMPTYING, Contents
from core.tables.making import Reading
from core.tables.records import Placed, Record

from .columns import INFORMATION, SAID, TITLE, groups, sheet_columns
from .identifiers import LONGEST, SOURCE, identifiers_of, known_sheets, plain_key
from .references import References, listed
from .written import said_rows, with_rows

_PORTEUR, _PORTEUR_CODE = "porteur", "porteur_code"


class Sheets(Contents):
    key = "sheet"
    title = TITLE
    noun = "fiche"
    rows_named = "coûts, sources, difficultés…"
    model = ProjectPage
    place = ProjectIndexPage
    imports = SheetImport
    lines = SheetImportLine
    longest = LONGEST
    heading = "Fiches et tableurs"
    file_name = "fiches"
    identifier_help = (
        "Un nom court que vous donnez à chaque fiche, et que vous gardez : c’est à lui qu’un second envoi la reconnaît, et "
        "les lignes des autres feuilles le répètent."
    )
    information = INFORMATION
    examples = {
        IDENTIFIER: "velo-2024",
        "titre": "Un compteur de vélos installé par les élèves du collège",
        "porteur": "Boé (Lot-et-Garonne)",
        "porteur_code": "47031",
        "avancement_date": "mars 2021",
        "territoires_concernes": "47031 ; 47001",
        "champ": "couts_lignes",
    }
    rules = (
        (
            "Une ligne de « Fiches » est une fiche.",
            "Ses coûts, ses sources, ses difficultés… ont chacun une feuille : une ligne par coût, avec l’identifiant de la fiche.",
        ),
        (
            "Une case vide ne change rien.",
            "Renvoyer une fiche déjà importée remplace ce que les cases disent, et laisse le reste.",
        ),
        EMPTYING,
        (
            "Des lignes d’un groupe remplacent le groupe.",
            "Si le fichier donne des sources d’une fiche, ce sont toutes ses sources ; s’il n’en donne pas, les siennes restent. "
            "Les lignes de « Dit par » s’ajoutent, et ne se vident pas.",
        ),
        (
            "Un essai d’abord.",
            "L’import montre, ligne par ligne, ce qui serait ajouté, changé ou refusé, avant d’écrire quoi que ce soit.",
        ),
        (
            "Les codes gardent leur zéro.",
            "Mettez la colonne au format texte ; « 1004 » est lu « 01004 » et l’essai le dit.",
        ),
        ("Les dates sont aussi exactes que la source.", "2021, mars 2021 ou 19/03/2021."),
        (
            "Dans un fichier CSV",
            "il n’y a qu’une table : les colonnes d’un groupe s’y nomment « couts_lignes.montant », et une fiche de trois coûts y prend trois lignes du même identifiant.",
        ),
    )

    def columns(self) -> tuple[Column, ...]:
        return sheet_columns()

    def groups(self) -> tuple[Group, ...]:
        return groups()

    def listed(self) -> dict[str, list[str]]:
        return listed(self)

    def with_rows(self, pages: QuerySet) -> QuerySet:
        return with_rows(pages)

    def written_rows(self, page: ProjectPage, group: Group) -> Iterable[Any]:
        return said_rows(page) if group is SAID else super().written_rows(page, group)

    def plain_key(self, text: str) -> str:
        return plain_key(text)

    def identifiers_of(self, pages: Iterable[ProjectPage]) -> dict[int, str]:
        return identifiers_of(pages)

    def known(self, keys: Iterable[str]) -> dict[str, int | str]:
        return known_sheets(keys)

    def remember(self, key: str, page: ProjectPage) -> None:
        ImportedSheet.objects.create(source=SOURCE, key=key, page=page)

    def references(self, user) -> References:
        return References()

    def load(self, references: References, records: Iterable[Record]) -> None:
        references.load_authorities(_authority_texts(records))

    def values(self, record: Record, reading: Reading) -> dict[str, Any]:
        cells = dict(record.cells)
        code, name = cells.get(_PORTEUR_CODE), cells.get(_PORTEUR)
        if code and name and is_emptied(code.value) == is_emptied(name.value):
            del cells[_PORTEUR]
        found = reading.values(cells)
        authority = found.get("authority")
        if code and name and authority:
            if wrong := name.table.wrong_with(name.line, name.column):
                reading.problems.append(name.problem(wrong))
            elif not _is_named(authority, str(name.value)):
                said = f"Le code {authority.code} est celui de « {authority.label} » : corrigez l’un ou l’autre."
                reading.problems.append(name.problem(said))
        return found

    def keep_beside(
        self, page: ProjectPage, group: Group, said: list[dict[str, Any]], reading: Reading
    ) -> None:
        for one in said:
            _keep(page, one, reading)

    def another(self, page: ProjectPage, values: dict[str, Any]) -> str:
        """An identifier that two files gave to two sheets: the second would write over the first."""
        title, authority = values.get("title", page.title), values.get("authority", page.authority)
        if title == page.title or authority == page.authority:
            return ""
        return (
            f"Cet identifiant est celui de « {page.title} » ({page.authority.label if page.authority else 'sans porteur'}) : "
            "titre et porteur changent tous deux. Prenez un autre identifiant si c’est une autre fiche."
        )

    def label(self, attribute: str) -> str:
        return FIELDS[attribute].column if attribute in FIELDS else ""

    def before_saving(self, references: References, page: ProjectPage) -> None:
        references.add_tools(page.tools.all())

    def settle(self, references: References, *, is_saved: bool) -> None:
        references.settle(is_saved=is_saved)


SHEETS = Sheets()


def _is_named(authority, text: str) -> bool:
    names = (authority.label, authority.full_name, authority.name, authority.code)
    return fold(text) in {fold(name) for name in names if name}


def _keep(sheet: ProjectPage, said: dict[str, Any], reading: Reading) -> None:
    """Who said what stands in a field, where it does stand there."""
    where: Placed = said["key"]
    named, place = said["field"], said["row"]
    if bool(place) != bool(named.rows):
        wrong = "donnez le rang de la ligne." if named.rows else "ce champ n’a pas de lignes."
        reading.problems.append(where.problem(f"« Dit par » : {wrong}"))
        return
    value: Any = sheet
    if named.rows:
        rows = list(getattr(sheet, named.name).all())
        if not 1 <= place <= len(rows):
            reading.problems.append(
                where.problem(f"« Dit par » : {named.column} n’a pas de ligne {place}.")
            )
            return
        value = rows[place - 1]
    keep_said(sheet, named.name, value, who=said["who"], day=said["day"], how=said["how"])


def _authority_texts(records: Iterable[Record]) -> Iterable[str]:
    """What the file writes where a code may stand, to be read in one statement."""
    names = (_PORTEUR_CODE, _PORTEUR, "territoires_concernes")
    for record in records:
        for name in names:
            if name in record.cells:
                yield from separate(record.cells[name].value)
        for line in record.rows.get("partenaires", ()):
            if cell := line.cells.get("collectivite_du_registre"):
                yield as_text(cell.value)
