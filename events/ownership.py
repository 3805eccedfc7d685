"""Whose an event or a tour is: the group Animation touches those of its own networks alone.

The networks of an event are the organisations of the directory that it, or its tour, names as organisers. One that names
none is nobody's in particular: whoever is in the group may complete it. Who holds rights over the agenda by another
group, as editors do, is not bound by this one.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.models import PagePermissionTester
from wagtail.permissions import page_permission_policy

from network.models import Announcer, Organisation
from users.groups import ORGANISERS

_KNOWN = "_bound_to_networks"
_OVER_PAGES = ("change_page", "publish_page")


@dataclass(frozen=True)
class Bound:
    """Keys of the networks that an account announces for, and of the events and tours of other networks."""

    networks: frozenset[int]
    foreign: frozenset[int]


def bound(user) -> Bound | None:
    """None of who may touch any event. Asked of the database once for an account of a request."""
    if not hasattr(user, _KNOWN):
        setattr(user, _KNOWN, _bound(user) if _is_bound(user) else None)
    return getattr(user, _KNOWN)


def _is_bound(user) -> bool:
    if user.is_superuser or not user.is_active:
        return False
    group = Group.objects.filter(name=ORGANISERS, user=user).values_list("pk", flat=True).first()
    if group is None:
        return False
    agenda = apps.get_model("events.AgendaPage").objects.first()
    return not any(
        right.group_id != group
        and right.permission.codename in _OVER_PAGES
        and agenda
        and agenda.path.startswith(right.page.path)
        for right in page_permission_policy.get_cached_permissions_for_user(user)
    )


def _bound(user) -> Bound:
    networks = frozenset(
        Announcer.objects.filter(user=user).values_list("organisation_id", flat=True)
    )
    events, tours = apps.get_model("events.EventPage"), apps.get_model("events.TourPage")
    named, own = Q(organisers__organisation__isnull=False), Q(organisers__organisation__in=networks)
    named_tours = tours.objects.filter(named).values("pk")
    own_tours = tours.objects.filter(own).values("pk")
    named_events = events.objects.filter(named).values("pk")
    own_events = events.objects.filter(own).values("pk")
    foreign_tours = tours.objects.filter(pk__in=named_tours).exclude(pk__in=own_tours)
    foreign_events = (
        events.objects.filter(Q(pk__in=named_events) | Q(tour__in=named_tours))
        .exclude(pk__in=own_events)
        .exclude(tour__in=own_tours)
    )
    foreign = frozenset(
        key
        for found in (foreign_tours, foreign_events)
        for key in found.values_list("pk", flat=True)
    )
    return Bound(networks, foreign)


def own_pages(pages: QuerySet, user) -> QuerySet:
    """Of events or tours, those that an account may touch."""
    limits = bound(user)
    return pages.exclude(pk__in=limits.foreign) if limits else pages


def own_networks(user) -> QuerySet:
    """The organisations in whose name an account announces."""
    limits = bound(user)
    known = Organisation.objects.offered()
    return known.filter(pk__in=limits.networks) if limits else known


def why_not_in_their_name(user, organisations: set[int], tour) -> dict[str, str]:
    """{field: why} of what an event or a tour would be from then on. organisations: keys of those that organise."""
    limits = bound(user) if user else None
    if limits is None:
        return {}
    errors = {}
    if organisations and not organisations & limits.networks:
        mine = ", ".join(own_networks(user).order_by("name").values_list("name", flat=True))
        errors["organisers"] = (
            f"Nommez parmi les organisateurs un réseau que vous animez : {mine}."
            if mine
            else "Vous n’animez encore aucun réseau : demandez à la rédaction de vous en confier un."
        )
    if tour is not None and tour.pk in limits.foreign:
        errors["tour"] = "Cette tournée est celle d’un autre réseau."
    return errors


class OwnPageTester(PagePermissionTester):
    """Of an event or a tour."""

    def __init__(self, user, page):
        super().__init__(user, page)
        limits = bound(user)
        if limits and page.pk in limits.foreign:
            self.permissions = set()


class PlaceTester(PagePermissionTester):
    """Of the two pages that hold them: one adds under them, and changes nothing of their own."""

    def __init__(self, user, page):
        super().__init__(user, page)
        self._is_bound = bound(user) is not None
        if self._is_bound:
            self.permissions = self.permissions - {"change"}

    def can_publish(self):
        return not self._is_bound and super().can_publish()

    def can_unpublish(self):
        return not self._is_bound and super().can_unpublish()

    def can_reorder_children(self):
        return not self._is_bound and super().can_reorder_children()
