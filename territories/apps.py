from core import declarations
from users.groups import EDITORS


class TerritoriesConfig(declarations.ProjectApp):
    name = "territories"
    verbose_name = "Territoires"
    content = ("Region", "Departement", "Authority", "OtherName")
    not_content = ("RegisterState", "TownHall")
    rights = {EDITORS: {"Authority": declarations.ALL}}
