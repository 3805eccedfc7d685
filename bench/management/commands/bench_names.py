from django.core.management.base import BaseCommand

from bench.written_names import EACH, SEED, judge_names


class Command(BaseCommand):
    help = (
        "Dit combien de noms, codes et numéros de collectivités, écrits comme on les écrit, mènent à la bonne, "
        "ou la proposent parmi les trois premières."
    )

    def add_arguments(self, parser):
        parser.add_argument("--chacune", type=int, default=EACH, help="essais par façon d'écrire")
        parser.add_argument("--graine", type=int, default=SEED)

    def handle(self, *args, chacune, graine, **options):
        score = judge_names(each=chacune, seed=graine)
        for failure in score.failures:
            self.stdout.write(f"  {failure}")
        self.stdout.write(str(score))
