from core import declarations
from users.groups import EDITORS


class ContributionsConfig(declarations.ProjectApp):
    name = "contributions"
    verbose_name = "Récits de projets"
    not_content = ("Contribution", "ContributionEvent")
    goes_along = (
        *("Contribution.sheet", "Contribution.takes_over"),
        "Contribution.interviewer",
        "ContributionEvent.by",
    )
    slots = {
        "sheet_origin": "contributions/take_over.html",
        "numbers": "contributions/numbers.html",
    }
    # Written by their authors, and decided on.
    waiting = ("contributions.desk.waiting.waiting",)
    rights = {EDITORS: {"Contribution": ("change", "view")}}

    def ready(self):
        from contributions.retention_rules import RETENTION
        from core import retention
        from core.signals import due

        retention.register(*RETENTION)
        due.connect(tell_authors, dispatch_uid="contributions.published")


def tell_authors(**kwargs):
    from . import exchange

    exchange.pass_on_taken_over()
    exchange.tell_published()
