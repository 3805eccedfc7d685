"""Services as something that is found: their list and its filters."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from core import kinds
from core.kinds import Kind, Listing
from taxonomy.facets import THEME

from .endings import ended
from .facets import KIND as OF_KIND
from .facets import PROVIDER
from .records import KIND, record_of

SERVICES = Listing(
    kind=KIND,
    url_name="services",
    title="Services ouverts",
    label="Rechercher un service",
    placeholder="Archivage, sauvegarde, un syndicat",
    noun="service",
    none="Aucun service",
    nearest="ce qui est déjà ouvert à votre collectivité",
    nearest_button="Voir les services",
    nearest_skip="Voir les services sans choisir de territoire",
    suggests=((THEME, "Thème"), (PROVIDER, "Fournisseur")),
    page_url_name="service",
)


def with_no_answer(card: dict, now: datetime.datetime) -> dict:
    """The card of a list to which no territory came, with what the clock has made of it."""
    # Cards of an index that was built before have no dates.
    over = ended(card.get("state", ""), card.get("closes_on", ""), timezone.localdate(now))
    told = {"state_label": over.capitalize()} if over else {}
    return card | told | {"answer": "", "answer_label": "", "said": "", "price": ""}


def all_public(offers: QuerySet) -> QuerySet:
    """Every service is: there are no drafts of them."""
    return offers


kinds.register(
    Kind(
        key=KIND,
        model="offers.Offer",
        label="Services",
        order=350,
        record=record_of,
        facets=(THEME, OF_KIND, PROVIDER),
        listing=SERVICES,
        component="components/service_row.html",
        text_fields=("name", "summary"),
        completed=with_no_answer,
        floor=all_public,
        shows={
            "taxonomy.Theme": ("themes", "themes__parent"),
            "network.Organisation": ("provider",),
        },
        select_related=("provider",),
        prefetch_related=("themes__parent", "prices"),
    )
)
