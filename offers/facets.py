"""Filters that only services have."""

from core.kinds import Choice, Facet
from network.models import Organisation

from .choices import Kind


def providers() -> list[Choice]:
    rows = (
        Organisation.objects.exclude(offers=None).values_list("slug", "acronym", "name").distinct()
    )
    return [Choice(slug, acronym or name) for slug, acronym, name in rows]


def kinds() -> list[Choice]:
    return [Choice(value, label) for value, label in Kind.choices]


PROVIDER = Facet(
    "fournisseur",
    "Fournisseur",
    providers,
    by_name=True,
    by_count=True,
    rows="network.Organisation",
)
KIND = Facet("modalite", "Modalité", kinds)
