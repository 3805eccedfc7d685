"""Filters that only services have."""

from django.db.models import Q

from core.kinds import Choice, Facet
from network.facets import choices_of
from network.models import Organisation

from .choices import Kind


def providers() -> list[Choice]:
    """Those that were merged too: their old addresses lead on."""
    known = Organisation.objects.filter(Q(offers__isnull=False) | Q(merged=True))
    return choices_of(known.distinct())


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
