from core import declarations
from users.groups import EDITORS


class TerritoriesConfig(declarations.ProjectApp):
    name = "territories"
    verbose_name = "Territoires"
    content = ("Region", "Departement", "Authority", "OtherName", "TownHall")
    not_content = ("RegisterState",)
    rights = {EDITORS: {"Authority": declarations.ALL}}
