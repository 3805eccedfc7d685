"""What a spreadsheet may hold: one declaration for each kind of page (project sheets, dates, tours). Its template, export,
trial and import are made of it. Each app registers its own when it is ready."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from wagtail.models import Page

from core.rows import form_errors

from .cells import EMPTY
from .columns import Column, Group, Information

if TYPE_CHECKING:
    from .models import FileImport, FileImportLine


class Contents:
    """A subclass says what is its own. Its nouns are feminine: « une fiche », « une date ». A record is one of
    `core.tables.records`, a reading one of `core.tables.making`, which both ask the contents."""

    key: ClassVar[str]  # of its addresses, and of its imports
    title: ClassVar[str]  # of the main table of a file
    noun: ClassVar[str]
    rows_named: ClassVar[str]  # « coûts, sources… »
    model: ClassVar[Any]  # of its pages
    place: ClassVar[Any]  # type of the page that holds them
    imports: "ClassVar[type[FileImport]]"
    lines: "ClassVar[type[FileImportLine]]"
    longest: ClassVar[int]  # characters of an identifier
    heading: ClassVar[str]  # of its pages in the admin
    file_name: ClassVar[str]
    identifier_help: ClassVar[str]
    rules: ClassVar[Sequence[tuple[str, str]]]  # of the help of the template: what, how
    examples: ClassVar[dict[str, str]] = {}
    information: ClassVar[tuple[Information, ...]] = ()

    # --- Columns

    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def groups(self) -> tuple[Group, ...]:
        raise NotImplementedError

    def listed(self) -> dict[str, list[str]]:
        """{heading, « couts_lignes.nature » of a group: what may stand below it}, of what tables hold."""
        return {}

    # --- Pages

    def parent(self) -> Page:
        return self.place.objects.get()

    def with_rows(self, pages: QuerySet) -> QuerySet:
        """With all that a file says of them."""
        raise NotImplementedError

    def shown_to(self, user, pages: QuerySet) -> QuerySet:
        """Of pages that an account may work at, those that a file may tell it of."""
        return pages

    def written_rows(self, page: Any, group: Group) -> Iterable[Any]:
        return getattr(page, group.attribute).all()

    # --- Identifiers

    def plain_key(self, text: str) -> str:
        """An identifier as it is compared."""
        return text.strip()

    def identifiers_of(self, pages: Iterable[Any]) -> dict[int, str]:
        """{primary key: identifier}."""
        raise NotImplementedError

    def known(self, keys: Iterable[str]) -> dict[str, int | str]:
        """{identifier: primary key of its page, or why none may have it}; not of those that nobody knows."""
        raise NotImplementedError

    def remember(self, key: str, page: Any) -> None:
        """A file brought it."""
        raise NotImplementedError

    # --- Reading

    def references(self, user) -> Any:
        """What cells name, read once for a file. user: who sends it, None once the account is gone."""
        raise NotImplementedError

    def load(self, references: Any, records: Iterable[Any]) -> None:
        """What some records name, in a bounded number of statements."""

    def values(self, record: Any, reading: Any) -> dict[str, Any]:
        """{attribute: what is said of it}."""
        return reading.values(record.cells)

    def put(self, page: Any, name: str, value: Any) -> None:
        """A field that the file says otherwise."""
        setattr(page, name, value)

    def before(self, page: Any) -> Any:
        """What `follow` needs of a page as it was."""

    def follow(self, before: Any, page: Any, said: set[str]) -> None:
        """What goes along with what a file changed of a page that was there. said: groups that changed."""

    def keep_beside(
        self, page: Any, group: Group, said: list[dict[str, Any]], reading: Any
    ) -> None:
        """Rows of a group without a model."""
        raise NotImplementedError

    def take_rows(self, page: Any, group: Group, made: list[models.Model]) -> None:
        setattr(page, group.attribute, made)

    def another(self, page: Any, values: dict[str, Any]) -> str:
        """Why the line is no later version of the page that has its identifier; "" when it may be."""
        return ""

    def errors(self, page: Any, user, publish: bool) -> dict[str, str]:
        """Why it may not be saved so: {field, or "costs.2": message}."""
        if publish:
            return page.publication_errors()
        # A draft may be incomplete; what it holds must be storable.
        errors = form_errors(page)
        errors = {name: said for name, said in errors.items() if "." in name or said != _TO_FILL}
        if not page.title:
            errors["title"] = "Donnez un titre : sans lui, un brouillon ne se retrouve pas."
        return errors

    def label(self, attribute: str) -> str:
        """The heading of a field, or the name of a group."""
        named = (*self.columns(), *self.groups())
        return next((one.name for one in named if one.attribute == attribute), "")

    def before_saving(self, references: Any, page: Any) -> None:
        """Within the transaction that saves it."""

    def settle(self, references: Any, *, is_saved: bool) -> None:
        """After that transaction."""

    def empty(self, attribute: str) -> Any:
        """What a field is once it is emptied. Raises ValidationError of one that always says something."""
        column = self.model._meta.get_field(attribute)
        if column.many_to_many:
            return []
        if isinstance(column, models.BooleanField):
            return column.get_default()
        if not column.blank:
            raise ValidationError("Cette case ne peut pas être vidée : écrivez ce qui la remplace.")
        return None if column.null else column.get_default()


# Of the help of every template.
EMPTYING = (
    f"Pour vider une case, écrivez « {EMPTY} ».",
    "L’essai dit ce qui est retiré ; une case laissée vide n’efface jamais rien. Sur la seule ligne d’un groupe, dans "
    f"toutes ses cases remplies, « {EMPTY} » retire le groupe entier.",
)
_TO_FILL = "Ce champ est à remplir."
_registered: dict[str, Contents] = {}


def register(*contents: Contents) -> None:
    for one in contents:
        _registered[one.key] = one


def registered() -> list[Contents]:
    return list(_registered.values())


def contents_of(key: str) -> Contents:
    return _registered[key]
