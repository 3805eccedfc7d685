from .facts import OwnerConfirmation, Reuse
from .pages import ProjectIndexPage, ProjectPage, SheetCounter
from .rows import (
    DebateItem,
    ProjectAttachment,
    ProjectCost,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPartner,
    ProjectPicture,
    ProjectResult,
    ProjectSource,
    ProjectTool,
)

__all__ = [
    "DebateItem",
    "OwnerConfirmation",
    "ProjectAttachment",
    "ProjectCost",
    "ProjectDifficulty",
    "ProjectFunding",
    "ProjectIndexPage",
    "ProjectMeans",
    "ProjectPage",
    "ProjectPartner",
    "ProjectPicture",
    "ProjectResult",
    "ProjectSource",
    "ProjectTool",
    "Reuse",
    "SheetCounter",
]
