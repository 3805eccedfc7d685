"""What an editor is told of an authority where one is chosen."""

from core.words import number

from .models import Authority


def population_told(authority: Authority) -> str:
    """« 5 846 habitants (2023) », "" for a body without population."""
    if authority.population is None:
        return ""
    year = f" ({authority.population_year})" if authority.population_year else ""
    return f"{number(authority.population)} hab.{year}"


def title_told(authority: Authority) -> str:
    """All that an editor wants to see at once of the one that was chosen."""
    label = authority.population_class_label
    parts = [
        authority.label,
        authority.type_label,
        population_told(authority),
        f"classe {label}" if label else "",
        "" if authority.region_name in authority.label else authority.region_name,
        gone(authority),
    ]
    return " · ".join(part for part in parts if part)


def gone(authority: Authority) -> str:
    return (
        f"n’existe plus depuis le {authority.retired_on:%d/%m/%Y}" if authority.retired_on else ""
    )
