from core import declarations


class OutcomesConfig(declarations.ProjectApp):
    name = "outcomes"
    verbose_name = "Suites des notes"
    not_content = ("NoteOutcome",)
    slots = {"numbers": "outcomes/numbers_section.html"}

    def ready(self):
        from core import retention
        from core.signals import due
        from outcomes.retention_rules import RETENTION

        retention.register(*RETENTION)
        due.connect(ask_what_became, dispatch_uid="outcomes.clock")


def ask_what_became(**kwargs):
    from . import clock

    clock.run()
