"""What it costs to draw who took what up from whom: 200 projects, a tenth of which have a second origin."""

import random

from django.core.management.base import BaseCommand

from bench.timing import timed
from reuses import markup
from reuses.drawing import draw
from reuses.reading import ShownNode, ShownReuse

NODES = 200
LIMIT = 20  # milliseconds of CPU


class Command(BaseCommand):
    help = "Mesure le dessin d’un essaimage (200 projets), et le HTML de sa liste."

    def handle(self, *args, **options):
        nodes, reuses = made_up(NODES)
        drawn = timed("dessin", lambda _: draw(nodes, reuses), list(range(100)))
        shown = timed("dessin et liste en HTML", lambda _: whole(nodes, reuses), list(range(100)))
        for one in (drawn, shown):
            self.stdout.write(
                f"{one.name}, {NODES} projets : {one.p50:.1f} ms (CPU {one.cpu50:.1f}), p95 {one.p95:.1f}"
            )
        self.stdout.write(
            f"dessin et liste en {LIMIT} ms de calcul au plus : {'oui' if shown.cpu50 <= LIMIT else 'NON'}"
        )


def whole(nodes, reuses) -> int:
    drawing = draw(nodes, reuses)
    return len(markup.svg(drawing, "Un essaimage")) + len(markup.told(drawing))


def made_up(size: int) -> tuple[dict[int, ShownNode], list[ShownReuse]]:
    chance = random.Random(0)  # the same graph each time
    nodes = {
        key: ShownNode(key, f"Collectivité numéro {key}", f"/projets/{key}/", "Un projet", True)
        for key in range(size)
    }
    edges = {(chance.randrange(key), key) for key in range(1, size)}
    edges |= {(chance.randrange(key), key) for key in range(10, size, 10)}
    reuses = [
        ShownReuse(
            original=nodes[original],
            reuser=nodes[reuser],
            when=str(2000 + reuser % 25),
            what="Le logiciel, avec ses formulaires",
            details=(("Gardé", "Les formulaires"), ("Changé", "Le nom")),
            figures=("Coût : 12 000 € (36 000 € à l’origine)",),
            state="confirmée par les deux",
            certainty="confirmed",
            stopped="",
            progress="En service",
            remark="",
            source_title="Le journal",
            source_url="https://exemple.fr/",
        )
        for original, reuser in sorted(edges)
    ]
    return nodes, reuses
