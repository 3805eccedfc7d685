from .duplicates import NotDuplicate
from .facts import OwnerConfirmation
from .imports import ImportedSheet, SheetImport, SheetImportLine
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
    ProjectTool,
)
from .saved_views import SavedView
from .sources import ProjectSource

__all__ = [
    "DebateItem",
    "ImportedSheet",
    "NotDuplicate",
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
    "SavedView",
    "SheetCounter",
    "SheetImport",
    "SheetImportLine",
]
