"""The filter by deadline, of sheets that lived one."""

from core.kinds import Choice, Facet

from .models import Deadline


def deadlines() -> list[Choice]:
    return [Choice(*row) for row in Deadline.objects.values_list("slug", "what")]


# Without `rows`: a deadline is public, whatever names it.
DEADLINE = Facet("echeance", "Échéance", deadlines, multiple=True, by_name=True, by_count=True)
