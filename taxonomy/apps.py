from core import declarations
from users.groups import EDITORS


class TaxonomyConfig(declarations.ProjectApp):
    name = "taxonomy"
    verbose_name = "Thèmes et outils"
    content = ("Theme", "Tool")
    rights = {EDITORS: {"Theme": declarations.ALL, "Tool": declarations.ALL}}
