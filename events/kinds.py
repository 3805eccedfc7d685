"""Events and tours as something that is found: the agenda, its filters, and whose words they show."""

from core import kinds
from core.facets import YEAR
from core.kinds import Kind, Listing
from network.facets import NETWORK
from taxonomy.facets import THEME
from territories.facets import REGION

from .facets import FORMAT, NATURE
from .records import KIND, TOUR_KIND, record_of, tour_record_of, with_state

AGENDA = Listing(
    kind=KIND,
    url_name="agenda",
    title="Agenda",
    label="Rechercher une date",
    placeholder="Un sujet, une ville, un réseau",
    noun="date",
    none="Aucune date",
    nearest="les dates les plus proches de chez vous",
    nearest_button="Voir les dates",
    nearest_skip="Voir l’agenda sans choisir de territoire",
    suggests=((THEME, "Thème"), (NETWORK, "Réseau")),
    has_map=True,
)

kinds.register(
    Kind(
        key=KIND,
        model="events.EventPage",
        label="Événements",
        order=200,
        record=record_of,
        facets=(THEME, REGION, NATURE, FORMAT, NETWORK, YEAR),
        listing=AGENDA,
        component="components/event_row.html",
        text_fields=("title", "summary"),
        completed=with_state,
        shows={
            "taxonomy.Theme": (
                "main_theme",
                "main_theme__parent",
                "other_themes",
                "other_themes__parent",
            ),
            "territories.Authority": ("commune", "host"),
            "territories.Departement": ("commune__departement", "host__departement"),
            "territories.Region": ("commune__region", "host__region"),
            "network.Organisation": ("organisers__organisation",),
            "events.TourPage": ("tour",),
            "catalogue.ProjectPage": ("projects__sheet",),
        },
        select_related=(
            "main_theme__parent",
            "tour",
            "commune__departement",
            "commune__region",
            "host",
        ),
        prefetch_related=(
            "other_themes__parent",
            "commune__extra_departements",
            "host__extra_departements",
            "organisers__organisation",
            "sessions",
            "speakers",
            "documents",
            "projects",
        ),
    )
)
kinds.register(
    Kind(
        key=TOUR_KIND,
        model="events.TourPage",
        label="Tournées",
        order=300,
        record=tour_record_of,
        facets=(THEME,),
        text_fields=("title", "summary"),
        shows={"taxonomy.Theme": ("themes", "themes__parent")},
        prefetch_related=("themes__parent",),
    )
)
kinds.not_searched("events.AgendaPage", "events.ToursPage")
