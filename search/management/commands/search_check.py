from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import engines
from search.engines.base import EngineUnavailable
from search.engines.documents import payload, stamp
from search.index import sources
from search.models import Outbox

SHOWN = 20


class Command(BaseCommand):
    help = "Compare l’index de recherche à la base et dit ce qui diffère. Ne change rien."

    def handle(self, *args, verbosity, **options):
        try:
            indexed = dict(engines.get_engine().stamps())
        except EngineUnavailable as error:
            raise CommandError(
                f"L’index n’est pas lisible ({error}). `search_rebuild` le reconstruit."
            ) from error
        missing, stale = [], []
        records = tqdm(
            sources.all_records(),
            total=sources.count(),
            desc="Vérification",
            unit="fiche",
            disable=verbosity == 0,
        )
        for record in records:
            known = indexed.pop(record.key, None)
            if known is None:
                missing.append(record.key)
            elif known != stamp(record, payload(record)):
                stale.append(record.key)
        self._tell("absentes de l’index", missing)
        self._tell("périmées dans l’index", stale)
        self._tell("en trop dans l’index", sorted(indexed))
        if waiting := Outbox.objects.waiting().count():
            self.stdout.write(f"{waiting} mises à jour en attente.")
        if missing or stale or indexed:
            raise CommandError(
                "L’index et la base diffèrent. `search_rebuild` y remédie.", returncode=1
            )
        self.stdout.write("L’index dit la même chose que la base.")

    def _tell(self, what: str, keys: list[str]) -> None:
        if keys:
            more = f" et {len(keys) - SHOWN} autres" if len(keys) > SHOWN else ""
            self.stdout.write(f"{len(keys)} fiches {what} : {', '.join(keys[:SHOWN])}{more}")
