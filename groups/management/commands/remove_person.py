"""A person asks to be taken out: the row, its mandates, and the name wherever it stands."""

from django.core.management.base import BaseCommand, CommandError

from groups.models import Person, RemovedPerson
from groups.models.people import keys_of
from groups.removal import pages_naming
from territories.names import fold


class Command(BaseCommand):
    help = "Retire une personne à sa demande : ses mandats, son nom dans les textes, et aucun import ne la ramène."

    def add_arguments(self, parser):
        parser.add_argument("name", help="son nom, comme le site l’écrit")

    def handle(self, *, name, **options):
        named = [one for one in Person.objects.all() if fold(one.name) == fold(name)]
        if not fold(name):
            raise CommandError("Écrivez un nom.")
        for person in named:
            person.delete()
        RemovedPerson.objects.get_or_create(key=keys_of(name)[0])
        done = "est retirée" if named else "ne figurait pas ; aucun import ne l’amènera"
        self.stdout.write(f"« {name} » {done}.")
        for title in pages_naming(name):
            self.stdout.write(f"  à relire : « {title} »")
