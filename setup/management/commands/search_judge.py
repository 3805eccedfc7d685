"""`manage.py search_judge FILE…`: how well the search answers, on the engine of the site or another."""

import json
from pathlib import Path
from statistics import fmean

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalogue.models import ImportedSheet
from catalogue.records import KIND
from search import engines
from search.engines.base import EngineUnavailable
from search.engines.tantivy import TantivyEngine
from search.judging import DEPTH, judge, ndcg
from search.models import IndexState
from search.text.vocabulary import synonyms
from territories.models import Authority

BELOW = 0.8  # an order by territory that is worth a look


def _is_sound(judged) -> bool:
    """Rows of queries, or of territories."""
    return (
        isinstance(judged, list)
        and bool(judged)
        and all(
            isinstance(row, dict)
            and (row.keys() >= {"q", "relevant"} or row.keys() >= {"code", "grades"})
            for row in judged
        )
    )


class Command(BaseCommand):
    help = (
        "Juge la recherche sur des fichiers de requêtes dont les réponses sont connues : "
        '[{"q": "mots", "relevant": ["identifiants de data/demo/cases.json"]}], ou de territoires : '
        '[{"code": "47031", "grades": {"identifiant": 0 à 3}}].'
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--engine", choices=["site", "tantivy"], default="site",
            help="site : celui que SEARCH_URL désigne",
        )  # fmt: skip

    def handle(self, *args, files, engine, **options):
        chosen = engines.get_engine()
        if engine == "tantivy":
            chosen = TantivyEngine(settings.SEARCH_INDEX_DIR)
        rows = ImportedSheet.objects.exclude(page=None).values_list("key", "page")
        keys = {name: f"{KIND}:{pk}" for name, pk in rows}
        for path in files:
            try:
                judged = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{path} : {error}") from error
            if not _is_sound(judged):
                raise CommandError(f"{path} : une liste de requêtes est attendue, voir --help")
            self.stdout.write(f"\n{path.name}, {chosen.name}")
            try:
                if "grades" in judged[0]:
                    self._territories(chosen, judged, keys)
                else:
                    self._queries(chosen, judged, keys)
            except EngineUnavailable as error:
                raise CommandError(
                    f"Le moteur ne répond pas ({error}). `search_rebuild` construit l’index."
                ) from error

    def _queries(self, engine, rows, keys) -> None:
        table = synonyms(IndexState.current().words)
        found = judge(engine, rows, table, KIND, lambda name: keys.get(name, ""))
        for one in found:
            if one.recall == 1 and one.in_first:
                continue
            self.stdout.write(f"  {one.recall:.2f} {'  ' if one.in_first else '✗ '}{one.query}")
            for name, rank, missing in one.short:
                where = f"rang {rank}" if rank else "pas trouvée"
                lacking = f", sans : {', '.join(missing)}" if missing else ""
                self.stdout.write(f"           {name} : {where}{lacking}")
        self.stdout.write(
            f"{len(found)} requêtes : rappel@{DEPTH} {fmean(one.recall for one in found):.3f}, "
            f"une bonne fiche dans les trois premières {fmean(one.in_first for one in found):.3f}"
        )

    def _territories(self, engine, rows, keys) -> None:
        values = []
        for row in rows:
            authority = Authority.objects.filter(code=row["code"]).first()
            if authority is None:
                raise CommandError(f"Territoire inconnu : {row['code']}")
            grades = {keys[name]: grade for name, grade in row["grades"].items() if name in keys}
            values.append(ndcg(engine, authority.place(), grades, KIND))
            if values[-1] < BELOW:
                self.stdout.write(f"  {values[-1]:.2f} {authority.name}")
        below = sum(value < BELOW for value in values)
        self.stdout.write(
            f"{len(values)} territoires : nDCG@{DEPTH} {fmean(values):.3f}, {below} sous {BELOW}"
        )
