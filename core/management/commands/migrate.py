"""Django's own, one process at a time: two starts at once on an empty database made the same tables."""

from django.core.management.commands import migrate

from core.locking import alone


class Command(migrate.Command):
    def handle(self, *args, **options):
        with alone(self.stdout.write):
            return super().handle(*args, **options)
