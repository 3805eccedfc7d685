"""What an authority takes part in, by the organisations of the directory that are the authority itself."""

from network.models import Party
from territories.models import Authority


def parts_taken(authority: Authority) -> list[dict]:
    """[{name, kind, date, organisation}]: its partnerships. One statement."""
    rows = Party.objects.filter(organisation__authority=authority)
    rows = rows.select_related("partnership", "organisation").order_by("partnership__name")
    found = {row.partnership_id: row for row in rows}
    return [
        {
            "name": row.partnership.name,
            "kind": row.partnership.kind,
            "date": row.partnership.date,
            "organisation": row.organisation.name,
        }
        for row in found.values()
    ]
