"""Sheets as something that is found: their list, their filters, and whose words they show."""

from core import kinds
from core.facets import YEAR
from core.kinds import Difficulty, Kind, Listing
from funding.facets import FUNDING
from taxonomy.facets import THEME, TOOL
from territories.facets import DEPARTEMENT, POPULATION, REGION, TYPE

from . import choices, evidence, facets
from .newest import newest_of
from .records import KIND, met_of, record_of, with_status

CATALOGUE = Listing(
    kind=KIND,
    url_name="catalogue",
    title="Projets",
    label="Rechercher un projet",
    placeholder="Un sujet, un outil, une difficulté, une commune",
    noun="fiche",
    none="Aucune fiche",
    nearest="les fiches des territoires les plus comparables au vôtre",
    nearest_button="Voir les projets",
    nearest_skip="Voir les fiches sans choisir de territoire",
    suggests=((THEME, "Thème"), (TOOL, "Outil")),
    has_map=True,
)

DIFFICULTIES = Listing(
    kind=KIND,
    url_name="difficulties",
    title="Difficultés",
    label="Chercher une difficulté",
    placeholder="Trop cher, mes agents n’en veulent pas",
    noun="fiche",
    none="Aucune fiche",
    nearest="les fiches des territoires les plus comparables au vôtre",
    nearest_button="Voir les difficultés",
    nearest_skip="Voir les difficultés sans choisir de territoire",
    has_map=True,
)

kinds.register(
    Kind(
        key=KIND,
        model="catalogue.ProjectPage",
        label="Projets",
        order=100,
        record=record_of,
        facets=(
            THEME,
            POPULATION,
            TYPE,
            REGION,
            DEPARTEMENT,
            facets.NATURE,
            facets.STATUS,
            facets.COST,
            facets.DIFFICULTY,
            facets.EVIDENCE,
            YEAR,
            TOOL,
            FUNDING,
        ),
        listing=CATALOGUE,
        component="components/card.html",
        text_fields=("title", "summary"),
        completed=with_status,
        shows={
            "taxonomy.Theme": (
                "main_theme",
                "main_theme__parent",
                "other_themes",
                "other_themes__parent",
            ),
            "taxonomy.Tool": ("tools__tool",),
            "funding.FundingProgramme": ("funding__aid",),
            "territories.Authority": ("authority",),
            "territories.Departement": ("authority__departement", "authority__extra_departements"),
            "territories.Region": ("authority__region",),
        },
        # It comes from outside the editor, and changes what is measured or confirmed.
        named_by={"catalogue.OwnerConfirmation": ("confirmations",)},
        select_related=(
            "main_theme__parent",
            "authority__departement",
            "authority__region",
        ),
        prefetch_related=(
            "other_themes__parent",
            "authority__extra_departements",
            "costs",
            "difficulties",
            *evidence.ROWS,
            "partners",
            "debate_items",
            "tools__tool",
            "funding__aid__successor",
        ),
        # « Difficulté technique »: as `records` writes it into the text of a sheet.
        difficulties=tuple(
            Difficulty(value, label, f"Difficulté {label}")
            for value, label in choices.Difficulty.choices
        ),
        met=met_of,
        met_listing=DIFFICULTIES,
        newest="Dernières fiches",
        fallback=newest_of,
    )
)
kinds.not_searched("catalogue.ProjectIndexPage")
