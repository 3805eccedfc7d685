from core import declarations
from users.groups import EDITORS


class ReusesConfig(declarations.ProjectApp):
    name = "reuses"
    verbose_name = "Reprises"
    content = ("Node", "Reuse")
    # What is shown of them is made anew by hand (`core.page_cache.content_changed`): most changes show nowhere.
    not_content = ("ReuseEvent",)
    goes_along = (
        *("Node.sheet", "Reuse.original", "Reuse.reuser", "ReuseEvent.reuse"),
        "ReuseEvent.recipient",
    )
    slots = {"redo": "reuses/on_sheet.html"}
    rights = {EDITORS: {"Reuse": declarations.ALL}}

    def ready(self):
        from catalogue.models import ProjectPage
        from core import uses
        from reuses.keeping import why_sheet_kept

        uses.keep(ProjectPage, why_sheet_kept)
