"""The filter by label, of sheets whose subject received one."""

from core.kinds import Choice, Facet

from .models import Label


def labels() -> list[Choice]:
    return [Choice(*row) for row in Label.objects.values_list("slug", "name")]


# Without `rows`: a label is public, whatever names it.
LABEL = Facet("label", "Label ou distinction", labels, multiple=True, by_name=True, by_count=True)
