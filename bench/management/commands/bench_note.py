"""What a council note of three sheets of the demo content costs, in each of its formats."""

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils import timezone

from bench.timing import timed
from catalogue.models import ProjectPage
from council.asked import asked
from council.note import writing
from council.note.docx_file import docx
from council.note.forms import Typed
from council.note.odt_file import odt
from council.note.pdf_file import pdf

SHEETS, TIMES = 3, 20
TERRITORY = "47031"  # Boé, Lot-et-Garonne
LIMIT = 150  # milliseconds of CPU


class Command(BaseCommand):
    help = "Mesure la note au conseil de trois fiches : PDF, DOCX et ODT."

    def handle(self, *args, **options):
        numbers = ProjectPage.objects.live().order_by("number").values_list("number", flat=True)
        selection = ",".join(map(str, numbers[:SHEETS]))
        params = QueryDict(f"f={selection}&territoire={TERRITORY}")
        note = writing.write(
            asked(params, *writing.ROWS, most=SHEETS), Typed(), timezone.localdate()
        )
        for make in (pdf, docx, odt):
            one = timed(make.__name__, lambda _, make=make: make(note), list(range(TIMES)))
            kept = "oui" if one.cpu50 <= LIMIT else "NON"
            self.stdout.write(
                f"{one.name} : {one.p50:.0f} ms (CPU {one.cpu50:.0f}), p95 {one.p95:.0f} ; en {LIMIT} ms : {kept}"
            )
