"""What an editor ticked of a pasted text, put on a sheet: what it says already stays as it is."""

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.html import linebreaks

from core.sanitising import plain_text
from taxonomy.models import Theme, Tool
from territories.models import Authority
from territories.other_names import TownHall

from .alike import same_page
from .models import ProjectPage, ProjectSource, ProjectTool
from .pasted import TEXTS, Suggestion, suggestions

KINDS = ("authority", "theme", "start", "cost", "tool", "source", *TEXTS)
_COLUMN = {"authority": "authority", "theme": "main_theme", "start": "start", "cost": "costs_text"}
_COLUMN |= {name: name for name in TEXTS}
_LONGEST_TITLE = 120
_is_address = URLValidator(schemes=["http", "https"])
_LONGEST_ADDRESS = 500


def found_in(text: str, addresses: list[str]) -> list[Suggestion]:
    """What the text suggests, and whose site the addresses are of."""
    of_sites = list(_town_halls(addresses))
    codes = {one.value for one in of_sites}
    listed = {same_page(one) for one in addresses}
    of_text = [
        one
        for one in suggestions(text, KINDS)
        if not (one.kind == "authority" and one.value in codes)
        and not (one.kind == "source" and (same_page(one.value) in listed or why_not(one.value)))
    ]
    return of_sites + of_text


def _town_halls(addresses: list[str]) -> Iterable[Suggestion]:
    hosts = {_host(address): address for address in reversed(addresses)}
    spelt = Q(pk__in=[])
    for host in hosts:
        spelt |= Q(site__icontains=host)
    named = defaultdict(list)
    # One reading of the table, whatever the number of addresses.
    for hall in TownHall.objects.filter(spelt).select_related("authority__departement"):
        named[_host(hall.site)].append(hall.authority)
    for host, address in hosts.items():
        # Of several communes on one site nobody knows which is meant.
        if len(named[host]) == 1:
            (authority,) = named[host]
            yield Suggestion("authority", authority.code, authority.label, address)


def _host(address: str) -> str:
    return same_page(address).partition("/")[0].partition("?")[0]


def why_not(address: str) -> str:
    """Why it is no address of a source; "" when it is one."""
    try:
        _is_address(address)
        urlsplit(address)
    except (ValidationError, ValueError):
        return "ce n’est pas une adresse complète, avec https://."
    return "cette adresse est trop longue." if len(address) > _LONGEST_ADDRESS else ""


def standing(sheet: ProjectPage) -> dict[str, str]:
    """{kind: what the sheet says of it}, of those that it answers."""
    said = {}
    for kind, column in _COLUMN.items():
        value = getattr(sheet, column)
        if value:
            said[kind] = plain_text(value) if kind in ("cost", *TEXTS) else str(value)
    if rows := list(sheet.costs.all()):
        said["cost"] = " ; ".join(filter(None, [said.get("cost"), *map(str, rows)]))
    return said


def is_there(sheet: ProjectPage, one: Suggestion) -> bool:
    """Of a row: whether the sheet has it."""
    if one.kind == "tool":
        return any(str(row.tool_id) == one.value for row in sheet.tools.all())
    return one.kind == "source" and _cites(sheet, one.value)


def _cites(sheet: ProjectPage, address: str) -> bool:
    return any(same_page(row.url) == same_page(address) for row in sheet.sources.all())


def fill(sheet: ProjectPage, ticked: list[Suggestion], addresses: list[str]) -> None:
    """In memory: each in its field, texts as paragraphs, addresses as sources whose title is to be written."""
    texts: dict[str, list[str]] = {}
    others = list(sheet.other_themes.all()) if sheet.pk else []
    for one in ticked:
        match one.kind:
            case "authority":
                # The likeliest of those that were ticked; one sheet has one.
                sheet.authority = sheet.authority or Authority.objects.get(code=one.value)
            case "theme":
                theme = Theme.objects.get(pk=one.value)
                if sheet.main_theme is None:
                    sheet.main_theme = theme
                else:
                    others.append(theme)
            case "start":
                sheet.start = sheet.start or one.value
            case "cost":
                texts.setdefault("costs_text", []).append(f"{one.label} : « {one.sentence} »")
            case "tool":
                sheet.tools.add(ProjectTool(tool=Tool.objects.get(pk=one.value)))
            case "source":
                _add_source(sheet, one.value)
            case text:
                texts.setdefault(text, []).append(one.sentence)
    sheet.other_themes = others
    for address in addresses:
        _add_source(sheet, address)
    for name, paragraphs in texts.items():
        setattr(sheet, name, linebreaks("\n\n".join(paragraphs), autoescape=True))


def _add_source(sheet: ProjectPage, address: str) -> None:
    if not _cites(sheet, address):
        title = address.partition("://")[2].removeprefix("www.").rstrip("/")
        sheet.sources.add(ProjectSource(title=title[:255], url=address))


def title_of(text: str) -> str:
    """Its first line, cut between two words where there are two; "" of an empty text."""
    line = text.partition("\n")[0]
    if len(line) <= _LONGEST_TITLE:
        return line
    cut = line[: _LONGEST_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
