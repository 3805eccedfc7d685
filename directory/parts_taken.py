"""What a body takes part in: an organisation of the directory, or an authority by itself and by what it is there."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from core.dates import is_over
from groups.models import Edition, Group, Mandate, Programme
from network.models import Membership, Organisation, Partnership, Party
from territories.models import Authority

MOST = 60  # of each


@dataclass(slots=True)
class Parts:
    """Each: [{name, url, detail, date}], by name."""

    partnerships: list[dict] = field(
        default_factory=list
    )  # detail: nature, and what part if it is no party
    founders: list[dict] = field(default_factory=list)  # of it
    founded: list[dict] = field(default_factory=list)  # by it
    groups: list[dict] = field(default_factory=list)  # that it holds; detail: nature
    programmes: list[dict] = field(default_factory=list)  # that it runs
    cohorts: list[dict] = field(default_factory=list)  # that it was in; detail: edition
    waited: list[dict] = field(default_factory=list)  # programmes that it waits for
    memberships: list[dict] = field(default_factory=list)  # today
    seats: list[dict] = field(default_factory=list)  # in its name, today; detail: who

    @property
    def count(self) -> int:
        return sum(len(getattr(self, name)) for name in _LISTS)


_LISTS = (
    *("partnerships", "founders", "founded", "groups", "programmes", "cohorts", "waited"),
    *("memberships", "seats"),
)
_PARTS = {Party.Part.THIRD: "tiers", Party.Part.INTENDS: "veut s’y joindre"}
_NOTHING = Value("", output_field=CharField())


def parts_taken(
    *, organisation: Organisation | None = None, authority: Authority | None = None
) -> Parts:
    """One statement, whatever there is."""
    statement = [
        _rows(
            "partnerships",
            Party.objects.filter(_named("", organisation, authority)),
            *("partnership__name", "partnership__slug", "partnership__kind", "partnership__date"),
            F("part"),
        ),
        _rows(
            "groups",
            Group.objects.filter(_named("parents__", organisation, authority)),
            *("name", "slug", "kind", "created"),
        ),
        _rows(
            "programmes",
            Programme.objects.filter(_named("organisers__", organisation, authority)),
            *("name", "slug", _NOTHING, "begins"),
        ),
        _rows(
            "cohorts",
            Edition.objects.filter(_named("cohort__", organisation, authority)),
            *("programme__name", "programme__slug", "name", "date"),
        ),
        _rows(
            "waited",
            Programme.objects.filter(_named("waiting__", organisation, authority)),
            *("name", "slug", _NOTHING, "waiting__since"),
        ),
        _rows(
            "memberships",
            Membership.objects.filter(_member(organisation, authority)),
            *("organisation__name", "organisation__slug", _NOTHING, "begins"),
            F("ends"),
        ),
    ]
    if organisation is not None:
        statement += [
            _rows(what, Organisation.objects.filter(asked), "name", "slug", _NOTHING, _NOTHING)
            for what, asked in (
                ("founders", Q(founded=organisation.pk)),
                ("founded", Q(founders=organisation.pk)),
            )
        ]
    if authority is not None:
        held = Mandate.objects.filter(authority=authority)
        elected = Case(When(is_elected=True, then=Value("1")), default=_NOTHING)
        statement += [
            _rows(
                what,
                held.exclude(**{body: None}),
                *(f"{body}__name", f"{body}__slug", "person__name", "begins"),
                F("ends"),
                elected,
            )
            for what, body in (("seats", "group"), ("offices", "organisation"))
        ]
    first, *more = statement
    return _read(sorted(first.union(*more)), authority, timezone.localdate())


def _rows(what: str, rows: QuerySet, name, slug, detail, date, more=_NOTHING, elected=_NOTHING):
    return rows.order_by().values_list(
        Value(what, output_field=CharField()), name, slug, detail, date, more, elected
    )


def _named(prefix: str, organisation: Organisation | None, authority: Authority | None) -> Q:
    found = Q()
    if organisation is not None:
        found |= Q(**{f"{prefix}organisation": organisation.pk})
    if authority is not None:
        found |= Q(**{f"{prefix}authority": authority.pk})
        found |= Q(**{f"{prefix}organisation__authority": authority.pk})
    return found


def _member(organisation: Organisation | None, authority: Authority | None) -> Q:
    found = Q()
    if organisation is not None:
        found |= Q(member=organisation.pk)
    if authority is not None:
        found |= Q(authority=authority.pk) | Q(member__authority=authority.pk)
    return found


def _read(rows: list[tuple], authority: Authority | None, day: datetime.date) -> Parts:
    found: dict[str, dict[str, dict]] = {name: {} for name in _LISTS}
    for what, name, slug, detail, date, more, elected in rows:
        model: type = Programme
        if what == "partnerships":
            model = Partnership
            detail = ", ".join(filter(None, (detail, _PARTS.get(more, ""))))
        elif what == "groups":
            model = Group
            detail = Group.Kind(detail).label.lower()
        elif what in ("memberships", "offices", "founders", "founded"):
            model = Organisation
        elif what == "seats":
            model = Group
        if what == "memberships" and is_over(more, day):
            continue
        if what in ("seats", "offices"):
            seat = Mandate(authority=authority, begins=date, ends=more, is_elected=bool(elected))
            if not seat.is_held(day):
                continue
        key = f"{slug} {detail}" if what in ("seats", "offices") else slug
        found["seats" if what == "offices" else what].setdefault(
            key,
            {
                "name": name,
                "url": model(slug=slug).get_absolute_url(),
                "detail": detail,
                "date": date,
            },
        )
    return Parts(**{name: list(rows.values())[:MOST] for name, rows in found.items()})
