from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Recherche"

    def ready(self):
        from search import checks, listening

        listening.connect()
        assert checks  # registers itself on import
