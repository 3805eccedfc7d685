"""The filter by funding programme, of sheets that say who paid."""

from core.kinds import Choice, Facet

from .models import FundingProgramme


def programmes() -> list[Choice]:
    rows = FundingProgramme.objects.values_list(
        "slug", "name", "retired_on", "merged", "successor__slug"
    )
    return [
        Choice(slug, name, offered=not gone, instead=heir if merged else "")
        for slug, name, gone, merged, heir in rows
    ]


# Without `rows`: a programme is public, whatever names it.
FUNDING = Facet("aide", "Aide reçue", programmes, multiple=True, by_name=True, by_count=True)
