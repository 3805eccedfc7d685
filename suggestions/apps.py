from core import declarations
from users.groups import EDITORS


class SuggestionsConfig(declarations.ProjectApp):
    name = "suggestions"
    verbose_name = "Propositions sur les fiches"
    # What is accepted of them stands on the sheet itself.
    not_content = ("Suggestion", "SuggestionEvent")
    goes_along = ("Suggestion.sheet", "SuggestionEvent.suggestion", "SuggestionEvent.user")
    # Written by those who say it, and decided on.
    rights = {EDITORS: {"Suggestion": ("change", "view")}}

    def ready(self):
        from core import retention
        from suggestions.retention_rules import RETENTION

        retention.register(*RETENTION)
