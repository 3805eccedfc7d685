"""Organisations and partnerships as search sees them."""

from core.dates import first_day
from core.records import Record
from taxonomy.facets import THEME, theme_values

from .facets import NETWORK
from .models import Organisation, Partnership

KIND = "organisation"
PARTNERSHIP = "partenariat"


def record_of(organisation: Organisation) -> Record:
    url = organisation.get_absolute_url()
    named = (organisation.acronym, organisation.former_name, organisation.kind, organisation.area)
    return Record(
        key=f"{KIND}:{organisation.pk}",
        kind=KIND,
        title=organisation.name,
        summary=organisation.description,
        body="\n".join(part for part in named if part),
        url=url,
        date=None,
        card={
            "title": organisation.name,
            "summary": organisation.description,
            "url": url,
            "kind_label": "Organisation",
            "theme_slug": "",
        },
    )


def record_of_partnership(partnership: Partnership) -> Record:
    url = partnership.get_absolute_url()
    fields, parties = list(partnership.fields.all()), list(partnership.parties.all())
    themes = [field.theme for field in fields if field.theme]
    words = (
        *(partnership.kind, partnership.governance),
        *(f"{party.label} {party.role}" for party in parties),
        *(field.text for field in fields),
        *(action.text for action in partnership.actions.all()),
        *(review.outcome for review in partnership.reviews.all()),
        *(theme.name for theme in themes),
    )
    networks = (party.organisation.slug for party in parties if party.organisation_id)
    facets = {THEME.name: theme_values(themes), NETWORK.name: tuple(dict.fromkeys(networks))}
    return Record(
        key=f"{PARTNERSHIP}:{partnership.pk}",
        kind=PARTNERSHIP,
        title=partnership.name,
        summary=partnership.purpose,
        body="\n".join(word for word in words if word.strip()),
        url=url,
        date=first_day(partnership.date),
        facets={name: values for name, values in facets.items() if values},
        card={
            "title": partnership.name,
            "summary": partnership.purpose,
            "url": url,
            "kind_label": "Partenariat",
            "theme_slug": themes[0].family.slug if themes else "",
        },
    )
