"""Which sheets hold an address that does not open any more."""

from django.db.models import QuerySet

from catalogue.models import ProjectPage
from links.holders import keys_with_dead_links

from .facts import Fact, View, one_of

_YES = "oui"


def _with_dead_link(sheets: QuerySet, _, value) -> QuerySet:
    return sheets.filter(pk__in=keys_with_dead_links(ProjectPage))


FACT = Fact(
    "dead_link",
    "Lien mort",
    filter=one_of("Liens", [(_YES, "Un lien est mort")], _with_dead_link),
)
VIEW = View("lien-mort", "Lien mort", {"dead_link": _YES})
