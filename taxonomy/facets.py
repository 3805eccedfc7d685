"""Filters by the vocabulary that sheets, events and tours share."""

from collections.abc import Iterable

from core.kinds import Choice, Facet

from .models import Axis, Theme, Tool


def themes() -> list[Choice]:
    """Those of one axis after the other."""
    rows = Theme.objects.in_order().values_list(
        *("slug", "name", "parent__slug", "retired_on", "merged", "successor__slug"),
        *("axis", "parent__axis"),
    )
    found = [
        Choice(
            *(slug, name, parent or ""),
            offered=not gone,
            instead=heir if merged else "",
            group=Axis(of_family or own).label,
        )
        for slug, name, parent, gone, merged, heir, own, of_family in rows
    ]
    return sorted(found, key=lambda choice: Axis.labels.index(choice.group))


def tools() -> list[Choice]:
    rows = Tool.objects.values_list("slug", "name", "retired_on", "merged", "successor__slug")
    return [
        Choice(slug, name, offered=not gone, instead=heir if merged else "")
        for slug, name, gone, merged, heir in rows
    ]


THEME = Facet(
    "theme", "Thème", themes, open=True, multiple=True, everywhere=True, rows="taxonomy.Theme"
)
TOOL = Facet(
    "outil", "Outil", tools, multiple=True, by_name=True, by_count=True, rows="taxonomy.Tool"
)


def theme_values(themes: Iterable[Theme]) -> tuple[str, ...]:
    """Of a record: each theme and its family, so that a family finds what its sub-themes hold."""
    return tuple(
        dict.fromkeys(slug for theme in themes for slug in (theme.family.slug, theme.slug))
    )
