from core import declarations
from users.groups import EDITORS


class CatalogueConfig(declarations.ProjectApp):
    name = "catalogue"
    verbose_name = "Catalogue"
    letter = ("catalogue.letter.sections",)
    content = ("OwnerConfirmation",)
    not_content = (
        *("ImportedSheet", "NotDuplicate", "SavedView"),
        *("SheetCounter", "SheetImport", "SheetImportLine"),
    )
    goes_along = (
        *("ImportedSheet.page", "SheetImportLine.page"),
        *("NotDuplicate.first", "NotDuplicate.second", "NotDuplicate.decided_by"),
    )
    rights = {EDITORS: {"OwnerConfirmation": declarations.ALL}}
    contexts = {"ProjectPage": "catalogue.presentation.context_of"}
    waiting = ("catalogue.waiting.waiting",)
    listed = {"ProjectPage": "catalogue.listing.own.OWN"}
    views = {"ProjectIndexPage": "catalogue.views.CatalogueView"}
    menu = (
        declarations.MenuEntry("Projets", "/projets/", order=10),
        declarations.MenuEntry("Difficultés", "/difficultes/", order=15),
    )

    def ready(self):
        from core import retention
        from core.tables import contents, kept

        from . import pasted_kept
        from .retention_rules import CONTACT
        from .spreadsheet.contents import SHEETS

        retention.register(kept.retention(SHEETS.imports, "fiches"), pasted_kept.RETENTION, CONTACT)
        contents.register(SHEETS)
