from core import declarations
from users.groups import ORGANISERS


class EventsConfig(declarations.ProjectApp):
    name = "events"
    verbose_name = "Agenda"
    letter = ("events.letter.sections",)
    content = ("CalendarEntry", "ProjectCall")
    not_content = (
        "Proposal",
        "Interest",
        "ImportedEvent",
        "AnnouncedDate",
        "EventImport",
        "EventImportLine",
    )
    # Of what people left, `events.deleting` says more.
    goes_along = (
        *("CalendarEntry.event", "AnnouncedDate.event", "ImportedEvent.page", "ProjectCall.event"),
        "EventImportLine.page",
        *("Interest.event", "Interest.sheet", "Proposal.call", "Proposal.sheet"),
    )
    waiting = ("events.desk.waiting.waiting",)
    # What visitors send is decided, not written, by organisers; calls for projects are theirs.
    rights = {
        ORGANISERS: {
            "ProjectCall": declarations.ALL,
            "Proposal": ("change", "view"),
            "Interest": ("view", "delete"),
        }
    }
    menu = (declarations.MenuEntry("Agenda", "/agenda/", order=20, also="/tournees/"),)
    contexts = {
        "EventPage": "events.presentation.context_of",
        "TourPage": "events.tours.context_of",
        "ToursPage": "events.tours.context_of_list",
    }
    views = {"AgendaPage": "events.agenda.AgendaView"}
    slots = {"sheet": "events/presented_at.html"}

    def ready(self):
        from catalogue.models import ProjectPage
        from core import retention, uses
        from core.signals import due
        from core.tables import contents, kept
        from events.deleting import why_call_kept, why_sheet_kept
        from events.models import ProjectCall
        from events.retention_rules import RETENTION
        from events.spreadsheet.contents import DATES_TABLE, TOURS_TABLE

        retention.register(*RETENTION)
        retention.register(kept.retention(DATES_TABLE.imports, "dates ou de tournées"))
        contents.register(DATES_TABLE, TOURS_TABLE)
        uses.keep(ProjectPage, why_sheet_kept)
        uses.keep(ProjectCall, why_call_kept)
        due.connect(pass_on_interests, dispatch_uid="events.interests")
        due.connect(tell_changes, dispatch_uid="events.change_notices")


def pass_on_interests(**kwargs):
    from . import interests

    interests.pass_on()


def tell_changes(**kwargs):
    from . import change_notices

    change_notices.tell_changes()
