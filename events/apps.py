from core import declarations
from users.groups import ORGANISERS


class EventsConfig(declarations.ProjectApp):
    name = "events"
    verbose_name = "Agenda"
    content = ("CalendarEntry", "ProjectCall")
    not_content = ("Proposal", "Interest", "ImportedEvent", "AnnouncedDate")
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
        from django.db.models.signals import pre_delete

        from catalogue.models import ProjectPage
        from core import retention
        from core.signals import due
        from events.deleting import keep_asked_sheets
        from events.retention_rules import RETENTION

        retention.register(*RETENTION)
        pre_delete.connect(keep_asked_sheets, sender=ProjectPage, dispatch_uid="events.deleting")
        due.connect(pass_on_interests, dispatch_uid="events.interests")
        due.connect(tell_changes, dispatch_uid="events.change_notices")


def pass_on_interests(**kwargs):
    from . import interests

    interests.pass_on()


def tell_changes(**kwargs):
    from . import change_notices

    change_notices.tell_changes()
