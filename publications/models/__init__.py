from .following import Follow, StandingNote
from .pages import PublicationPage, PublicationsPage
from .rows import (
    Figure,
    PublicationEvent,
    PublicationSheet,
    PublicationSource,
    Publisher,
    Recommendation,
    Signatory,
)

__all__ = [
    "Figure",
    "Follow",
    "PublicationEvent",
    "PublicationPage",
    "PublicationSheet",
    "PublicationSource",
    "PublicationsPage",
    "Publisher",
    "Recommendation",
    "Signatory",
    "StandingNote",
]
