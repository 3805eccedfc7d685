from core import declarations
from users.groups import ORGANISERS


class EventsConfig(declarations.ProjectApp):
    name = "events"
    verbose_name = "Agenda"
    content = ("CalendarEntry", "ProjectCall")
    not_content = ("Proposal", "Interest", "ImportedEvent")
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
    slots = {"sheet": "events/presented_at.html"}

    def ready(self):
        from core import retention
        from core.signals import due
        from events.visitor_data import RETENTION

        retention.register(*RETENTION)
        due.connect(pass_on_interests, dispatch_uid="events.interests")


def pass_on_interests(**kwargs):
    from . import interests

    interests.pass_on()
