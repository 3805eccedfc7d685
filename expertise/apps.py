from core import declarations
from users.groups import EDITORS


class ExpertiseConfig(declarations.ProjectApp):
    name = "expertise"
    verbose_name = "Expertises"
    content = ("Expertise",)
    goes_along = ("ExpertiseSheet.sheet",)
    rights = {EDITORS: {"Expertise": declarations.ALL}}
    slots = {
        "organisation": "expertise/on_organisation.html",
        "authority": "expertise/on_authority.html",
        "network_doors": "expertise/door.html",
    }
