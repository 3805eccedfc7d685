"""Funding programmes and deadlines are found; sheets are filtered by the deadlines that they lived."""

from django.db.models import QuerySet

from catalogue.kinds import CATALOGUE
from core import kinds
from core.facets import YEAR
from core.kinds import Kind, Listing
from taxonomy.facets import THEME
from territories.facets import REGION, TYPE

from .facets import DEADLINE
from .records import (
    DEADLINE_KIND,
    FUNDING_KIND,
    deadline_record,
    funding_record,
    with_deadline_state,
    with_deadlines,
    with_funding_state,
)

FUNDING_LIST = Listing(
    kind=FUNDING_KIND,
    url_name="funding",
    title="Financements",
    label="Rechercher une aide",
    placeholder="Inclusion, DETR, éclairage public",
    noun="aide",
    none="Aucune aide",
    nearest="les aides",
    nearest_button="Voir les aides",
    nearest_skip="Voir les aides sans choisir de territoire",
    suggests=((THEME, "Thème"),),
)
DEADLINES = Listing(
    kind=DEADLINE_KIND,
    url_name="deadlines",
    title="Échéances",
    label="Rechercher une échéance",
    placeholder="Cuivre, facturation, accessibilité",
    noun="échéance",
    none="Aucune échéance",
    nearest="les échéances",
    nearest_button="Voir les échéances",
    nearest_skip="Voir les échéances sans choisir de territoire",
    suggests=((THEME, "Thème"),),
)


def standing(programmes: QuerySet) -> QuerySet:
    """The floor: public as soon as it is saved, and one that was merged is the other."""
    return programmes.filter(merged=False)


def all_of_them(deadlines: QuerySet) -> QuerySet:
    """The floor: a deadline is public as soon as it is saved."""
    return deadlines


_THEMES = ("themes", "themes__parent")
kinds.register(
    Kind(
        key=FUNDING_KIND,
        model="funding.FundingProgramme",
        label="Aides",
        order=360,
        record=funding_record,
        facets=(THEME, TYPE, REGION),
        listing=FUNDING_LIST,
        component="components/told_row.html",
        text_fields=("name", "acronym"),
        completed=with_funding_state,
        floor=standing,
        shows={"taxonomy.Theme": _THEMES, "network.Organisation": ("organisation",)},
        select_related=("organisation",),
        prefetch_related=("themes__parent", "regions", "departements"),
    )
)
kinds.register(
    Kind(
        key=DEADLINE_KIND,
        model="landmarks.Deadline",
        label="Échéances",
        order=370,
        record=deadline_record,
        facets=(THEME, YEAR),
        listing=DEADLINES,
        component="components/told_row.html",
        text_fields=("what",),
        completed=with_deadline_state,
        floor=all_of_them,
        shows={"taxonomy.Theme": _THEMES},
        prefetch_related=("themes__parent", "milestones"),
    )
)
kinds.extend(
    CATALOGUE.kind,
    record=with_deadlines,
    facets=(DEADLINE,),
    shows={"landmarks.Deadline": ("deadline_stories__deadline",)},
    named_by={"landmarks.DeadlineStory": ("deadline_stories",)},
    prefetch_related=("deadline_stories__deadline",),
)
