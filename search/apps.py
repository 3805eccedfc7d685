from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Recherche"

    def ready(self):
        from core.signals import due
        from search import checks, listening, server_checks

        listening.connect()
        due.connect(catch_up, dispatch_uid="search.catch_up")
        assert checks  # registers itself on import
        assert server_checks


def catch_up(**kwargs):
    """What a killed process or an engine that was down has left."""
    from django.core.management import call_command

    call_command("search_sync", verbosity=0)
