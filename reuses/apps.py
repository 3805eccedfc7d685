from core import declarations
from users.groups import EDITORS


class ReusesConfig(declarations.ProjectApp):
    name = "reuses"
    verbose_name = "Reprises"
    letter = ("reuses.letter.sections",)
    content = ("Node", "Reuse")
    # What is shown of them is made anew by hand (`core.page_cache.content_changed`): most changes show nowhere.
    not_content = ("ReuseEvent", "Declaration")
    goes_along = (
        *("Node.sheet", "Reuse.original", "Reuse.reuser", "ReuseEvent.reuse"),
        *("ReuseEvent.recipient", "Declaration.sheet", "Declaration.authority"),
        *("Declaration.question", "Declaration.reuse"),
    )
    slots = {
        "redo": "reuses/on_sheet.html",
        "authority": "reuses/on_authority.html",
        "owner": "reuses/owner.html",
        "asker": "reuses/asker.html",
        "owner_sheet": "reuses/owner_sheet.html",
        "numbers": "reuses/numbers_section.html",
    }
    waiting = ("reuses.desk.waiting.waiting",)
    rights = {EDITORS: {"Reuse": declarations.ALL}}

    def ready(self):
        from catalogue.models import ProjectPage
        from core import retention, uses
        from core.signals import due
        from reuses.keeping import why_sheet_kept
        from reuses.retention_rules import RETENTION

        retention.register(*RETENTION)
        uses.keep(ProjectPage, why_sheet_kept)
        due.connect(follow_reuses, dispatch_uid="reuses.clock")


def follow_reuses(**kwargs):
    from . import clock

    clock.run()
