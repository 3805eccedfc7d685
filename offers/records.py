"""A service as search sees it."""

from core.records import Record
from taxonomy.facets import THEME, theme_values

from .facets import KIND as OF_KIND
from .facets import PROVIDER
from .models import Offer

KIND = "service"


def record_of(offer: Offer) -> Record:
    themes = list(offer.themes.all())
    url = offer.get_absolute_url()
    said = (
        offer.provider_name,
        *(offer.provider.name, offer.provider.acronym),
        *(offer.for_whom, offer.how_to_join, offer.note),
        *(theme.name for theme in themes),
        *(price.rule for price in offer.prices.all()),
    )
    facets = {
        THEME.name: theme_values(themes),
        PROVIDER.name: (offer.provider.slug,),
        OF_KIND.name: (offer.kind,) if offer.kind else (),
    }
    return Record(
        key=f"{KIND}:{offer.pk}",
        kind=KIND,
        title=offer.name,
        summary=offer.summary,
        body="\n".join(part for part in said if part),
        url=url,
        date=offer.checked_on,
        facets={name: values for name, values in facets.items() if values},
        card={
            "pk": offer.pk,
            "title": offer.name,
            "summary": offer.summary,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": "Service",
            "provider": offer.provider_name,
            "for_whom": offer.for_whom,
            "state": offer.state,
            "state_label": offer.get_state_display(),
            "closes_on": offer.closes_on,
        },
    )
