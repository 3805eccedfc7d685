"""The filter by network, of what organisations hold."""

from django.db.models import QuerySet

from core.kinds import Choice, Facet

from .models import Organisation


def networks() -> list[Choice]:
    return choices_of(Organisation.objects.all())


def choices_of(organisations: QuerySet) -> list[Choice]:
    rows = organisations.values_list(
        "slug", "acronym", "name", "retired_on", "merged", "successor__slug"
    )
    return [
        Choice(slug, acronym or name, offered=not gone, instead=heir if merged else "")
        for slug, acronym, name, gone, merged, heir in rows
    ]


NETWORK = Facet(
    "reseau",
    "Réseau",
    networks,
    multiple=True,
    by_name=True,
    by_count=True,
    rows="network.Organisation",
)
