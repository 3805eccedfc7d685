"""Collections are found under their own kind."""

from core import kinds
from core.kinds import Kind
from taxonomy.facets import THEME

from .records import KIND, record_of

kinds.register(
    Kind(
        key=KIND,
        model="curation.CollectionPage",
        label="Parcours",
        order=150,
        record=record_of,
        facets=(THEME,),
        text_fields=("title", "introduction"),
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "catalogue.ProjectPage": ("items__sheet",),
        },
        prefetch_related=("themes__parent",),
    )
)
kinds.not_searched("curation.CollectionsPage")
