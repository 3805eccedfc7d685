from core import declarations
from users.groups import EDITORS


class LettersConfig(declarations.ProjectApp):
    name = "letters"
    verbose_name = "Lettre de la semaine"
    content = ("Letter",)
    not_content = ("LetterSubscriber",)
    slots = {"footer": "letters/in_footer.html"}
    waiting = ("letters.desk.waiting",)
    rights = {EDITORS: {"Letter": ("view", "change")}}

    def ready(self):
        from core import retention
        from core.signals import due
        from letters.retention_rules import RETENTION

        retention.register(*RETENTION)
        due.connect(write_letters, dispatch_uid="letters.clock")


def write_letters(**kwargs):
    from django.utils import timezone

    from . import drafting, sending

    drafting.draft_last_week(timezone.now())
    sending.deliver()
