from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engines.base import EngineUnavailable, RebuildInProgress
from search.index import outbox, sources


class Command(BaseCommand):
    help = "Reconstruit l’index de recherche à côté de celui qui sert, puis le met en service."

    def handle(self, *args, verbosity, **options):
        def progress(records):
            return tqdm(
                records, total=sources.count(), desc="Index", unit="fiche", disable=verbosity == 0
            )

        try:
            count = outbox.rebuild(progress=progress)
        except RebuildInProgress:
            self.stderr.write("Une reconstruction est déjà en cours : celle-ci s’arrête là.")
            return
        except EngineUnavailable as error:
            raise CommandError(f"Le moteur de recherche ne répond pas : {error}") from error
        if verbosity:
            self.stdout.write(f"Index reconstruit : {count} fiches.")
