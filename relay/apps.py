from core import declarations
from users.groups import EDITORS


class RelayConfig(declarations.ProjectApp):
    name = "relay"
    verbose_name = "Mises en relation"
    # How many said their interest is shown: made anew by hand (`core.page_cache.content_changed`).
    not_content = ("RelayRequest", "RelayEvent")
    goes_along = (
        *("RelayRequest.group", "RelayRequest.expertise", "RelayRequest.offer"),
        *("RelayRequest.authority", "RelayEvent.request"),
    )
    slots = {
        "group": "relay/on_group.html",
        "expertise": "relay/on_expertise.html",
        "offer": "relay/on_offer.html",
    }
    waiting = ("relay.desk.waiting.waiting",)
    rights = {EDITORS: {"RelayRequest": ("view", "change")}}

    def ready(self):
        from core import retention
        from core.signals import due
        from relay.retention_rules import RETENTION

        retention.register(*RETENTION)
        due.connect(follow_requests, dispatch_uid="relay.clock")


def follow_requests(**kwargs):
    from . import clock

    clock.run()
