"""Who is a member of an organisation, as far as sources name them, and whom two organisations have in common."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.words import number
from network.models import Membership, Organisation

SHOWN = 24  # on the page of the organisation
PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class Members:
    shown: list[Membership]
    known: int
    said: str  # « 7 adhérents connus de nous sur 8 annoncés »

    @property
    def more(self) -> bool:
        return self.known > len(self.shown)


def current(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those that are not over: what ends in a year or month lasts to its end. By date as it is stored."""
    day = timezone.localdate().isoformat()
    return memberships.filter(Q(ends="") | Q(ends__gte=day) | Q(ends__in=[day[:4], day[:7]]))


def members_of(organisation: Organisation) -> Members:
    """One statement."""
    every = current(organisation.memberships.all()).annotate(known=Window(Count("pk")))
    rows = list(_in_order(every)[:SHOWN])
    known = rows[0].known if rows else 0
    return Members(rows, known, honestly(known, organisation) if known else "")


def _in_order(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.select_related("authority__departement", "authority__region", "member").order_by(
        "authority__name", "member__name", "pk"
    )


def honestly(known: int, organisation: Organisation) -> str:
    """« 312 adhérents connus de nous sur 1 120 annoncés (2024) »."""
    few = "adhérent connu" if known < 2 else "adhérents connus"
    said = f"{number(known)} {few} de nous"
    if organisation.members_count is None:
        return f"{said} ; aucun total daté n’a été lu"
    when = f" ({organisation.members_date[:4]})" if organisation.members_date else ""
    return f"{said} sur {number(organisation.members_count)} annoncés{when}"


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """`/organisations/sitiv/adherents/?avec=sitpi`: all of them, or those that are members of both."""
    found = get_object_or_404(Organisation.objects.filter(merged=False), slug=slug)
    rows = current(found.memberships.all())
    with_members = (
        Organisation.objects.filter(
            Exists(current(Membership.objects.all()).filter(organisation=OuterRef("pk")))
        )
        .exclude(pk=found.pk)
        .order_by("name")
    )
    others = list(with_members)
    other = next((one for one in others if one.slug == request.GET.get("avec", "")), None)
    total = rows.count()
    if not total:
        return HttpResponseRedirect(found.get_absolute_url())
    said = [honestly(total, found)]
    if other is not None:
        theirs = current(other.memberships.all())
        rows = rows.filter(
            Q(authority__in=theirs.exclude(authority=None).values("authority"))
            | Q(member__in=theirs.exclude(member=None).values("member"))
        )
        said.append(honestly(theirs.count(), other))
    pages = Paginator(_in_order(rows), PER_PAGE)
    page = pages.get_page(request.GET.get("page", "1"))
    context = {
        "organisation": found,
        "crumbs": [
            {"label": "Organisations", "url": "/organisations/"},
            {"label": found.acronym or found.name, "url": found.get_absolute_url()},
        ],
        "others": others,
        "other": other,
        "said": said,
        "listed": page,
        "total": pages.count,
    }
    return render(request, "directory/members.html", context)
