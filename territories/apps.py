from core import declarations
from users.groups import EDITORS


class TerritoriesConfig(declarations.ProjectApp):
    name = "territories"
    verbose_name = "Territoires"
    content = ("Region", "Departement", "Authority", "OtherName", "TownHall")
    not_content = ("RegisterState",)
    goes_along = ("OtherName.authority", "TownHall.authority")
    rights = {EDITORS: {"Authority": declarations.ALL}}
