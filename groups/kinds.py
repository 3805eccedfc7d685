"""Groups and programmes are found, and listed: their lists and filters."""

from core import kinds
from core.kinds import Kind, Listing
from network.facets import NETWORK
from taxonomy.facets import THEME

from .facets import KIND as OF_KIND
from .records import GROUP, PROGRAMME, record_of_group, record_of_programme

GROUPS = Listing(
    kind=GROUP,
    url_name="groups",
    title="Groupes et commissions",
    label="Rechercher un groupe",
    placeholder="Commission, sobriété, un réseau",
    noun="groupe",
    none="Aucun groupe",
    nearest="les groupes de collectivités",
    nearest_button="Voir les groupes",
    nearest_skip="Voir les groupes sans choisir de territoire",
    suggests=((THEME, "Thème"), (NETWORK, "Réseau")),
)
PROGRAMMES = Listing(
    kind=PROGRAMME,
    url_name="programmes",
    title="Programmes",
    label="Rechercher un programme",
    placeholder="Formation, open data, une agence",
    noun="programme",
    none="Aucun programme",
    nearest="les programmes ouverts aux collectivités",
    nearest_button="Voir les programmes",
    nearest_skip="Voir les programmes sans choisir de territoire",
    suggests=((THEME, "Thème"), (NETWORK, "Réseau")),
)


def all_of_them(rows):
    """The floor: both are public as soon as they are saved."""
    return rows


kinds.register(
    Kind(
        key=GROUP,
        model="groups.Group",
        label="Groupes",
        order=410,
        record=record_of_group,
        facets=(THEME, OF_KIND, NETWORK),
        listing=GROUPS,
        text_fields=("name", "purpose"),
        floor=all_of_them,
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "network.Organisation": ("parents__organisation",),
            "groups.GroupParent": ("parents",),
            "groups.RoadmapItem": ("roadmap",),
            "groups.Meeting": ("meetings",),
            "groups.GroupDeliverable": ("deliverables",),
            "groups.Mandate": ("mandates",),
            "groups.Person": ("mandates__person",),
        },
        prefetch_related=(
            *("themes__parent", "parents__organisation", "roadmap", "meetings"),
            *("deliverables", "mandates__person"),
        ),
    )
)
kinds.register(
    Kind(
        key=PROGRAMME,
        model="groups.Programme",
        label="Programmes",
        order=412,
        record=record_of_programme,
        facets=(THEME, NETWORK),
        listing=PROGRAMMES,
        text_fields=("name", "purpose"),
        floor=all_of_them,
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "network.Organisation": ("organisers__organisation",),
            "groups.ProgrammeOrganiser": ("organisers",),
            "groups.Stage": ("stages",),
            "groups.Tool": ("tools",),
            "groups.WaitingMember": ("waiting",),
            "groups.ProgrammeDeliverable": ("deliverables",),
            "groups.Edition": ("editions",),
            "groups.CohortMember": ("editions__cohort",),
        },
        prefetch_related=(
            *("themes__parent", "organisers__organisation", "stages", "deliverables"),
            *("tools", "waiting", "editions__cohort"),
        ),
    )
)
