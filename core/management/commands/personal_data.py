from django.core.management.base import BaseCommand

from core import retention


class Command(BaseCommand):
    help = "Écrit docs/personal-data.md d’après les durées de conservation que déclarent les applications."

    def handle(self, **options):
        retention.path().write_text(retention.document(), encoding="utf-8")
        self.stdout.write(str(retention.path()))
