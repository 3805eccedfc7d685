from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.loading import load_once
from search import engines, outbox
from search.vocabulary import load_synonyms


class Command(BaseCommand):
    help = (
        "Met la recherche à jour : synonymes de départ, index absent ou d’une autre version, "
        "mises à jour en attente. Sans effet quand il n’y a rien à faire."
    )

    def handle(self, *args, verbosity, **options):
        load_once("search:synonyms", load_synonyms)
        if engines.get_engine().needs_rebuild():
            call_command("search_rebuild", verbosity=verbosity)
        outbox.drain()
