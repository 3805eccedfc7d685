from core import declarations
from users.groups import EDITORS


class FundingConfig(declarations.ProjectApp):
    name = "funding"
    verbose_name = "Aides"
    content = ("FundingProgramme",)
    rights = {EDITORS: {"FundingProgramme": declarations.ALL}}
