from django.conf import settings
from django.core.management.base import BaseCommand

from catalogue.fields.table import table

FILE = settings.BASE_DIR / "docs" / "sheet-fields.md"


class Command(BaseCommand):
    help = "Écrit docs/sheet-fields.md : les champs d’une fiche, tels que catalogue/fields les déclare."

    def handle(self, *args, **options):
        FILE.write_text(table(), encoding="utf-8")
