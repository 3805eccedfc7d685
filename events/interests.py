"""« Ce projet m'intéresse »: agreed to, confirmed by e-mail, passed on in a list, withdrawn at will."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from catalogue.models import ProjectPage
from core.mail.queue import send
from core.mail.rendering import absolute
from core.rate_limits import RateLimit
from core.visibility import visible
from core.visitor_requests import links
from territories.models import Authority

from .choices import Change
from .models import EventPage, Interest, ProjectCall
from .retention import AFTER_EVENT

CONFIRM = "interest"
WITHDRAW = "interest-withdraw"
# What a person confirms, of their address: a link sent for other words no longer does.
SAID = ("authority_id", "message")
# The people of a project get one list a day at most, whatever the number of visitors.
BETWEEN_LISTS = datetime.timedelta(days=1)
# A double click is no reason for a second e-mail; one that got lost is.
_REMINDERS = RateLimit("interest-reminders", times=1, period=datetime.timedelta(minutes=10))


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


def declare(
    *, event: EventPage, sheet: ProjectPage, email: str, authority: Authority, message: str
) -> Interest:
    """Keep the interest and write to the person. One per person and project, however often sent.

    Until it is confirmed, the last words count: the first may be somebody else's.
    The page answers the same in every case: it must not tell whose address is known here.
    """
    with transaction.atomic():
        said = {"authority": authority, "message": message}
        interest, is_new = Interest.objects.get_or_create(
            event=event, sheet=sheet, email=email.lower(), defaults=said
        )
        if not is_new:
            Interest.objects.filter(pk=interest.pk, confirmed_at=None).update(
                **said, created_at=timezone.now()
            )
            interest.refresh_from_db()
        key = links.seal(interest, SAID)
        if not interest.confirmed_at and _REMINDERS.hit(key):
            _ask_to_confirm(interest, key)
    return interest


def _ask_to_confirm(interest: Interest, key: str) -> None:
    send(
        to=interest.email,
        subject=f"Confirmez votre intérêt : {interest.sheet.title}",
        template="interest_confirm",
        context={
            "interest": interest,
            "url": absolute(reverse("confirm_interest", args=[links.sign(CONFIRM, key)])),
            "withdraw_url": absolute(
                reverse("withdraw_interest", args=[links.sign(WITHDRAW, interest.pk)])
            ),
        },
    )


def confirm(interest: Interest) -> bool:
    """The person read `interest` behind the link. False when that was done before, or it changed."""
    read = {name: getattr(interest, name) for name in SAID}
    return bool(
        Interest.objects.filter(pk=interest.pk, confirmed_at=None, **read).update(
            confirmed_at=timezone.now()
        )
    )


def recipient(event: EventPage, sheet: ProjectPage) -> str:
    """Who gets the list: the sheet's contact, else the team that gathers the projects; or "".

    Not the contact of a real project for a demonstration, of which its people know nothing.
    """
    call = ProjectCall.objects.filter(event=event).first()
    contact = "" if event.is_demonstration else sheet.contact_email
    return contact or (call.contact_email if call else "")


def pass_on(now: datetime.datetime | None = None) -> int:
    """Send each project's people the list of those who agreed since the last; how many lists.

    A project without an address waits: organisers see its list in the admin. Run by `manage.py due`.
    """
    now = now or timezone.now()
    sent = 0
    pairs = Interest.objects.order_by("event", "sheet").values("event", "sheet")
    last = {
        (row["event"], row["sheet"]): row["last"]
        for row in pairs.annotate(last=Max("told_at")).filter(last__gt=now - BETWEEN_LISTS)
    }
    for pair in (
        Interest.objects.untold()
        .order_by("event", "sheet")
        .values_list("event", "sheet")
        .distinct()
    ):
        if pair not in last:
            sent += _send_list(*pair, now)
    return sent


def _send_list(event_pk: int, sheet_pk: int, now: datetime.datetime) -> bool:
    event, sheet = EventPage.objects.get(pk=event_pk), ProjectPage.objects.get(pk=sheet_pk)
    to = recipient(event, sheet)
    if not to:
        return False
    with transaction.atomic():
        untold = Interest.objects.untold().filter(event=event, sheet=sheet)
        people = list(untold.select_related("authority__departement").order_by("confirmed_at"))
        # Two workers: the one whose update finds the rows untouched sends the list.
        keys = [person.pk for person in people]
        if not keys or untold.filter(pk__in=keys).update(told_at=now) != len(keys):
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
