"""Groups and programmes of a content file: created when missing, never overwritten; who asked to be taken out stays out."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from catalogue.models import ImportedSheet
from core.importing import ReadRow, cleaned, date_of, import_rows, text_of, texts_of
from core.slugs import row_slug
from core.sources import source_of
from events.models import EventPage
from network.bodies import authority_meant, fill
from network.models import Partnership
from network.names import Directory
from publications.models import PublicationPage
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.names import fold

from .models import (
    CohortMember,
    Edition,
    Group,
    GroupDeliverable,
    GroupParent,
    GroupSource,
    Mandate,
    Meeting,
    Person,
    Programme,
    ProgrammeDeliverable,
    ProgrammeOrganiser,
    ProgrammeSheet,
    ProgrammeSource,
    RemovedPerson,
    RoadmapItem,
    Stage,
    Tool,
    WaitingMember,
)


@dataclass(slots=True)
class _Given:
    """A group or a programme with what is saved after it."""

    thing: Group | Programme
    rows: list = field(default_factory=list)


def import_groups(rows: list[dict]) -> int:
    """rows: as in `data/demo/groups.json`, `groups`. Import organisations and partnerships first. The number created.

    Raises ImportRefused; nothing is changed then.
    """
    reading = _Reading()

    def make(row):
        given = _Given(reading.group(row))
        given.thing.full_clean(exclude=["slug", "partnership"], validate_unique=False)
        given.rows = [
            mandate for told in row.get("chairs") or [] if (mandate := reading.mandate(told))
        ]
        return given

    def save(read):
        for row in read:
            _save_at_its_address(row)
            for mandate in row.thing.rows:
                mandate.group = row.thing.thing
                _save_mandate(mandate)

    return _imported(rows, Group, make, save)


def import_programmes(rows: list[dict], *, source: str) -> int:
    """rows: as in `data/demo/groups.json`, `programmes`, whose sheets `source` has brought. The number created.

    Raises ImportRefused; nothing is changed then.
    """
    reading = _Reading(dict(ImportedSheet.objects.filter(source=source).values_list("key", "page")))

    def make(row):
        given = _Given(reading.programme(row))
        given.thing.full_clean(exclude=["slug"], validate_unique=False)
        given.rows = [reading.edition(told) for told in row.get("editions") or []]
        return given

    def save(read):
        for row in read:
            _save_at_its_address(row)
            for edition in row.thing.rows:
                edition.programme = row.thing.thing
                edition.full_clean()
                edition.save()

    return _imported(rows, Programme, make, save)


def _imported(rows, model, make, save) -> int:
    known = {fold(name) for name in model.objects.values_list("name", flat=True)}
    report = import_rows(rows, named_by="name", key=fold, known=known, make=make, save=save)
    return len(report.created)


def _save_at_its_address(row: ReadRow[_Given]) -> None:
    """The `id` of the row, or its name where it has none."""
    thing = row.thing.thing
    thing.slug = row_slug(type(thing), text_of(row.data, "id") or thing.name)
    thing.save()


def _save_mandate(mandate: Mandate) -> None:
    if mandate.person.pk is None:
        mandate.person.save()
    mandate.person = mandate.person  # its key, when it was made here
    mandate.full_clean()
    mandate.save()


class _Reading:
    def __init__(self, sheets: dict[str, int | None] | None = None):
        self.directory = Directory()
        self.sheets = sheets or {}
        self.themes = {theme.slug: theme for theme in Theme.objects.select_related("successor")}
        self.partnerships = {fold(one.name): one for one in Partnership.objects.all()}
        # What has a title that another has too is an editor's to link.
        self.events = _by_title(EventPage)
        self.publications = _by_title(PublicationPage)
        self.people = {fold(one.name): one for one in Person.objects.all()}

    def group(self, row: dict) -> Group:
        group = Group(
            name=text_of(row, "name"),
            kind=text_of(row, "kind"),
            kind_stated=text_of(row, "kind_stated"),
            purpose=text_of(row, "purpose"),
            created=date_of(row, "created"),
            members_stated=text_of(row, "members_stated"),
            joining=text_of(row, "joining"),
            how_to_join=text_of(row, "how_to_join"),
            url=text_of(row, "url"),
            note=text_of(row, "note"),
        )
        if name := text_of(row, "partnership"):
            group.partnership = self.partnerships.get(fold(name))
            if group.partnership is None:
                raise ValidationError(f"partenariat inconnu : « {name} »")
        group.themes = self._themes(row)
        group.parents = self._bodies(GroupParent, row, "parents")
        group.roadmap = [
            cleaned(
                RoadmapItem(
                    text=text_of(told, "text"),
                    status=text_of(told, "status"),
                    date=date_of(told, "date"),
                ),
                "group",
            )
            for told in row.get("roadmap") or []
        ]
        group.meetings = [
            cleaned(
                Meeting(
                    date=date_of(told, "date"),
                    subject=text_of(told, "subject"),
                    event_id=self.events.get(fold(text_of(told, "event"))),
                    report=text_of(told, "report"),
                ),
                "group",
            )
            for told in row.get("meetings") or []
        ]
        group.deliverables = self._deliverables(GroupDeliverable, row, "group")
        group.sources = [source_of(GroupSource, told) for told in row.get("sources") or []]
        return group

    def mandate(self, told: dict) -> Mandate | None:
        """None of somebody who asked to be taken out."""
        name = text_of(told, "name", required=True)
        if RemovedPerson.has(name):
            return None
        capacity, behalf = text_of(told, "capacity"), text_of(told, "body")
        person = self.people.get(fold(name))
        if person is None:
            person = Person(name=name, function=", ".join(filter(None, (capacity, behalf))))
            person.full_clean()
            self.people[fold(name)] = person
        mandate = Mandate(
            person=person,
            function=text_of(told, "function"),
            capacity=capacity,
            behalf_stated=behalf,
            authority=authority_meant(behalf, told) if behalf else None,
            is_elected=bool(told.get("is_elected")),
            begins=date_of(told, "from"),
            ends=date_of(told, "to"),
            note=text_of(told, "note"),
            source_title=text_of(told, "source_title", required=True),
            source_url=text_of(told, "source_url"),
        )
        mandate.clean_fields(exclude=["person"])
        mandate.clean()
        return mandate

    def programme(self, row: dict) -> Programme:
        years = row.get("years") or {}
        programme = Programme(
            name=text_of(row, "name"),
            kind=text_of(row, "kind"),
            begins=date_of(years, "from"),
            ends=date_of(years, "to"),
            years_stated=text_of(years, "text"),
            purpose=text_of(row, "purpose"),
            how_to_join=text_of(row, "how_to_join"),
            budget=text_of(row.get("budget") or {}, "text"),
            url=text_of(row, "url"),
            note=text_of(row, "note"),
        )
        programme.themes = self._themes(row)
        programme.organisers = self._bodies(ProgrammeOrganiser, row, "organisers")
        programme.stages = [
            cleaned(
                Stage(
                    text=text_of(told, "text"),
                    event_id=self.events.get(fold(text_of(told, "event"))),
                ),
                "programme",
            )
            for told in row.get("stages") or []
        ]
        named = {one.get("sheet_id") for told in row["editions"] for one in told["authorities"]}
        programme.sheets = [
            ProgrammeSheet(sheet_id=self._sheet(key))
            for key in texts_of(row, "sheet_ids")
            if key not in named and self._sheet(key)
        ]
        programme.deliverables = self._deliverables(ProgrammeDeliverable, row, "programme")
        programme.waiting = [
            cleaned(
                fill(
                    WaitingMember(
                        label=text_of(told, "name", required=True),
                        since=date_of(told, "since"),
                        source_url=text_of(told, "source"),
                    ),
                    self.directory,
                    told,
                ),
                "programme",
            )
            for told in row.get("waiting") or []
        ]
        programme.tools = [
            cleaned(Tool(text=text_of(told, "text"), url=text_of(told, "url")), "programme")
            for told in row.get("tools") or []
        ]
        programme.sources = [source_of(ProgrammeSource, told) for told in row.get("sources") or []]
        return programme

    def edition(self, told: dict) -> Edition:
        edition = Edition(
            name=text_of(told, "edition", required=True),
            date=date_of(told, "date"),
            text=text_of(told, "text"),
            source_url=text_of(told, "source"),
        )
        members = []
        for one in told.get("authorities") or []:
            member = CohortMember(label=text_of(one, "name", required=True))
            member.sheet_id = self._sheet(text_of(one, "sheet_id"))
            members.append(cleaned(fill(member, self.directory, one), "edition"))
        edition.cohort = members
        return edition

    def _sheet(self, key: str) -> int | None:
        if key and key not in self.sheets:
            raise ValidationError(f"fiche inconnue : « {key} »")
        return self.sheets.get(key)

    def _themes(self, row: dict) -> list[Theme]:
        return list(dict.fromkeys(theme_at(path, self.themes) for path in texts_of(row, "themes")))

    def _deliverables(self, model, row: dict, parent: str) -> list:
        """With the publication of that very title."""
        return [
            cleaned(
                model(
                    text=text_of(told, "text"),
                    url=text_of(told, "url"),
                    date=date_of(told, "date"),
                    publication_id=self.publications.get(fold(text_of(told, "text"))),
                ),
                parent,
            )
            for told in row.get("deliverables") or []
        ]

    def _bodies(self, model, row: dict, name: str) -> list:
        labels = texts_of(row, name)
        if not labels:
            raise ValidationError(f"« {name} » est vide")
        return [fill(model(label=label), self.directory, makes=True) for label in labels]


def _by_title(model) -> dict[str, int]:
    """Keys of the pages whose title no other has."""
    found: dict[str, list[int]] = {}
    for title, key in model.objects.values_list("title", "pk"):
        found.setdefault(fold(title), []).append(key)
    return {title: keys[0] for title, keys in found.items() if title and len(keys) == 1}
