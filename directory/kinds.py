"""An organisation is found once a public sheet, event, tour, publication, label, service or funding names it."""

from core import kinds
from core.kinds import Kind
from network.records import KIND, record_of

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
            "labels.Label": ("labels",),
            "labels.Award": ("awards",),
        },
    )
)
