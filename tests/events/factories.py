"""Small real events. What a test does not name is what any such event has."""

import datetime
import re
from collections import Counter

import factory
from django.contrib.auth.models import Group
from wagtail_factories import PageFactory

from events.choices import Format, Kind
from events.models import EventPage, EventSession, TourPage
from network.models import Announcer, Organisation
from setup.accounts import ORGANISERS, ensure_groups, ensure_organisers
from setup.tree import ensure_agenda
from tests.factories import AuthorityFactory, Published, ThemeFactory, UserFactory, catalogue_page


class TourFactory(PageFactory):
    class Meta:
        model = TourPage

    parent = factory.LazyFunction(lambda: ensure_agenda()[1])
    title = factory.Sequence(lambda n: f"Tournée {n}")
    slug = factory.Sequence(lambda n: f"tournee-{n}")


class EventFactory(PageFactory):
    """A published stage on one day of 2026, in a commune of Lot-et-Garonne."""

    class Meta:
        model = EventPage

    parent = factory.LazyFunction(lambda: ensure_agenda()[0])
    title = factory.Sequence(lambda n: f"Une étape {n}")
    slug = factory.Sequence(lambda n: f"etape-{n}")
    kind = Kind.STAGE
    format = Format.ON_SITE
    start = "2026-12-03"
    commune = factory.SubFactory(AuthorityFactory)
    main_theme = factory.SubFactory(ThemeFactory)


def draft(**fields) -> EventPage:
    """An event that was never published, with its first revision. Rows: lists of unsaved objects."""
    rows = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    event = EventFactory(live=False, **fields)
    for name, values in rows.items():
        setattr(event, name, values)
    event.save()
    event.save_revision()
    return event


class PublishedEventFactory(Published, EventFactory):
    pass


def published(**fields) -> EventPage:
    """Rows: lists of unsaved objects."""
    return EventPage.objects.get(pk=PublishedEventFactory(**fields).pk)


def change(event: EventPage, **fields) -> EventPage:
    """Edited and published again."""
    event = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def session(title="Une séance", start="10:00", end="11:00", **fields) -> EventSession:
    return EventSession(title=title, start_time=clock(start), end_time=clock(end), **fields)


def clock(text: str) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if text else None


def repeated(queries) -> int:
    """How often the statement comes that comes most, whatever its values."""
    shapes = Counter(re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries)
    return max(shapes.values(), default=0)


def organiser(*networks: Organisation):
    """An account of the group Animation, which announces for these."""
    agenda, tours = ensure_agenda()
    ensure_groups(catalogue_page())
    ensure_organisers(agenda, tours)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=ORGANISERS))
    for network in networks:
        Announcer.objects.create(user=user, organisation=network)
    return user
