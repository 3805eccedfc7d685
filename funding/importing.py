"""Funding programmes of a content file: created when missing, never overwritten."""

from decimal import Decimal

from django.core.exceptions import ValidationError

from core.importing import cleaned, import_rows, text_of, texts_of
from core.sources import source_of
from network.names import Directory
from taxonomy.importing import theme_at
from taxonomy.models import Theme
from territories.matching import area_of
from territories.models import Departement, Region
from territories.types import AuthorityType

from .models import FundingAmount, FundingProgramme, FundingSource


def import_funding(rows: list[dict]) -> int:
    """rows: as in `data/demo/funding.json`; the address of each is its `id`.

    Organisations that rows name and the directory lacks are made. The number created. Raises ImportRefused; nothing is
    changed then.
    """
    directory = Directory()
    themes = {theme.slug: theme for theme in Theme.objects.select_related("successor")}

    def make(row):
        programme = _programme(row, directory)
        programme.themes = list(
            dict.fromkeys(theme_at(path, themes) for path in texts_of(row, "themes"))
        )
        return programme

    def save(read):
        for row in read:
            row.thing.save()

    known = set(FundingProgramme.objects.values_list("slug", flat=True))
    report = import_rows(rows, named_by="id", key=str, known=known, make=make, save=save)
    return len(report.created)


def _programme(row: dict, directory: Directory) -> FundingProgramme:
    period, status = row["period"], row["status"]
    organisation = text_of(row, "organisation")
    programme = FundingProgramme(
        slug=row["id"].strip(),
        name=text_of(row, "name"),
        acronym=text_of(row, "acronym"),
        funder=text_of(row, "funder"),
        organisation=directory.named_or_made(organisation) if organisation else None,
        what=text_of(row, "what"),
        eligible=types_of(row, "eligible"),
        rate=text_of(row, "rate"),
        budget=row.get("budget_eur"),
        starts=text_of(period, "from"),
        ends=text_of(period, "to"),
        period=text_of(period, "text"),
        status=text_of(status, "text"),
        status_date=text_of(status, "date"),
        is_closed=status.get("closed", False),
        url=text_of(row, "url"),
        note=text_of(row, "note"),
    )
    programme.departements = [area_of(Departement, code) for code in texts_of(row, "departements")]
    programme.regions = [area_of(Region, code) for code in texts_of(row, "regions")]
    programme.amounts = [_amount(told) for told in row["amounts"]]
    programme.sources = [source_of(FundingSource, told) for told in row["sources"]]
    programme.full_clean(exclude=["themes"])
    return programme


def types_of(row: dict, name: str) -> list[str]:
    types = texts_of(row, name)
    if unknown := set(types) - set(AuthorityType.values):
        raise ValidationError(f"type inconnu : « {min(unknown)} »")
    return types


def _amount(told: dict) -> FundingAmount:
    amount = FundingAmount(
        label=text_of(told, "label"),
        # As it is written: a float of JSON has other digits.
        amount=Decimal(str(told["amount"])),
        unit=text_of(told, "unit"),
        year=told.get("year"),
    )
    return cleaned(amount, "programme")
