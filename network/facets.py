"""The filter by network, of what organisations hold."""

from core.kinds import Choice, Facet

from .models import Organisation


def networks() -> list[Choice]:
    rows = Organisation.objects.values_list("slug", "acronym", "name")
    return [Choice(slug, acronym or name) for slug, acronym, name in rows]


NETWORK = Facet(
    "reseau",
    "Réseau",
    networks,
    multiple=True,
    by_name=True,
    by_count=True,
    rows="network.Organisation",
)
