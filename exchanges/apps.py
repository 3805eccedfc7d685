from core import declarations
from users.groups import EDITORS


class ExchangesConfig(declarations.ProjectApp):
    name = "exchanges"
    verbose_name = "Échanges"
    letter = ("exchanges.letter.sections",)
    content = ("Answer",)
    # What is shown of them is made anew by hand (`core.page_cache.content_changed`): most changes show nowhere.
    not_content = ("Question", "QuestionEvent", "OwnerAddress")
    goes_along = (
        *("Question.sheet", "Question.authority", "Question.answer", "Answer.sheet"),
        *("OwnerAddress.authority", "QuestionEvent.question"),
    )
    beside_fields = {"ProjectPage": "exchanges.on_sheet.beside_fields"}
    slots = {"sheet": "exchanges/on_sheet.html"}
    waiting = ("exchanges.desk.waiting.waiting",)
    rights = {EDITORS: {"Question": ("view", "change")}}

    def ready(self):
        from catalogue.models import ProjectPage
        from core import retention, uses
        from core.signals import due
        from exchanges.on_sheet import why_sheet_kept
        from exchanges.retention_rules import RETENTION

        retention.register(*RETENTION)
        uses.keep(ProjectPage, why_sheet_kept)
        due.connect(follow_questions, dispatch_uid="exchanges.clock")


def follow_questions(**kwargs):
    from . import clock

    clock.run()
