from core import declarations
from users.groups import EDITORS


class SearchConfig(declarations.ProjectApp):
    name = "search"
    verbose_name = "Recherche"
    letter = ("search.audience.letter.sections",)
    content = ("Synonym", "IndexState")
    not_content = ("Outbox", "SearchCount")
    waiting = ("search.audience.waiting.waiting",)
    rights = {EDITORS: {"Synonym": declarations.ALL, "SearchCount": declarations.ALL}}

    def ready(self):
        from django.core.signals import request_finished

        from core import kinds, retention
        from core.signals import due
        from search.audience import counting
        from search.engines import server_checks  # noqa: F401 - registers itself on import
        from search.index import (
            checks,  # noqa: F401 - registers itself on import
            listening,
        )

        kinds.discover()
        listening.connect()
        due.connect(catch_up, dispatch_uid="search.catch_up")
        request_finished.connect(counting.counts.after_response, dispatch_uid="search.counting")
        retention.register(*counting.RETENTION)


def catch_up(**kwargs):
    """What a killed process or an engine that was down has left."""
    from django.core.management import call_command

    call_command("search_sync", verbosity=0)
