"""The pages of the directory: an organisation is public when something public names it: a sheet, an event, a tour, a publication, a
label, a service, a funding, an expertise, a partnership, a group, a programme, a mandate, a membership."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage, ProjectPartner
from core.sitemaps import PathSitemap
from core.structured_data import script
from core.visibility import visible
from events.models import EventOrganiser, EventPage, TourPage
from events.records import card_of, with_state
from expertise.models import Expertise
from funding.models import FundingProgramme
from groups.models import CohortMember, GroupParent, Mandate, ProgrammeOrganiser, WaitingMember
from groups.shown import seats
from labels.models import Award, Label
from network.models import Membership, Organisation, Party
from offers.models import Offer
from publications.shown import publications_of
from territories.names import fold

from .members import members_of
from .parts_taken import parts_taken

PATH = "/organisations/"
SHEETS, EVENTS, TOURS = 24, 12, 12  # shown on a page
PER_PAGE = 60
# Both ends name each other, as those of a membership do.
Founding = Organisation.founders.through
ORGANISERS = Prefetch("organisers", EventOrganiser.objects.select_related("organisation"))


def public_organisations(organisations: QuerySet | None = None) -> QuerySet[Organisation]:
    """The floor of every list: those that something public names. One statement."""
    organisations = Organisation.objects.all() if organisations is None else organisations
    own, authority = OuterRef("pk"), OuterRef("authority")
    return organisations.filter(merged=False).filter(
        Exists(sheets_of(own, authority).order_by())
        | Exists(events_of(own).order_by())
        | Exists(tours_of(own).order_by())
        | Exists(publications_of(own).order_by())
        | Exists(Offer.objects.filter(provider=own).order_by())
        | Exists(FundingProgramme.objects.filter(organisation=own, merged=False).order_by())
        | Exists(Expertise.objects.filter(organisation=own).order_by())
        | Exists(Expertise.objects.filter(shared_with=own).order_by())
        | Exists(Label.objects.filter(organisation=own).order_by())
        | Exists(Award.objects.filter(organisation=own).order_by())
        | Exists(Party.objects.filter(organisation=own).order_by())
        | Exists(Membership.objects.filter(Q(organisation=own) | Q(member=own)).order_by())
        | Exists(GroupParent.objects.filter(organisation=own).order_by())
        | Exists(ProgrammeOrganiser.objects.filter(organisation=own).order_by())
        | Exists(CohortMember.objects.filter(organisation=own).order_by())
        | Exists(WaitingMember.objects.filter(organisation=own).order_by())
        | Exists(Mandate.objects.filter(organisation=own).order_by())
        | Exists(Founding.objects.filter(Q(from_organisation=own) | Q(to_organisation=own)))
    )


def sheets_of(organisation, authority) -> QuerySet[ProjectPage]:
    """Public sheets that name it as a partner, and those that it carries itself."""
    # Of two tables joined, a database would read every sheet for each organisation.
    within = OuterRef(organisation) if isinstance(organisation, OuterRef) else organisation
    named = Q(pk__in=ProjectPartner.objects.filter(organisation=within).values("page"))
    if authority is not None:
        named |= Q(authority=authority)
    return visible(ProjectPage.objects).filter(named)


def events_of(organisation) -> QuerySet[EventPage]:
    return visible(EventPage.objects).filter(organisers__organisation=organisation)


def tours_of(organisation) -> QuerySet[TourPage]:
    return visible(TourPage.objects).filter(organisers__organisation=organisation)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    own, authority = OuterRef("pk"), OuterRef("authority")
    rows = public_organisations().annotate(
        sheet_count=_number(sheets_of(own, authority)), event_count=_number(events_of(own))
    )
    # In the order of a French list, which no database's is: « Adico » before « ADULLACT ».
    names = public_organisations().order_by().values_list("pk", "name")
    ordered = [pk for pk, name in sorted(names, key=lambda row: fold(row[1]))]
    pages = Paginator(ordered, PER_PAGE)
    asked = request.GET.get("page", "1")
    page = pages.get_page(asked)
    if str(page.number) != asked:
        return HttpResponseRedirect(PATH if page.number == 1 else f"{PATH}?page={page.number}")
    shown = rows.in_bulk(list(page))
    page.object_list = [shown[pk] for pk in page if pk in shown]
    return render(request, "directory/organisations.html", {"listed": page, "total": pages.count})


def _number(pages: QuerySet) -> Coalesce:
    one = pages.order_by().annotate(one=Value(1)).values("one")
    counted = one.annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    own, authority = OuterRef("pk"), OuterRef("authority")
    rows = public_organisations(
        Organisation.objects.select_related("authority", "successor", "part_of")
    ).annotate(
        sheet_count=_number(sheets_of(own, authority)),
        event_count=_number(events_of(own)),
        carries=Exists(visible(ProjectPage.objects.filter(authority=authority)).order_by()),
    )
    found = rows.filter(slug=slug).first()
    if found is None:
        # What was only retired may be taken up again: browsers keep a permanent redirect.
        heir = get_object_or_404(
            public_organisations(), predecessors__slug=slug, predecessors__merged=True
        )
        return HttpResponsePermanentRedirect(heir.get_absolute_url())
    crumbs = [{"label": "Organisations", "url": PATH}]
    context = {
        "organisation": found,
        "facts": _facts(found),
        "carried_url": f"/projets/?territoire={found.authority.code}" if found.carries else "",
        "crumbs": crumbs,
        "json_ld": _json_ld(found, crumbs),
        "sheets": _sheets(found) if found.sheet_count else [],
        "sheet_count": found.sheet_count,
        "events": _events(found) if found.event_count else [],
        "event_count": found.event_count,
        "events_url": f"/agenda/?reseau={found.slug}",
        "parts": parts_taken(organisation=found),
        "seats": seats(Mandate.objects.filter(organisation=found), timezone.localdate()),
        "members": members_of(found),
        "tours": [
            {"title": tour.title, "url": tour.relative_url(None)}
            for tour in TourPage.objects.filter(pk__in=tours_of(found).values("pk")).order_by(
                "-pk"
            )[:TOURS]
        ],
    }
    return render(request, "directory/organisation.html", context)


def _facts(found: Organisation) -> list[dict]:
    """As templates/components/facts.html shows them."""
    facts = (
        ("Nature", found.kind),
        ("Périmètre", found.area),
        ("Création", found.created),
        ("Adhérents", found.members_stated),
    )
    return [
        {"label": label, "text": f"{text[0].upper()}{text[1:]}", "unknown": False}
        for label, text in facts
        if text
    ]


def _sheets(found: Organisation) -> list[dict]:
    """The newest first: [{title, url, authority, roles}]."""
    keys = sheets_of(found, found.authority).order_by().values("pk").distinct()
    pages = ProjectPage.objects.filter(pk__in=keys).select_related("authority")
    some = list(pages.order_by("-first_published_at", "-pk")[:SHEETS])
    roles: dict[int, list[str]] = {}
    for page in some:
        is_carrier = found.authority_id and page.authority_id == found.authority_id
        roles[page.pk] = ["porteur"] if is_carrier else []
    for row in ProjectPartner.objects.filter(organisation=found, page__in=list(roles)):
        if row.role:
            roles[row.page_id].append(row.get_role_display().lower())
    shown = [
        {
            "title": page.title,
            "url": page.relative_url(None),
            "authority": page.authority.label if page.authority_id else "",
            "roles": ", ".join(dict.fromkeys(roles[page.pk])),
        }
        for page in some
    ]
    return shown


def _events(found: Organisation) -> list[dict]:
    now = timezone.now()
    keys = events_of(found).order_by().values("pk").distinct()
    some = (
        EventPage.objects.filter(pk__in=keys)
        .select_related("commune__departement", "host__departement", "main_theme__parent", "tour")
        .prefetch_related("sessions", ORGANISERS, "documents")
        .order_by("-start", "-pk")[:EVENTS]
    )
    return [with_state(card_of(event), now) for event in some]


def _json_ld(found: Organisation, crumbs: list[dict]) -> SafeString:
    address = f"{settings.BASE_URL}{found.get_absolute_url()}"
    itself = {
        "@type": "Organization",
        "@id": address,
        "name": found.name,
        "alternateName": [name for name in (found.acronym, *found.other_names) if name],
        "description": found.description,
        "url": found.website_url or address,
        "areaServed": found.area,
    }
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


class OrganisationSitemap(PathSitemap):
    """The list and the pages of the directory."""

    def items(self) -> list[str]:
        found = [one.get_absolute_url() for one in public_organisations().order_by("slug")]
        return ["/reseau/", PATH, *found] if found else []
