"""The pages of groups and programmes, and their lists."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.dates import FIRST_YEAR
from core.dates import parse as parse_date
from core.sitemaps import PathSitemap
from core.structured_data import script
from search.listing.request import ListRequest
from search.listing.view import ListView

from .kinds import GROUPS, PROGRAMMES
from .models import Group, Mandate, Programme
from .shown import (
    Seats,
    deliverables_of,
    editions_of,
    elsewhere,
    meetings_of,
    seats,
    sheets_of,
    stages_and_deliverables,
)


class NetworkView(ListView):
    template_name = "groups/list.html"
    tells_difficulties = False
    lead = ""

    def context(self, asked: ListRequest) -> dict:
        return super().context(asked) | {"lead": self.lead}


class GroupsView(NetworkView):
    listing = GROUPS
    lead = (
        "Commissions, groupes de travail, réseaux et communautés où des collectivités travaillent "
        "ensemble au numérique : qui les porte, qui les anime, ce qu’ils préparent."
    )


class ProgrammesView(NetworkView):
    listing = PROGRAMMES
    lead = (
        "Accompagnements, appels et expérimentations : qui les mène, par quelles étapes, et quelles "
        "collectivités en ont été."
    )


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """`?au=2021-02-11`: who sat there on that day; today for anything that is no day of the past."""
    found = get_object_or_404(Group.objects.select_related("partnership"), slug=slug)
    today = timezone.localdate()
    day = _day(request.GET.get("au", ""), today)
    shown = seats(Mandate.objects.filter(group=found), day)
    parents = list(found.parents.select_related("organisation", "authority"))
    crumbs = [{"label": "Groupes", "url": "/groupes/"}]
    context = {
        "group": found,
        "crumbs": crumbs,
        "parents": parents,
        "facts": _facts(
            ("Nature", found.kind_stated or found.get_kind_display()),
            ("S’y joindre", found.get_joining_display() if found.joining else ""),
            created=found.created,
        ),
        "day": day,
        "is_today": day == today,
        "today": today.isoformat(),
        "seats": shown,
        "people": _with_others(shown, day),
        "roadmap": list(found.roadmap.all()),
        "meetings": meetings_of(found),
        "deliverables": deliverables_of(found),
        "themes": list(found.themes.select_related("parent")),
        "sources": list(found.sources.all()),
        # Machines take those who are told at this address for members of today.
        "json_ld": _group_json_ld(found, parents, shown.held if day == today else [], crumbs),
    }
    return render(request, "groups/group.html", context)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Programme, slug=slug)
    organisers = list(found.organisers.select_related("organisation", "authority"))
    crumbs = [{"label": "Programmes", "url": "/programmes/"}]
    stages, deliverables = stages_and_deliverables(found)
    context = {
        "programme": found,
        "crumbs": crumbs,
        "organisers": organisers,
        "facts": _facts(("Nature", found.get_kind_display()), ("Période", _years(found))),
        "stages": stages,
        "waiting": list(found.waiting.select_related("organisation", "authority")),
        "tools": list(found.tools.all()),
        "editions": editions_of(found),
        "sheets": sheets_of(found),
        "deliverables": deliverables,
        "themes": list(found.themes.select_related("parent")),
        "sources": list(found.sources.all()),
        "json_ld": _programme_json_ld(found, organisers, crumbs),
    }
    return render(request, "groups/programme.html", context)


def _day(asked: str, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(parse_date(asked[:20]))
    except (ValidationError, ValueError):
        day = None
    return day if day and day.year >= FIRST_YEAR and day <= today else today


def _with_others(shown: Seats, day: datetime.date) -> dict[str, list[dict]]:
    """The three lists, each mandate with what else its holder does: {"held": [{mandate, others}], …}."""
    others = elsewhere(shown, day)
    return {
        name: [
            {"mandate": one, "others": others.get(one.person_id, [])}
            for one in getattr(shown, name)
        ]
        for name in ("held", "past", "undated")
    }


def _years(found: Programme) -> str:
    """« 2021-2024 », « depuis 2020 », the source's words where they are shorter than a fact may be."""
    begins, ends = found.begins[:4], found.ends[:4]
    if begins and ends:
        return begins if begins == ends else f"{begins}-{ends}"
    return f"depuis {begins}" if begins else ""


def _facts(*said: tuple[str, str], created: str = "") -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = [
        {"label": label, "text": f"{text[0].upper()}{text[1:]}", "date": "", "unknown": False}
        for label, text in said
        if text
    ]
    if created:
        facts.append({"label": "Création", "text": created[:4], "date": "", "unknown": False})
    return facts


def _group_json_ld(found: Group, parents, held: list[Mandate], crumbs: list[dict]) -> SafeString:
    itself = {
        "@type": "Organization",
        "@id": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "name": found.name,
        "description": found.purpose,
        "foundingDate": found.created,
        "url": found.url,
        "parentOrganization": _named(parents),
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": one.function or one.capacity,
                "startDate": one.begins,
                "member": {"@type": "Person", "name": one.person.name},
            }
            for one in held
        ],
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


def _programme_json_ld(found: Programme, organisers, crumbs: list[dict]) -> SafeString:
    itself = {
        "@type": "Project",
        "@id": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "name": found.name,
        "description": found.purpose,
        "foundingDate": found.begins,
        "dissolutionDate": found.ends,
        "url": found.url,
        "parentOrganization": _named(organisers),
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


def _named(bodies) -> list[dict]:
    return [
        {"@type": "Organization", "name": one.label}
        | ({"url": f"{settings.BASE_URL}{one.url}"} if one.url else {})
        for one in bodies
    ]


class GroupSitemap(PathSitemap):
    """The list and the pages of groups."""

    def items(self) -> list[str]:
        found = [one.get_absolute_url() for one in Group.objects.order_by("slug").only("slug")]
        return ["/groupes/", *found] if found else []


class ProgrammeSitemap(PathSitemap):
    """The list and the pages of programmes."""

    def items(self) -> list[str]:
        found = [one.get_absolute_url() for one in Programme.objects.order_by("slug").only("slug")]
        return ["/programmes/", *found] if found else []
