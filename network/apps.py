from core import declarations
from users.groups import EDITORS


class NetworkConfig(declarations.ProjectApp):
    name = "network"
    verbose_name = "Réseau"
    content = ("Organisation", "Partnership")
    rights = {EDITORS: {"Organisation": declarations.ALL, "Partnership": declarations.ALL}}
