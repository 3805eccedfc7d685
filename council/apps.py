from core import declarations


class CouncilConfig(declarations.ProjectApp):
    name = "council"
    verbose_name = "Devant le conseil"
    not_content = ("ShortLink",)
    slots = {
        "retained": "council/retained_bar.html",
        "retaining": "council/retaining.html",
        "sheet_actions": "council/sheet_action.html",
    }

    def ready(self):
        from core import retention

        from .short_links import RETENTION

        retention.register(*RETENTION)
