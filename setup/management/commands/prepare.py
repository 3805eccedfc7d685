"""What any instance needs before it serves: run it at each deployment."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.loading import load_once
from core.locking import alone
from core.relations import count_relations
from setup.accounts import ensure_groups, ensure_organisers
from setup.announcers import announce_as_before
from setup.permission_names import say_permissions_in_french
from setup.plain_pages import ensure_plain_pages
from setup.review import make_review_task
from setup.tree import ensure_agenda, ensure_collections, ensure_publications, ensure_tree
from setup.wagtail_groups import replace_groups_of_wagtail


class Command(BaseCommand):
    help = "Prépare l’instance : base, registre, pages de base, groupes. Sans effet s’il n’y a rien à faire."

    def handle(self, *args, **options):
        with alone(self.stdout.write):
            self._prepare()

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        self.stdout.write("Base à jour.")
        call_command("load_register")
        home, catalogue = ensure_tree()
        agenda, tours = ensure_agenda()
        ensure_collections()
        ensure_publications()
        ensure_plain_pages(home)
        ensure_groups(catalogue)
        ensure_organisers(agenda, tours)
        load_once("announcers", announce_as_before)
        load_once("groups of Wagtail", replace_groups_of_wagtail)
        load_once("review", make_review_task)
        say_permissions_in_french()
        load_once("references", count_relations)
