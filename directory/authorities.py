"""The page of an authority: who it is, what it did, what is open to it, who resembles it, what comes near it.

What other apps know of it stands in the slots « authority » (its column), « authority_after » (what is the same for many,
at the end of it) and « authority_beside ».
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.choices import Origin
from catalogue.models import ProjectPage
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible
from core.words import number
from offers.choices import Answer
from offers.open_to import OpenOffer, open_offers
from territories.choice import choice_of
from territories.models import Authority
from territories.nearest import lenses
from territories.other_names import OtherName
from territories.settings_of_places import Setting
from territories.town_halls import shown_town_hall
from territories.types import COMMUNE, DEPARTEMENT, GROUPEMENT, REGION, AuthorityType

from .alike import alike
from .dates_near import dates_near
from .parts_taken import Parts, parts_taken

SHEETS = 12  # shown on a page
INSIDE = 12  # members or neighbours
_SETTINGS = {
    Setting.RURAL: "rurale",
    Setting.PERIURBAIN: "périurbaine",
    Setting.BANLIEUE: "de banlieue",
    Setting.VILLE: "urbaine",
}


@require_safe
def authority(request: HttpRequest, code: str) -> HttpResponse:
    """`/territoires/47031/`. A commune of before, a SIREN and an arrondissement lead to the page of today."""
    found = Authority.objects.select_related("town_hall").filter(code=code[:60]).first()
    if found is None:
        return HttpResponseRedirect(_address_of_other(code[:60]))
    chosen = choice_of(found)
    if chosen.authority.pk != found.pk:
        return HttpResponseRedirect(chosen.authority.get_absolute_url())
    if found.family != COMMUNE or found.roles:
        prefetch_related_objects([found], "extra_departements")
    around = _around(found)
    sheets, sheet_count = _sheets(found)
    offers = [] if found.is_retired else open_offers(found, request)
    parts = parts_taken(authority=found)
    crumbs = [{"label": "Territoires", "url": "/mon-territoire/"}, *_crumbs(around)]
    similar = alike(request, found)
    context = {
        "authority": found,
        "crumbs": crumbs,
        # « Sud » says nothing alone.
        "name": found.full_name or found.name,
        "lead": _lead(found),
        "note": chosen.note if found.is_retired else "",
        "facts": _facts(found, sheet_count, offers, parts),
        "town_hall": shown_town_hall(found),
        "inside": around.inside[:INSIDE],
        "inside_title": _inside_title(found),
        "inside_more": max(0, len(around.inside) - INSIDE),
        "sheets": sheets,
        "sheet_count": sheet_count,
        "to_complete": next((one for one in sheets if one["is_documentary"]), None),
        "offers": _by_theme(offers),
        "unknown": [one for one in offers if one.answer == Answer.UNKNOWN],
        "parts": parts,
        "alike": similar,
        "lenses": _lenses(found, similar.lens),
        "dates": [] if found.is_retired else dates_near(found),
        "is_thin": not (sheets or parts.count),
        "json_ld": _json_ld(found, around, crumbs),
    }
    return render(request, "directory/authority.html", context)


def _address_of_other(code: str) -> str:
    """Of who bears another code, or this SIREN; raises Http404."""
    other = OtherName.objects.select_related("authority").filter(code=code).first()
    if other is not None:
        return other.authority.get_absolute_url()
    if len(code) == 9 and code.isascii() and code.isdigit():
        known = Authority.objects.filter(siren=code).order_by("retired_on", "pk").first()
        if known is not None:
            return known.get_absolute_url()
    raise Http404


@dataclass(frozen=True, slots=True)
class _Around:
    """Who stands above an authority, and who is in it or beside it."""

    region: Authority | None
    departement: Authority | None
    epci: Authority | None
    inside: list[Authority]


def _around(found: Authority) -> _Around:
    """One statement."""
    neighbours = found.neighbours.split()
    asked = Q(code__in=[*neighbours, *filter(None, [found.epci_id])])
    governs = Q(type__in=[AuthorityType.DEPARTEMENT, AuthorityType.REGION]) | ~Q(roles="")
    if found.region_id:
        asked |= governs & Q(region=found.region_id)
    if found.family == GROUPEMENT:
        asked |= Q(epci=found.code)
    elif found.family == DEPARTEMENT:
        asked |= Q(departement__in=found.departement_codes(), type__in=_GROUPINGS)
    governed = Authority.extra_departements.through.objects.filter(
        authority=OuterRef("pk"), departement=found.departement_id
    )
    rows = Authority.objects.current().filter(asked).exclude(pk=found.pk).only(*_SHOWN)
    rows = rows.annotate(is_there_too=Exists(governed))
    rows = sorted(rows, key=lambda one: (-(one.population or 0), one.name))
    is_inside = {
        COMMUNE: lambda one: one.code in neighbours,
        GROUPEMENT: lambda one: one.epci_id == found.code,
        DEPARTEMENT: lambda one: one.family == GROUPEMENT and not one.roles,
        REGION: lambda one: one.type == AuthorityType.DEPARTEMENT,
    }.get(found.family, lambda one: False)
    councils = [one for one in rows if one.type != AuthorityType.COMMUNE or one.roles]
    return _Around(
        region=_council(councils, AuthorityType.REGION, found),
        departement=_council(councils, AuthorityType.DEPARTEMENT, found),
        epci=next((one for one in rows if one.code == found.epci_id), None),
        inside=[one for one in rows if is_inside(one)],
    )


_GROUPINGS = (
    AuthorityType.COMMUNAUTE_COMMUNES,
    AuthorityType.COMMUNAUTE_AGGLO,
    AuthorityType.COMMUNAUTE_URBAINE,
    AuthorityType.METROPOLE,
)
_SHOWN = (
    *("code", "type", "type_wording", "roles", "name", "full_name", "tncc", "population"),
    *("departement", "region", "epci"),
)


def _council(rows: Iterable[Authority], kind: str, found: Authority) -> Authority | None:
    """The body that governs the département or région of `found`, or that stands in for it."""
    if kind in (found.type, *found.roles.split()):
        return None
    if found.family not in (COMMUNE, GROUPEMENT, DEPARTEMENT):
        return None
    standing_in = None
    for one in rows:
        is_there = kind == AuthorityType.REGION or (
            one.departement_id == found.departement_id or one.is_there_too
        )
        if not is_there or kind not in (one.type, *one.roles.split()):
            continue
        # A grouping with the role of a département has it for its members, and they have no other.
        if one.code == found.epci_id:
            return one
        if one.family != GROUPEMENT:
            standing_in = standing_in or one
    return standing_in


def _crumbs(around: _Around) -> list[dict]:
    above = dict.fromkeys(filter(None, (around.region, around.departement, around.epci)))
    return [{"label": one.name, "url": one.get_absolute_url()} for one in above]


def _inside_title(found: Authority) -> str:
    titles = {
        COMMUNE: "Ses voisines",
        GROUPEMENT: "Ses communes",
        DEPARTEMENT: "Ses intercommunalités",
        REGION: "Ses départements",
    }
    return titles.get(found.family, "")


def _lead(found: Authority) -> str:
    """« Commune périurbaine de 5 846 habitants (2023), dans le département : Lot-et-Garonne. »"""
    kind = found.type_label or "collectivité"
    setting = _SETTINGS.get(found.setting, "") if found.family == COMMUNE else ""
    said = " ".join(filter(None, (kind[:1].upper() + kind[1:], setting)))
    if found.population is not None:
        few = "habitant" if found.population < 2 else "habitants"
        said += f" de {number(found.population)} {few}"
        said += f" ({found.population_year})" if found.population_year else ""
    return f"{said}, {found.area_name}." if found.area_name else f"{said}."


def _facts(found: Authority, sheets: int, offers: list[OpenOffer], parts: Parts) -> list[dict]:
    counts = {answer: sum(one.answer == answer for one in offers) for answer in Answer}
    facts = (
        ("A raconté", sheets, "projet"),
        ("Prend part à", parts.count - len(parts.seats), "démarche"),
        ("Peut déjà utiliser", counts[Answer.OPEN], "service"),
        ("Peut rejoindre", counts[Answer.JOIN], "service"),
    )
    return [
        {
            "label": label,
            "text": f"{number(count)} {noun}{'s' if count > 1 else ''}",
            "date": "",
            "unknown": False,
        }
        for label, count, noun in facts
        if count
    ]


def _sheets(found: Authority) -> tuple[list[dict], int]:
    """Its public sheets, and those of the communes that it took up: the newest first, and how many. One statement."""
    pages = (
        visible(ProjectPage.objects)
        .filter(Q(authority=found) | Q(authority__successor=found.code))
        .select_related("authority", "main_theme__parent")
        .order_by("-first_published_at", "-pk")
    )
    rows = list(pages)
    shown = [
        {
            "title": page.title,
            "summary": page.summary,
            "url": page.relative_url(None),
            "number": page.number,
            "former": page.authority.name if page.authority_id != found.pk else "",
            "is_documentary": page.origin == Origin.DOCUMENTARY,
            "theme_slug": page.main_theme.family.slug if page.main_theme_id else "",
        }
        for page in rows[:SHEETS]
    ]
    return shown, len(rows)


def _by_theme(offers: list[OpenOffer]) -> list[dict]:
    """Those that are open or that one may join, under the family of their first theme."""
    told = [one for one in offers if one.answer != Answer.UNKNOWN]
    groups: dict[str, list[OpenOffer]] = {}
    for one in told:
        groups.setdefault(one.offer.theme or "Autres", []).append(one)
    return [{"theme": theme, "offers": rows} for theme, rows in groups.items()]


def _lenses(found: Authority, chosen: str) -> list[dict]:
    path = found.get_absolute_url()
    known = lenses(found)
    default = next(iter(known))
    return [
        {
            "label": label,
            "url": f"{path}{'' if key == default else f'?semblables={key}'}#semblables",
            "selected": key == chosen,
        }
        for key, label in known.items()
    ]


def _json_ld(found: Authority, around: _Around, crumbs: list[dict]) -> SafeString:
    identifier = found.identifier
    above = next(filter(None, (around.departement, around.region)), None)
    itself = {
        "@type": "GovernmentOrganization",
        "@id": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "name": found.full_name or found.name,
        "identifier": identifier
        and {
            "@type": "PropertyValue",
            "propertyID": identifier["scheme"],
            "value": identifier["code"],
        },
        "areaServed": {
            "@type": "AdministrativeArea",
            "name": found.name,
            **({"containedInPlace": above.name} if above else {}),
        },
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


class AuthoritySitemap(PathSitemap):
    """Pages of authorities that carry a public sheet: of the others there is nothing of their own to say."""

    def items(self) -> list[str]:
        sheets = visible(ProjectPage.objects).filter(authority=OuterRef("pk"))
        told = Authority.objects.current().filter(Exists(sheets.order_by()))
        codes = told.order_by("code").values_list("code", flat=True)
        return [Authority(code=code).get_absolute_url() for code in codes]
