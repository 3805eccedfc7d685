from core import declarations
from users.groups import EDITORS


class NetworkConfig(declarations.ProjectApp):
    name = "network"
    verbose_name = "Réseau"
    content = ("Organisation", "Partnership")
    not_content = ("Announcer",)
    addresses = ("Organisation.website",)
    goes_along = ("Announcer.organisation", "Announcer.user")
    rights = {
        EDITORS: {
            "Organisation": declarations.ALL,
            "Partnership": declarations.ALL,
            "Announcer": declarations.ALL,
        }
    }
