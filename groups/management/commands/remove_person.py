"""A person asks to be taken out: the row, its mandates, and the name wherever it stands."""

from django.core.management.base import BaseCommand, CommandError

from groups.models import RemovedPerson
from groups.models.people import keys_of
from groups.removal import forget_name, persons_named
from territories.names import fold


class Command(BaseCommand):
    help = (
        "Retire une personne à sa demande : ses mandats, son nom dans les textes du réseau, et aucun "
        "import ne l’enregistre plus."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="son nom, comme le site l’écrit")
        parser.add_argument(
            "--undo",
            action="store_true",
            help="le nom peut de nouveau être enregistré ; ce qui a été effacé ne revient pas",
        )

    def handle(self, *, name, undo, **options):
        if not fold(name):
            raise CommandError("Écrivez un nom.")
        if undo:
            self.let_back(name)
            return
        # « Lyon » stands in many texts.
        if len(name.split()) < 2 and not persons_named(name):
            raise CommandError("Personne n’a ce nom seul : écrivez le prénom et le nom.")
        done = forget_name(name)
        said = "est retirée, avec ses mandats" if done.persons else "n’était pas enregistrée"
        self.stdout.write(f"« {name} » {said} ; aucun import ne l’enregistrera.")
        for text in done.texts:
            self.stdout.write(f"  nom effacé : {text}")
        for title in done.pages:
            self.stdout.write(f"  à relire : « {title} »")
        if not (done.persons or done.texts or done.pages):
            self.stdout.write("  Ce nom n’a été trouvé nulle part : est-il bien écrit ?")

    def let_back(self, name: str) -> None:
        count, _ = RemovedPerson.objects.filter(key__in=keys_of(name)).delete()
        if not count:
            raise CommandError("Ce nom n’a pas été retiré.")
        self.stdout.write(f"« {name} » peut de nouveau être enregistrée.")
