"""Labels are found, and sheets are filtered by those that they received."""

from catalogue.kinds import CATALOGUE
from core import kinds
from core.kinds import Kind

from .facets import LABEL
from .records import KIND, record_of, with_awards


def all_of_them(labels):
    """The floor: a label is public as soon as it is saved."""
    return labels


kinds.register(
    Kind(
        key=KIND,
        model="labels.Label",
        label="Labels",
        order=420,
        record=record_of,
        text_fields=("name",),
        floor=all_of_them,
        shows={"network.Organisation": ("organisation",)},
        select_related=("organisation",),
    )
)
kinds.extend(
    CATALOGUE.kind,
    record=with_awards,
    facets=(LABEL,),
    shows={"labels.Label": ("awards__label",)},
    named_by={"labels.Award": ("awards",)},
    prefetch_related=("awards__label",),
)
