"""Ways into a list by theme."""

from collections.abc import Mapping

from core.kinds import Choice
from search.listing.addresses import ListAddress
from taxonomy.facets import THEME


def theme_doors(
    path: str, choices: dict[str, list[Choice]], counts: Mapping[str, int]
) -> list[dict]:
    """The themes of the first level that hold something: [{label, slug, group, url, count}]. path: of the list."""
    door = ListAddress(path)
    return [
        {
            "label": choice.label,
            "slug": choice.value,
            "group": choice.group,
            "url": door.toggled(THEME.name, choice.value),
            "count": counts[choice.value],
        }
        for choice in choices[THEME.name]
        if not choice.parent and choice.offered and counts.get(choice.value)
    ]
