"""The sheets of the page of components: never saved, shown as any sheet is. Made up, and their words say so."""

from decimal import Decimal

from django.utils.safestring import mark_safe

from catalogue import choices
from catalogue.models import (
    DebateItem,
    ProjectAttachment,
    ProjectCost,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectResult,
    ProjectSource,
)
from catalogue.presentation import present
from catalogue.presentation.values import Sheet
from catalogue.records import card_of
from core.models import Attachment
from taxonomy.models import Theme
from territories.models import Authority, Departement, Region

LONG = (
    "Un intitulé très long, comme en donne parfois un syndicat mixte intercommunal "
    "d’aménagement numérique, qui doit tenir sans déborder ni rien cacher"
)
_PROSE = "<p>Un paragraphe d'exemple ; il dit l'essentiel.</p>"


def cards() -> list[dict]:
    """In a grid: an ordinary one, a long one, a short one."""
    return [
        _card(_sheet()),
        _card(_sheet(title=LONG, summary=f"{LONG}. " * 4, theme="inclusion-numerique")),
        _card(_sheet(title="Titre court", summary="Résumé bref.", theme="", status="")),
    ]


def rows() -> list[dict]:
    """In a list of results: found by a word and comparable, of unknown cost, without authority."""
    found = _sheet()
    found.costs = [_cost("Luminaires", 36000, tax="HT")]
    found.difficulties = [
        ProjectDifficulty(
            text="Un fournisseur qui ne répondait plus ; il a fallu relancer le marché."
        )
    ]
    unknown = _sheet(theme="cybersecurite", investment_unknown=True, running_unknown=True)
    return [
        _card(found)
        | {
            "title_html": mark_safe("Exemple d'<mark>éclairage</mark> : deux <mark>rues</mark>"),
            "extract_html": mark_safe("… le mot cherché, <mark>éclairage</mark>, est marqué …"),
            "reason": {
                "words": "Taille proche",
                "figures": ["8 430 habitants, 5 846 à Boé", "Île-de-France"],
            },
        },
        _card(unknown),
        _card(_sheet(authority=None, title=LONG, theme="donnees-ia")),
    ]


def _card(sheet: ProjectPage) -> dict:
    return card_of(sheet) | {"url": "#cartes"}


def sheet_view() -> Sheet:
    """A sheet with something in each section."""
    sheet = _sheet(
        start="2020-11",
        end="2021-03",
        running_unknown=True,
        **dict.fromkeys(
            (
                "results_text",
                "difficulties_text",
                "success_factors",
                "again",
                "reproducibility",
                "prerequisites",
                "risks",
                "costs_text",
            ),
            _PROSE,
        ),
        minimum_population=2000,
        entry_cost=Decimal(15000),
        setup_months=9,
    )
    sheet.results = [
        ProjectResult(
            indicator="Consommation d'électricité",
            before=Decimal(45000),
            after=Decimal(31000),
            unit="kWh",
            date="2021-03",
            source_number=1,
            second_source_number=2,
        ),
        ProjectResult(indicator="Rues équipées", after=Decimal(2), unit="rues"),
    ]
    sheet.difficulties = [
        ProjectDifficulty(
            type=choices.Difficulty.SUPPLIER,
            text="Livraison en retard de six mois.",
            source_number=2,
        ),
        ProjectDifficulty(
            type=choices.Difficulty.ADOPTION, text="Un outil de plus ; il a fallu du temps."
        ),
    ]
    sheet.costs = [
        _cost(
            "Luminaires",
            36000,
            tax="HT",
            year=2020,
            quantity=Decimal(48),
            unit=choices.CostUnit.LIGHT,
            scope="Deux rues",
            source_number=1,
        ),
        _cost("Abonnement", Decimal("89.5"), period="monthly", role=choices.CostRole.OTHER),
    ]
    sheet.funding = [
        ProjectFunding(
            funder="Fonds exemple", amount=Decimal(12000), rate=Decimal(50), source_number=2
        )
    ]
    sheet.means = [
        ProjectMeans(skill="Chefferie de projet", quantity=Decimal(20), unit="jours"),
    ]
    file = Attachment(pk=0, title="Délibération du conseil", file="deliberation.pdf")
    file.file_size, file.licence = 1_234_567, "Licence Ouverte 2.0"
    sheet.attachments = [ProjectAttachment(document=file, kind=choices.DocumentKind.DELIBERATION)]
    sheet.sources = [
        ProjectSource(
            title="Un bilan sans adresse, lu sur une copie", voice=choices.Voice.AUTHORITY
        ),
        ProjectSource(
            title="« Deux rues éclairées ! » (journal local)",
            author="A. Exemple",
            url="https://example.org/article",
            date="2021-03-19",
            voice=choices.Voice.PRESS,
        ),
    ]
    return present(sheet)


def debate_view() -> Sheet:
    """A local debate of unknown cost, with each kind of public answer."""
    sheet = _sheet(
        kind=choices.Kind.LOCAL_DEBATE,
        investment_unknown=True,
        running_unknown=True,
        debate_question="Faut-il éteindre la nuit ?",
        debate_can_decide="Les heures d'allumage.",
        debate_cannot_decide="Les règles de sécurité des routes départementales.",
        debate_method="Trois ateliers et une consultation en ligne.",
        debate_guarantor="Une personne tirée au sort",
        debate_participants=40,
        debate_contributions=0,
        debate_follow_up="Un point public chaque printemps.",
    )
    sheet.debate_items = [
        DebateItem(text=text, answer=answer, answer_text=reply, source_number=source)
        for text, answer, reply, source in (
            ("Éteindre de minuit à cinq heures", "retenue", "Dès le 1er mai.", 1),
            ("Garder les passages piétons", "partielle", "Deux sur trois.", 1),
            ("Un détecteur par rue", "en_cours", "", None),
            ("Tout remplacer cette année", "ecartee", "Trop cher en un an.", 2),
            ("Une carte publique", "non_connu", "", 2),
        )
    ]
    return present(sheet)


def _sheet(*, theme: str = "territoire-intelligent", **fields) -> ProjectPage:
    authority = Authority(
        code="00000",
        type="commune",
        name="Saint-Exemple-sur-Modèle",
        population=1234,
        departement=Departement(code="04", name="Alpes-de-Haute-Provence"),
        region=Region(code="93", name="Provence-Alpes-Côte d’Azur"),
    )
    return ProjectPage(
        **{
            "title": "Exemple : une commune équipe ses deux rues",
            "summary": "Deux ou trois phrases qui disent ce qui a été fait, pour qui et à quel prix.",
            "authority": authority,
            "main_theme": Theme(pk=0, name=theme, slug=theme) if theme else None,
            "kind": choices.Kind.EXPERIMENT,
            "status": choices.Status.IN_SERVICE,
            "status_date": "2021-03",
        }
        | fields
    )


def _cost(label: str, amount, **more) -> ProjectCost:
    nature = choices.CostNature.INVESTMENT
    return ProjectCost(**{"label": label, "amount": Decimal(amount), "nature": nature} | more)
