"""An organisation is found once something public names it; partnerships are public as they are."""

from core import kinds
from core.kinds import Kind, Listing
from network.facets import NETWORK
from network.records import KIND, PARTNERSHIP, record_of, record_of_partnership
from taxonomy.facets import THEME

from .organisations import public_organisations

kinds.register(
    Kind(
        key=KIND,
        model="network.Organisation",
        label="Organisations",
        order=400,
        record=record_of,
        text_fields=("name",),
        floor=public_organisations,
        named_by={
            "catalogue.ProjectPage": ("sheet_parts__page", "authority__sheets"),
            "catalogue.ProjectPartner": ("sheet_parts",),
            "events.EventPage": ("eventorganiser_rows__page",),
            "events.EventOrganiser": ("eventorganiser_rows",),
            "events.TourPage": ("tourorganiser_rows__page",),
            "events.TourOrganiser": ("tourorganiser_rows",),
            "publications.PublicationPage": (
                *("publisher_rows__page", "signatory_rows__page", "recommendation_rows__page"),
            ),
            "publications.Publisher": ("publisher_rows",),
            "publications.Signatory": ("signatory_rows",),
            "publications.Recommendation": ("recommendation_rows",),
            "offers.Offer": ("offers",),
            "funding.FundingProgramme": ("funding_programmes",),
            "expertise.Expertise": ("expertises", "expertises_shared"),
            "labels.Label": ("labels",),
            "labels.Award": ("awards",),
            "network.Party": ("party_rows",),
            "network.Organisation": ("founders", "founded"),
            "network.Membership": ("memberships", "belongs_to"),
            "groups.GroupParent": ("groupparent_rows",),
            "groups.ProgrammeOrganiser": ("programmeorganiser_rows",),
            "groups.CohortMember": ("cohortmember_rows",),
            "groups.WaitingMember": ("waitingmember_rows",),
            "groups.Mandate": ("mandates",),
        },
    )
)

PARTNERSHIPS = Listing(
    kind=PARTNERSHIP,
    url_name="partnerships",
    title="Partenariats",
    label="Rechercher un partenariat",
    placeholder="Convention, baromètre, un réseau",
    noun="partenariat",
    none="Aucun partenariat",
    nearest="ce que des réseaux font ensemble",
    nearest_button="Voir les partenariats",
    nearest_skip="Voir les partenariats sans choisir de territoire",
    suggests=((THEME, "Thème"), (NETWORK, "Réseau")),
)


def all_of_them(partnerships):
    """The floor: a partnership is public as soon as it is saved."""
    return partnerships


kinds.register(
    Kind(
        key=PARTNERSHIP,
        model="network.Partnership",
        label="Partenariats",
        order=415,
        record=record_of_partnership,
        facets=(THEME, NETWORK),
        listing=PARTNERSHIPS,
        text_fields=("name", "purpose"),
        floor=all_of_them,
        shows={
            "taxonomy.Theme": ("fields__theme", "fields__theme__parent"),
            "network.Organisation": ("parties__organisation",),
            "network.Party": ("parties",),
            "network.FieldOfWork": ("fields",),
            "network.JointAction": ("actions",),
            "network.PartnershipReview": ("reviews",),
        },
        prefetch_related=("fields__theme__parent", "parties__organisation", "actions", "reviews"),
    )
)
