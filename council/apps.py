from core import declarations


class CouncilConfig(declarations.ProjectApp):
    name = "council"
    verbose_name = "Devant le conseil"
    not_content = ("ShortLink", "Sending")
    slots = {
        "retained": "council/retained_bar.html",
        "retaining": "council/retaining.html",
        "sheet_actions": "council/sheet_action.html",
    }

    def ready(self):
        from core import retention

        from .retention_rules import RETENTION
        from .short_links import RETENTION as OF_SHORT_LINKS

        retention.register(*OF_SHORT_LINKS, *RETENTION)
