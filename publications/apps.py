from core import declarations
from users.groups import EDITORS


class PublicationsConfig(declarations.ProjectApp):
    name = "publications"
    verbose_name = "Publications"
    content = ("StandingNote",)
    not_content = ("Follow",)
    goes_along = ("StandingNote.page", "Follow.page")
    rights = {EDITORS: {"StandingNote": ("view", "delete")}}
    contexts = {"PublicationPage": "publications.presentation.context_of"}
    views = {"PublicationsPage": "publications.views.PublicationsView"}
    letter = ("publications.letter.sections",)
    slots = {
        "sheet": "publications/on_sheet.html",
        "organisation": "publications/on_organisation.html",
        "event": "publications/on_event.html",
        "network_doors": "publications/door.html",
    }

    def ready(self):
        from core import retention
        from core.signals import due

        from .retention_rules import RETENTION

        retention.register(*RETENTION)
        due.connect(tell_followers, dispatch_uid="publications.standings")


def tell_followers(**kwargs):
    from . import standings

    standings.tell()
