from core import declarations
from users.groups import EDITORS


class SuggestionsConfig(declarations.ProjectApp):
    name = "suggestions"
    verbose_name = "Propositions sur les fiches"
    # What is accepted of them stands on the sheet itself.
    not_content = ("Suggestion", "SuggestionEvent")
    goes_along = ("Suggestion.sheet", "SuggestionEvent.suggestion", "SuggestionEvent.user")
    # Written by those who say it, and decided on.
    waiting = ("suggestions.desk.waiting.waiting",)
    rights = {EDITORS: {"Suggestion": ("change", "view")}}

    def ready(self):
        from catalogue.models import ProjectPage
        from core import retention, uses
        from suggestions.reading import why_sheet_kept
        from suggestions.retention_rules import RETENTION

        retention.register(*RETENTION)
        uses.keep(ProjectPage, why_sheet_kept)
