"""« Ce projet m'intéresse »: agreed to, passed on in a list."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from catalogue.models import ProjectPage
from core.mail.queue import send
from core.mail.rendering import absolute
from core.visibility import visible

from .choices import Change
from .models import EventPage, Interest
from .retention import AFTER_EVENT

# The people of a project get one list a day at most, whatever the number of visitors.
BETWEEN_LISTS = datetime.timedelta(days=1)


def may_declare(event: EventPage, now: datetime.datetime | None = None) -> bool:
    """While what is left with the event would be kept: until some time after it, unless cancelled."""
    if event.change == Change.CANCELLED:
        return False
    if event.over_at is None or event.date_to_come:
        return event.date_to_come
    return (now or timezone.now()) < event.over_at + AFTER_EVENT


def shown_sheet(event: EventPage, number: int) -> ProjectPage | None:
    """The published sheet of that number among those that the event shows."""
    return visible(ProjectPage.objects).filter(number=number, shown_at__page=event).first()


def pass_on(now: datetime.datetime | None = None) -> int:
    """Send each project's people the list of those who agreed since the last; how many lists.

    A project without an address waits: organisers see its list in the admin. Run by `manage.py due`.
    """
    now = now or timezone.now()
    sent = 0
    pairs = Interest.objects.order_by("event", "sheet").values("event", "sheet")
    last = {
        (row["event"], row["sheet"]): row["last"]
        for row in pairs.annotate(last=Max("notified_at")).filter(last__gt=now - BETWEEN_LISTS)
    }
    for pair in (
        Interest.objects.not_notified()
        .order_by("event", "sheet")
        .values_list("event", "sheet")
        .distinct()
    ):
        if pair not in last:
            sent += _send_list(*pair, now)
    return sent


def _send_list(event_pk: int, sheet_pk: int, now: datetime.datetime) -> bool:
    event, sheet = EventPage.objects.get(pk=event_pk), ProjectPage.objects.get(pk=sheet_pk)
    to = Interest(event=event, sheet=sheet).recipient()
    if not to:
        return False
    with transaction.atomic():
        waiting = Interest.objects.not_notified().filter(event=event, sheet=sheet)
        people = list(waiting.select_related("authority__departement").order_by("confirmed_at"))
        # Two workers: the one whose update finds the rows untouched sends the list.
        keys = [person.pk for person in people]
        if not keys or waiting.filter(pk__in=keys).update(notified_at=now) != len(keys):
            transaction.set_rollback(True)
            return False
        send(
            to=to,
            subject=f"{'Ils s’intéressent' if len(people) > 1 else 'On s’intéresse'} à votre projet : "
            f"{sheet.title}",
            template="interest_list",
            context={
                "event": event,
                "sheet": sheet,
                "people": people,
                "url": absolute(sheet.relative_url(None)),
            },
            at_once=False,
        )
    return True
