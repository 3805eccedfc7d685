"""What the cells of a spreadsheet name: themes, tools, organisations, authorities. Read once for a whole file."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from catalogue.models import ProjectTool
from core.tables.cells import as_text, fold, nearest, not_known, separate
from core.tables.contents import Contents
from core.tables.reading import Cell
from funding.models import FundingProgramme
from network.models import Organisation
from network.names import Directory
from taxonomy.models import Theme, Tool
from territories.lookup import near_names, resolve
from territories.models import Authority

_NEAR_TOOL = 85  # of 100
_LONGEST_NAME = 250  # characters
_NOT_YET = -1  # a key that no row has: a line may be tried with the tool that it would add


class References:
    def __init__(self) -> None:
        self.themes = list(Theme.objects.in_order().select_related("parent", "successor__parent"))
        self.by_slug = {theme.slug: theme.standing for theme in self.themes}
        self._themes = _by_name(self.themes)
        self.tools = {
            tool.name.lower(): tool.standing
            for tool in Tool.objects.select_related("successor").order_by("-merged", "pk")
        }
        aids = FundingProgramme.objects.select_related("successor").order_by("-merged", "pk")
        self.aids = {fold(one.name): one.standing for one in aids}
        self._added: list[str] = []
        self.directory = Directory()
        self._authorities: dict[str, Authority | None] = {}
        self._unknown: dict[str, str] = {}  # name: why

    def load_authorities(self, texts: Iterable[str]) -> None:
        """In one statement, those that are named by their code."""
        codes = {code for text in texts for code in _codes(text)} - self._authorities.keys()
        self._authorities |= dict.fromkeys(codes)
        rows = Authority.objects.select_related("successor")
        found = rows.in_bulk(sorted(codes), field_name="code")
        self._authorities |= {code: one.standing for code, one in found.items()}

    def theme(self, text: str) -> Theme:
        if found := self._themes.get(fold(text)):
            return found
        offered = [str(theme) for theme in self.themes if not theme.is_retired]
        raise not_known("Le thème", text, offered)

    def tool(self, text: str, note) -> Tool:
        if found := self.tools.get(text.lower()):
            return found
        near = nearest(text, [tool.name for tool in self.tools.values()], at_least=_NEAR_TOOL)
        note(
            f"L’outil « {text} » sera ajouté à la liste"
            + (f", qui connaît déjà « {near} »." if near else ".")
        )
        return Tool(pk=_NOT_YET, name=text)

    def add_tools(self, rows: Iterable[ProjectTool]) -> None:
        """Those that rows name and nobody knows yet: the list grows with the sheets."""
        for row in rows:
            if row.tool_id == _NOT_YET:
                name = row.tool.name
                if name.lower() not in self.tools:
                    self.tools[name.lower()] = Tool.objects.create(name=name)
                    self._added.append(name.lower())
                row.tool = self.tools[name.lower()]

    def settle(self, *, is_saved: bool) -> None:
        """After the transaction that added tools: what was rolled back is not known any more."""
        if not is_saved:
            for name in self._added:
                self.tools.pop(name, None)
        self._added.clear()

    def organisation(self, text: str) -> Organisation:
        if found := self.directory.named(text):
            return found
        known = Organisation.objects.values_list("name", flat=True)
        raise not_known("L’organisation", text, known)

    def known_aid(self, text: str) -> FundingProgramme | None:
        return self.aids.get(fold(text))

    def aid(self, text: str) -> FundingProgramme:
        if found := self.known_aid(text):
            return found
        raise not_known("L’aide", text, [one.name for one in self.aids.values()])

    def authority(self, text: str) -> Authority:
        if (found := self._authorities.get(text)) or (found := self._by_code(text)):
            return found
        if text not in self._unknown:
            self.load_authorities([text])
            if found := self._by_code(text):
                return found
            found = self._authority(text)
            if isinstance(found, Authority):
                self._authorities[text] = found
                return found
            self._unknown[text] = found
        raise ValidationError(self._unknown[text])

    def _by_code(self, text: str) -> Authority | None:
        return next((one for code in _codes(text) if (one := self._authorities.get(code))), None)

    def _authority(self, text: str) -> Authority | str:
        """By its name; in words why nobody is meant for certain."""
        if len(text) > _LONGEST_NAME:
            return "Ce nom est trop long pour celui d’une collectivité."
        meant = resolve(text)
        if isinstance(meant, Authority):
            return meant
        if len(meant) > 1:
            return (
                f"« {text} » peut désigner {_named(meant[:3])}{'…' if len(meant) > 3 else ''} : "
                "écrivez son code."
            )
        near = _named(near_names(text, 3))
        return f"Aucune collectivité du registre ne répond à « {text} »." + (
            f" Vouliez-vous dire {near} ?"
            if near
            else " Écrivez son nom, son code INSEE ou son SIREN."
        )


def _named(authorities: Iterable[Authority]) -> str:
    return ", ".join(f"« {one.label} » ({one.code})" for one in authorities)


def _by_name(themes: list[Theme]) -> dict[str, Theme]:
    """By slug, by « Famille › Thème », and by a name that no other has."""
    known = {fold(theme.slug): theme.standing for theme in themes}
    # Those that became another come last: their names lead there where nobody else bears them.
    for theme in sorted(themes, key=lambda one: one.merged):
        known.setdefault(fold(str(theme)), theme.standing)
        if theme.parent_id:
            known.setdefault(fold(f"{theme.parent.slug}/{theme.slug}"), theme.standing)
    bearers: dict[str, set[Theme]] = {}
    for theme in themes:
        bearers.setdefault(fold(theme.name), set()).add(theme.standing)
    for name, found in bearers.items():
        if len(found) == 1:
            known.setdefault(name, *found)
    return known


def _codes(text: str) -> list[str]:
    """« 1004 » is what a spreadsheet makes of « 01004 »."""
    code = text.strip().upper()
    if not code or " " in code or len(code) > 60:
        return []
    return [code, text.strip(), *([f"0{code}"] if code.isdecimal() and len(code) == 4 else [])]


class Named:
    """A kind of cell (`core.tables.cells`) whose `note` is a `Reading`, which holds the references."""

    def read(self, cell: Cell, note):
        return self.named(as_text(cell), note)

    def named(self, text: str, note):
        raise NotImplementedError


class ThemeCell(Named):
    words = "un thème de la liste"

    def named(self, text: str, note) -> Theme:
        return note.references.theme(text)

    def write(self, value: Theme) -> str:
        return str(value)


class ThemeCells(ThemeCell):
    words = "des thèmes de la liste, séparés par « ; »"
    is_several = True

    def read(self, cell: Cell, note) -> list[Theme]:
        return list(dict.fromkeys(note.references.theme(one) for one in separate(cell)))

    def write(self, value: list[Theme]) -> str:
        return " ; ".join(theme.slug if ";" in str(theme) else str(theme) for theme in value)


class ToolCell(Named):
    words = "le nom d’un outil"

    def named(self, text: str, note) -> Tool:
        if len(text) > Tool._meta.get_field("name").max_length:
            raise ValidationError("Ce nom d’outil est trop long.")
        return note.references.tool(" ".join(text.split()), note)

    def write(self, value: Tool) -> str:
        return value.name


class OrganisationCell(Named):
    words = "le nom d’une organisation de l’annuaire"

    def named(self, text: str, note) -> Organisation:
        return note.references.organisation(text)

    def write(self, value: Organisation) -> str:
        return value.name


class AidCell(Named):
    words = "le nom d’une aide de la liste"

    def named(self, text: str, note) -> FundingProgramme:
        return note.references.aid(text)

    def write(self, value: FundingProgramme) -> str:
        return value.name


class AuthorityCell(Named):
    words = "un nom, un code INSEE ou un SIREN"
    is_text = True  # a spreadsheet makes 1004 of « 01004 »

    def named(self, text: str, note) -> Authority:
        found = note.references.authority(text)
        if text.isdecimal() and found.code == f"0{text}":
            note(
                f"« {text} » a été lu {found.code}, {found.label} : un tableur retire le zéro des codes."
            )
        return found

    def write(self, value: Authority) -> str:
        return value.label


class AuthorityCodeCell(AuthorityCell):
    words = "un code INSEE ou un SIREN"

    def write(self, value: Authority) -> str:
        return value.code


class AuthorityCells(AuthorityCell):
    words = "des codes INSEE ou SIREN, séparés par « ; »"

    def read(self, cell: Cell, note) -> list[Authority]:
        return list(dict.fromkeys(self.named(one, note) for one in separate(cell)))

    def write(self, value: list[Authority]) -> str:
        return " ; ".join(one.code for one in value)


# What a column of a page or of a row names: (one, several).
RELATED = {
    Theme: (ThemeCell(), ThemeCells()),
    Tool: (ToolCell(), None),
    Organisation: (OrganisationCell(), None),
    FundingProgramme: (AidCell(), None),
    Authority: (AuthorityCodeCell(), AuthorityCells()),
}


def listed(of: Contents) -> dict[str, list[str]]:
    """{heading: names}, of the columns of themes and tools."""
    themes = [str(theme) for theme in Theme.objects.offered().in_order().select_related("parent")]
    tools = list(Tool.objects.offered().values_list("name", flat=True))
    columns = [(column.name, column) for column in of.columns()]
    columns += [(group.flat(column), column) for group in of.groups() for column in group.columns]
    return {
        name: themes if isinstance(column.kind, ThemeCell) else tools
        for name, column in columns
        if isinstance(column.kind, ThemeCell | ToolCell)
    }
