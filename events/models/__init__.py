from .announcements import AnnouncedDate
from .calendar import CalendarEntry
from .calls import Decision, ProjectCall, Proposal
from .imports import EventImport, EventImportLine, ImportedEvent
from .interests import Interest
from .pages import AgendaPage, EventPage, TourPage, ToursPage
from .rows import (
    EventDocument,
    EventOrganiser,
    EventProject,
    EventSession,
    EventSpeaker,
    TourOrganiser,
)

__all__ = [
    "AgendaPage",
    "AnnouncedDate",
    "CalendarEntry",
    "Decision",
    "EventDocument",
    "EventImport",
    "EventImportLine",
    "EventOrganiser",
    "EventPage",
    "EventProject",
    "EventSession",
    "EventSpeaker",
    "ImportedEvent",
    "Interest",
    "ProjectCall",
    "Proposal",
    "TourOrganiser",
    "TourPage",
    "ToursPage",
]
