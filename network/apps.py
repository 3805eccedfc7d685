from core import declarations
from users.groups import EDITORS


class NetworkConfig(declarations.ProjectApp):
    name = "network"
    verbose_name = "Réseau"
    content = ("Organisation", "Partnership", "Membership")
    not_content = ("Announcer",)
    addresses = ("Organisation.website",)
    goes_along = (
        "Announcer.organisation",
        "Announcer.user",
        "Partnership.signed_at",
        "JointAction.event",
    )
    rights = {
        EDITORS: {
            "Organisation": declarations.ALL,
            "Partnership": declarations.ALL,
            "Membership": declarations.ALL,
            "Announcer": declarations.ALL,
        }
    }
