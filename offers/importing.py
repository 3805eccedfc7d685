"""Services of a content file: created when missing, never overwritten; a provider that the directory lacks is made."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date as parse_day

from catalogue.models import ImportedSheet, ProjectPage
from core.dates import validate as validate_date
from core.importing import ImportReport, cleaned, import_rows, text_of, texts_of
from network.models import Organisation
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.choice import chosen_territory
from territories.matching import area_of, authority_for
from territories.models import Authority, Departement, Region
from territories.names import fold
from territories.types import AuthorityType

from .choices import Path
from .models import Offer, OfferSheet, OfferSource, Perimeter, Price

_PRICE = (
    *("basis", "amount", "period", "tax", "year"),
    *("population_min", "population_max", "floor", "cap", "rule"),
)


def import_offers(rows: list[dict], *, source: str, checked_on: str = "") -> ImportReport[Offer]:
    """Rows as in `data/demo/services.json`; sheets are named by the keys under which `source` brought them.

    The address of a service is the `id` of its row. Raises ImportRefused with every broken row and its reason.
    """
    reading = _Reading(source, parse_day(checked_on) if checked_on else None)

    def save(read):
        for row in read:
            offer = row.thing
            offer.provider.save() if offer.provider.pk is None else None
            offer.provider = offer.provider  # its key, when it was made here
            offer.save()

    known = set(Offer.objects.values_list("slug", flat=True))
    return import_rows(rows, named_by="id", key=str, known=known, make=reading.offer, save=save)


@dataclass(slots=True)
class _Reading:
    source: str
    checked_on: datetime.date | None
    directory: Directory = field(default_factory=Directory)
    _made: dict[str, Organisation] = field(default_factory=dict)
    _themes: dict[str, Theme] = field(default_factory=dict)
    _sheets: dict[str, ProjectPage] = field(default_factory=dict)
    _names: set[tuple[str, str]] = field(default_factory=set)  # provider and service

    def __post_init__(self):
        self._names = set(Offer.objects.values_list("provider__name", "name"))
        self._themes = {one.slug: one for one in Theme.objects.all()}
        brought = ImportedSheet.objects.filter(source=self.source).exclude(page=None)
        self._sheets = {one.key: one.page for one in brought.select_related("page")}

    def offer(self, row: dict) -> Offer:
        whom = row["for_whom"]
        offer = Offer(
            slug=row["id"].strip(),
            name=text_of(row, "name", required=True),
            provider=self._provider(row),
            provider_label=text_of(row, "provider_label"),
            kind=text_of(row, "kind"),
            access=text_of(row, "access", required=True),
            summary=text_of(row, "summary"),
            for_whom=text_of(whom, "text"),
            types=_types(whom),
            population_max=whom.get("population_max"),
            condition=text_of(whom, "condition"),
            how_to_join=text_of(row, "how_to_join"),
            members_stated=text_of(row, "members_stated"),
            state=text_of(row, "state"),
            closes_on=text_of(row, "closes_on"),
            url=text_of(row, "url"),
            note=text_of(row, "note"),
            checked_on=self.checked_on,
        )
        offer.clean_fields(exclude=["provider"])
        named = (offer.provider.name, offer.name)
        if named in self._names:
            raise ValidationError(f"« {named[0]} » a déjà un service « {named[1]} »")
        offer.themes = list(
            dict.fromkeys(theme_at(path, self._themes) for path in texts_of(row, "themes"))
        )
        offer.sheets = [OfferSheet(sheet=self._sheet(key)) for key in texts_of(row, "sheet_ids")]
        offer.perimeters = [cleaned(one, "offer") for one in _perimeters(whom)]
        if not offer.perimeters.all():
            raise ValidationError("aucun périmètre : à défaut de liste, « members_in_regions »")
        offer.prices = [
            cleaned(
                Price(**{name: _value(one, name) for name in _PRICE if one.get(name) is not None}),
                "offer",
            )
            for one in row.get("prices") or ()
        ]
        offer.sources = [
            cleaned(
                OfferSource(
                    title=text_of(one, "title", required=True),
                    url=text_of(one, "url"),
                    date=text_of(one, "date"),
                ),
                "offer",
            )
            for one in row.get("sources") or ()
        ]
        for one in offer.sources.all():
            if one.date:
                validate_date(one.date)
        self._names.add(named)  # last: a row that is refused takes no name from the next
        return offer

    def _provider(self, row: dict) -> Organisation:
        name, acronym = text_of(row, "provider", required=True), text_of(row, "provider_acronym")
        known = self.directory.named(name) or self._made.get(fold(name))
        if known is None:
            code = text_of(row, "provider_code")
            known = Organisation(
                name=name, acronym=acronym, authority=_authority(code) if code else None
            )
            known.full_clean(exclude=["slug"], validate_unique=False)
            self._made[fold(name)] = known
        return known

    def _sheet(self, key: str) -> ProjectPage:
        if key not in self._sheets:
            raise LookupError(f"aucune fiche « {key} » n’est venue de « {self.source} »")
        return self._sheets[key]


def _value(row: dict, name: str):
    """Amounts as they are written: a float of JSON has other digits."""
    value = row[name]
    return Decimal(str(value)) if name in ("amount", "floor", "cap") else value


def _types(whom: dict) -> list[str]:
    types = texts_of(whom, "types")
    if unknown := set(types) - set(AuthorityType.values):
        raise ValidationError(f"type inconnu : « {min(unknown)} »")
    return types


def _perimeters(whom: dict) -> Iterable[Perimeter]:
    for code in texts_of(whom, "communes"):
        yield Perimeter(path=Path.AUTHORITY, authority=_authority(code))
    for name, excluded in (("epci", False), ("except_epci", True)):
        for code in texts_of(whom, name):
            yield Perimeter(path=Path.EPCI, authority=_authority(code), excluded=excluded)
    for code in texts_of(whom, "departements"):
        yield Perimeter(path=Path.DEPARTEMENT, departement=area_of(Departement, code))
    for code in texts_of(whom, "regions"):
        yield Perimeter(path=Path.REGION, region=area_of(Region, code))
    if whom.get("national"):
        yield Perimeter(path=Path.NATIONAL)
    # "" is anywhere.
    for code in whom.get("members_in_regions") or ():
        yield Perimeter(path=Path.MEMBERS, region=area_of(Region, code) if code else None)


def _authority(code: str) -> Authority:
    """Of a code of today or of a former commune, whose successor it is then."""
    chosen = chosen_territory(code)
    if chosen is None:
        return authority_for({"siren": code})
    return chosen.authority
