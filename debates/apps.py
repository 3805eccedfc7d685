from core import declarations


class DebatesConfig(declarations.ProjectApp):
    name = "debates"
    verbose_name = "Débats locaux"
    not_content = ("DebateFollow",)
    goes_along = ("DebateFollow.page",)
    slots = {"debate_item": "debates/follow_link.html"}

    def ready(self):
        from core import retention
        from core.signals import due
        from debates.retention_rules import RETENTION

        retention.register(*RETENTION)
        due.connect(tell_followers, dispatch_uid="debates.telling")


def tell_followers(**kwargs):
    from . import telling

    telling.tell()
