"""What the desk writes: each of these happens as a whole or not at all."""

import uuid
from pathlib import Path

from django.db import transaction
from wagtail.models import Collection

from core.models import Attachment
from core.publishing import add_draft
from events import timing
from events.choices import Kind
from events.models import (
    AgendaPage,
    EventDocument,
    EventOrganiser,
    EventPage,
    TourOrganiser,
    TourPage,
    ToursPage,
)
from events.moving import Dates, moved

COLLECTION = "Agenda"


def create_tour(
    *, agenda: AgendaPage, tours: ToursPage, user, fields: dict, stages: list[dict]
) -> tuple[TourPage, list[EventPage]]:
    """A tour and its stages, all as drafts. fields: cleaned data of TourForm; stages: of StageForm."""
    with transaction.atomic():
        tour = TourPage(
            title=fields["title"],
            series=fields["series"],
            edition=fields["edition"],
            summary=fields["summary"],
        )
        if fields["organiser"]:
            tour.organisers = [TourOrganiser(organisation=fields["organiser"])]
        if fields["theme"]:
            tour.themes = [fields["theme"]]
        add_draft(tour, parent=tours, user=user)
        drafts = [
            create_date(
                agenda=agenda,
                user=user,
                fields=stage
                | {
                    "title": f"{fields['title']} – étape {stage['commune'].of_label}",
                    "kind": Kind.STAGE,
                    "end": "",
                    "organiser": fields["organiser"],
                    "theme": fields["theme"],
                    "tour": tour,
                    "registration_url": "",
                },
            )
            for stage in stages
        ]
    return tour, drafts


def create_date(*, agenda: AgendaPage, user, fields: dict) -> EventPage:
    """A draft. fields: cleaned data of DateForm."""
    return add_draft(event_from(fields), parent=agenda, user=user)


def event_from(fields: dict) -> EventPage:
    event = EventPage(
        title=fields["title"],
        kind=fields["kind"],
        format=fields["format"],
        start=fields["start"],
        end=fields["end"] if fields["end"] != fields["start"] else "",
        start_time=fields["start_time"],
        end_time=fields["end_time"],
        commune=fields["commune"],
        venue=fields["venue"],
        main_theme=fields["theme"],
        tour=fields["tour"],
        registration_url=fields["registration_url"],
    )
    if fields["organiser"]:
        event.organisers = [EventOrganiser(organisation=fields["organiser"])]
    return event


def duplicate(event: EventPage, *, user, commune=None, start: str = "") -> EventPage:
    """A draft like this one, elsewhere or on another day. What happened at the first stays with it:
    report, documents, replays, projects and speakers; sessions get identifiers of their own."""
    source = event.get_latest_revision_as_object()
    copy = EventPage(
        **{
            name: getattr(source, name)
            for name in (
                "title",
                "summary",
                "kind",
                "format",
                "tour",
                "series",
                "main_theme",
                "start_time",
                "end_time",
                "description",
                "calendar_by",
            )
        }
    )
    copy.start = start
    if not start:
        # Hours without a day would only have to be removed.
        copy.start_time = copy.end_time = None
    sessions = list(source.sessions.all())
    copy.end, days = moved(
        Dates(source.start, source.end),
        Dates(start, _end_of_a_copy(source, start)),
        [row.day for row in sessions],
    )
    elsewhere = commune is not None and commune.pk != source.commune_id
    copy.commune = commune or source.commune
    if elsewhere:
        copy.title = _title_for(source, commune)
    else:
        copy.venue, copy.address, copy.host = source.venue, source.address, source.host
        copy.access_text, copy.without_car = source.access_text, source.without_car
        copy.accessibility = source.accessibility
    copy.other_themes = list(source.other_themes.all())
    copy.organisers = [
        EventOrganiser(organisation=row.organisation, name=row.name)
        for row in source.organisers.all()
    ]
    copy.sessions = [_copied_session(row, day) for row, day in zip(sessions, days, strict=True)]
    with transaction.atomic():
        return add_draft(copy, parent=event.get_parent(), user=user)


def _end_of_a_copy(source: EventPage, start: str) -> str:
    """It lasts as many days; "" where one of them is not known."""
    first, last, new = (timing.day(text) for text in (source.start, source.end, start))
    return (new + (last - first)).isoformat() if first and last and new else ""


def _title_for(source: EventPage, commune) -> str:
    """« Tournée – étape de Nancy (Meurthe-et-Moselle) » -> « Tournée – étape du Havre (Seine-Maritime) »; else the
    title as it is. Somebody may have typed it without the département, or with another apostrophe."""
    before = source.commune
    if before is None:
        return source.title
    for told in (before.of_label, before.of_name):
        for spelt in (told, told.replace("'", "’")):
            if spelt in source.title:
                return source.title.replace(spelt, commune.of_label)
    return source.title


def _copied_session(row, day):
    from events.models import EventSession

    return EventSession(
        uuid=uuid.uuid4(),
        title=row.title,
        day=day,
        start_time=row.start_time,
        end_time=row.end_time,
        room=row.room,
        description=row.description,
    )


def renew_sessions(event: EventPage, user=None) -> None:
    """After Wagtail's own copy of a page: its sessions, and its draft's, get new identifiers."""
    renewed = {}
    for session in event.sessions.all():
        renewed[session.uuid] = new = uuid.uuid4()
        type(session).objects.filter(pk=session.pk).update(uuid=new)
    draft = event.get_latest_revision_as_object() if event.latest_revision_id else None
    if draft is None:
        return
    for session in draft.sessions.all():
        session.uuid = renewed.get(session.uuid) or uuid.uuid4()
    draft.save_revision(user=user)


def publish_report(
    event: EventPage, *, user, report: str, replay_url: str, uploads: list[dict]
) -> None:
    """Report, replay and files go online together. uploads: [{file, title, kind}].

    Starts from what is online: a draft under way is not published by the way, but its author finds the
    report in it. Raises PublicationRefused.
    """
    with transaction.atomic():
        live = EventPage.objects.get(pk=event.pk)
        pending = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
        documents = [
            EventDocument(document=_attachment(upload, user), kind=upload["kind"])
            for upload in uploads
        ]
        live.report, live.replay_url = report, replay_url
        for row in documents:
            live.documents.add(row)
        live.save_revision(user=user, log_action=True).publish(user=user)
        if pending is not None:
            pending.report, pending.replay_url = report, replay_url
            for row in EventPage.objects.get(pk=event.pk).documents.all():
                if row.document_id not in {one.document_id for one in pending.documents.all()}:
                    pending.documents.add(row)
            pending.save_revision(user=user)


def _attachment(upload: dict, user) -> Attachment:
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=COLLECTION).first() or root
    file = upload["file"]
    attachment = Attachment(
        title=(upload["title"] or Path(file.name).stem)[:255],
        file=file,
        collection=collection,
        uploaded_by_user=user,
    )
    attachment.full_clean(exclude=["file_hash", "file_size"])
    attachment.save()
    return attachment
