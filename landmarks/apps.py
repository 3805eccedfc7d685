from core import declarations
from users.groups import EDITORS


class LandmarksConfig(declarations.ProjectApp):
    name = "landmarks"
    verbose_name = "Repères"
    content = ("Deadline",)
    goes_along = ("DeadlineStory.sheet",)
    rights = {EDITORS: {"Deadline": declarations.ALL}}
    slots = {
        "sheet": "landmarks/on_sheet.html",
        "organisation": "landmarks/on_organisation.html",
        "authority_after": "landmarks/on_authority.html",
        "network_doors": "landmarks/door.html",
    }
