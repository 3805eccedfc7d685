from core import declarations
from users.groups import EDITORS


class LabelsConfig(declarations.ProjectApp):
    name = "labels"
    verbose_name = "Labels et distinctions"
    content = ("Label", "Award")
    # An award outlives the sheet that told of it: it was given to the authority.
    goes_along = ("Award.sheet",)
    rights = {EDITORS: {"Label": declarations.ALL, "Award": declarations.ALL}}
    slots = {
        "sheet": "labels/on_sheet.html",
        "organisation": "labels/on_organisation.html",
        "authority": "labels/on_authority.html",
        "network_doors": "labels/door.html",
    }
