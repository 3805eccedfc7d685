"""Groups and programmes, and who sits where: facts from outside, in plain tables. All are public as soon as they are saved."""

from .groups import Group, GroupDeliverable, GroupParent, GroupSource, Meeting, RoadmapItem
from .people import Mandate, Person, RemovedPerson
from .programmes import (
    CohortMember,
    Edition,
    Programme,
    ProgrammeDeliverable,
    ProgrammeOrganiser,
    ProgrammeSheet,
    ProgrammeSource,
    Stage,
    Tool,
    WaitingMember,
)

__all__ = [
    "CohortMember",
    "Edition",
    "Group",
    "GroupDeliverable",
    "GroupParent",
    "GroupSource",
    "Mandate",
    "Meeting",
    "Person",
    "Programme",
    "ProgrammeDeliverable",
    "ProgrammeOrganiser",
    "ProgrammeSheet",
    "ProgrammeSource",
    "RemovedPerson",
    "RoadmapItem",
    "Stage",
    "Tool",
    "WaitingMember",
]
