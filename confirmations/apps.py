from core import declarations
from users.groups import EDITORS


class ConfirmationsConfig(declarations.ProjectApp):
    name = "confirmations"
    verbose_name = "Vérifications"
    # What is shown of them is made anew by hand (`core.page_cache.content_changed`): most changes show nowhere.
    not_content = ("Check", "CheckEvent", "OutdatedReport")
    goes_along = (
        *("Check.sheet", "CheckEvent.sheet_check", "CheckEvent.recipient", "CheckEvent.user"),
        "OutdatedReport.sheet",
    )
    slots = {
        "sheet_origin": "confirmations/on_sheet.html",
        "sheet_about": "confirmations/about_sheet.html",
        "owner": "confirmations/owner_section.html",
        "owner_sheet": "confirmations/owner_sheet.html",
        "numbers": "confirmations/numbers.html",
    }
    waiting = ("confirmations.desk.waiting.waiting",)
    listed = {"ProjectPage": "confirmations.listed.LISTED"}
    rights = {EDITORS: {"Check": ("view", "change")}}

    def ready(self):
        from wagtail.signals import page_published

        from catalogue.models import ProjectPage
        from confirmations.retention_rules import RETENTION
        from core import retention
        from core.signals import due
        from exchanges.signals import left_unanswered
        from links.signals import died

        retention.register(*RETENTION)
        due.connect(follow_checks, dispatch_uid="confirmations.clock")
        page_published.connect(
            look_again, sender=ProjectPage, dispatch_uid="confirmations.look_again"
        )
        left_unanswered.connect(signal_silence, dispatch_uid="confirmations.silence")
        died.connect(signal_dead_addresses, dispatch_uid="confirmations.dead_addresses")


def follow_checks(**kwargs):
    from . import clock

    clock.run()


def look_again(instance, **kwargs):
    from . import clock

    clock.look_again(instance)


def signal_silence(sheet, **kwargs):
    from . import signals

    signals.question_left_unanswered(sheet)


def signal_dead_addresses(uses, **kwargs):
    from . import signals

    signals.addresses_died(uses)
