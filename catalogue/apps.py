from core import declarations
from users.groups import EDITORS


class CatalogueConfig(declarations.ProjectApp):
    name = "catalogue"
    verbose_name = "Catalogue"
    content = ("OwnerConfirmation",)
    not_content = ("ImportedSheet", "SheetCounter")
    goes_along = ("ImportedSheet.page",)
    rights = {EDITORS: {"OwnerConfirmation": declarations.ALL}}
    contexts = {"ProjectPage": "catalogue.presentation.context_of"}
    waiting = ("catalogue.waiting.waiting",)
    views = {"ProjectIndexPage": "catalogue.views.CatalogueView"}
    menu = (
        declarations.MenuEntry("Projets", "/projets/", order=10),
        declarations.MenuEntry("Difficultés", "/difficultes/", order=15),
    )
