"""Where the page of a sheet says who outside said a field."""

from collections.abc import Iterable

from catalogue.fields import FIELDS
from catalogue.provenance import Said

from .redo import PARTS

# Place of the page -> the fields that it shows together.
PLACES = {
    "results": ("results", "results_text", "results_too_early"),
    "difficulties": ("difficulties", "difficulties_text"),
    "costs": ("costs", "costs_text", "investment_unknown", "running_unknown"),
    "funding": ("funding", "funding_text"),
    "means": ("means", "means_text", "means_unknown"),
    "tools": ("tools_text",),
    "licence": ("licence_spdx", "licence_text", "code_state", "source_code_url"),
    "calendar": ("start", "end"),
    "partners": ("partners",),
    "contact": ("contact_function", "contact_service"),
    "willing": ("answers_questions", "receives_visits", "speaks_at_stages"),
    "figures": ("minimum_population", "entry_cost", "setup_months"),
}
_PLACED = {name for names in PLACES.values() for name in names} | {
    name for name, field in FIELDS.items() if field.anchor or name in PARTS
}


def by_place(said: dict[str, tuple[Said, ...]]) -> dict[str, tuple[Said, ...]]:
    """For each place, what is said alike once."""
    return {
        place: _once(one for name in names for one in said.get(name, ()))
        for place, names in PLACES.items()
    }


def elsewhere(said: dict[str, tuple[Said, ...]]) -> tuple[Said, ...]:
    """Of fields that stand in no such place: the title, the state, a debate."""
    return tuple(one for name, those in said.items() if name not in _PLACED for one in those)


def _once(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({(one.row, one.words): one for one in said}.values())
