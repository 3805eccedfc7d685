from django.core.management.base import BaseCommand, CommandError

from users.models import User
from users.second_factor.reset import take_away


class Command(BaseCommand):
    help = "Remet à zéro la vérification en deux étapes d’un compte : quand le seul administrateur a perdu son téléphone."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Aucun compte ne s’appelle « {username} ».")
        if not take_away(user, by=None):
            raise CommandError("Ce compte n’a pas de vérification en deux étapes.")
        self.stdout.write("C’est fait. Un courriel le dit à la personne.")
