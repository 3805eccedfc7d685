from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.loading import load_once
from search import engines
from search.engines.base import EngineUnavailable
from search.index import outbox
from search.text.vocabulary import load_difficulties, load_synonyms


class Command(BaseCommand):
    help = (
        "Met la recherche à jour : synonymes de départ, index absent ou d’une autre version, "
        "mises à jour en attente. Sans effet quand il n’y a rien à faire."
    )

    def handle(self, *args, verbosity, **options):
        load_once("search:synonyms", load_synonyms)
        load_once("search:difficulties", load_difficulties)
        try:
            if engines.get_engine().needs_rebuild():
                call_command("search_rebuild", verbosity=verbosity)
        except (EngineUnavailable, CommandError) as error:
            # The site starts all the same; the worker tries again every minute.
            self.stderr.write(f"La recherche ne répond pas, le site marche sans elle : {error}")
        outbox.drain()
