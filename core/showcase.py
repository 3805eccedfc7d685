"""Every component in its states, on one page for editors and developers.

The content is made up and says so: it must never be taken for a sheet.
"""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe

LONG = (
    "Un intitulé très long, comme en donne parfois un syndicat mixte intercommunal "
    "d’aménagement numérique, qui doit tenir sans déborder ni rien cacher"
)
THEMES = (
    ("strategie-gouvernance", "Stratégie et gouvernance du numérique"),
    ("relation-usagers", "Relation aux usagers et services en ligne"),
    ("administration-interne", "Administration et fonctions support"),
    ("donnees-ia", "Données et intelligence artificielle"),
    ("cybersecurite", "Cybersécurité et protection des données"),
    ("infrastructures-connectivite", "Infrastructures et connectivité"),
    ("territoire-intelligent", "Territoire intelligent et durable"),
    ("mobilite-amenagement", "Mobilité et aménagement"),
    ("inclusion-numerique", "Inclusion numérique"),
    ("education-culture-sante", "Éducation, culture, santé"),
    ("citoyennete-participation", "Citoyenneté et participation"),
    ("numerique-responsable", "Numérique responsable, libre et souverain"),
    ("developpement-local", "Développement local et attractivité"),
)


class ExampleForm(forms.Form):
    """One field of each kind: filled, wrong, optional, of several choices."""

    commune = forms.CharField(
        label="Votre commune", help_text="Nom, code postal ou code Insee.", min_length=2
    )
    message = forms.CharField(label="Votre question", widget=forms.Textarea, required=False)
    role = forms.ChoiceField(
        label="Vous êtes",
        choices=(("elu", "Élue ou élu"), ("agent", "Agente ou agent")),
        widget=forms.RadioSelect,
    )


def components(request):
    """The page itself, for those who have an account here, and for developers."""
    if not (settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    return render(request, "components_page.html", context())


def context() -> dict:
    return {
        "hits": [
            _card(),
            _card(title=LONG, summary=f"{LONG}. " * 4, theme_slug="inclusion-numerique"),
            _card(title="Titre court", summary="Résumé bref.", theme_slug="", status_label=""),
        ],
        "rows": [
            _card(
                cost="36000 € HT",
                difficulty="Un fournisseur qui ne répondait plus ; il a fallu relancer le marché.",
                title_html=mark_safe("Exemple d'<mark>éclairage</mark> : deux <mark>rues</mark>"),
                extract_html=mark_safe("… le mot cherché, <mark>éclairage</mark>, est marqué …"),
                reason={
                    "words": "Taille proche",
                    "figures": ["8 430 habitants, 5 846 à Boé", "Île-de-France"],
                },
            ),
            _card(cost_unknown=True, theme_slug="cybersecurite"),
            _card(authority=None, title=LONG, theme_slug="donnees-ia"),
        ],
        "themes": [
            {"label": label, "slug": slug, "url": "#portes", "count": 13 - rank}
            for rank, (slug, label) in enumerate(THEMES)
        ],
        "crumbs": [
            {"label": "Projets", "url": "#fil"},
            {"label": "Numérique responsable, libre et souverain", "url": "#fil"},
            {"label": "Logiciels libres et communs numériques", "url": "#fil"},
        ],
        "chips": [
            {"label": "Inclusion numérique", "remove_url": "#pastilles"},
            {"label": "3 500 à 9 999 habitants", "remove_url": "#pastilles"},
        ],
        "sorts": [
            {"value": "pertinence", "label": "pertinence", "selected": True, "url": "#pastilles"},
            {"value": "date", "label": "date", "selected": False, "url": "#pastilles"},
        ],
        "pagination": _pagination(),
        "correction": {"text": "éclairage", "url": "#vide"},
        "lift": [
            {"label": "Bretagne", "count": 4, "url": "#vide"},
            {"label": "Inclusion numérique", "count": 1, "url": "#vide"},
        ],
        "territory": {
            "label": "Boé",
            "type_label": "commune",
            "population": 5846,
            "change_url": "#territoire",
            "remove_url": "#territoire",
            "scale": {"mine": 0.42, "marks": [0.2, 0.38, 0.47, 0.8]},
        },
        "form": ExampleForm({"commune": "B", "message": "Combien d'heures ?", "role": "elu"}),
        "sheet": _sheet(),
        "debate": _debate(),
    }


def _card(**changes) -> dict:
    return {
        "title": "Exemple : une commune équipe ses deux rues",
        "summary": "Deux ou trois phrases qui disent ce qui a été fait, pour qui et à quel prix.",
        "url": "#cartes",
        "number": 0,
        "authority": {
            "name": "Saint-Exemple-sur-Modèle",
            "type_label": "commune",
            "departement": "Alpes-de-Haute-Provence",
            "population": 1234,
            "code": "00000",
        },
        "theme_slug": "territoire-intelligent",
        "cost": "",
        "cost_unknown": False,
        "difficulty": "",
        "kind_label": "Expérimentation",
        "status_label": "En service",
    } | changes


def _pagination() -> dict:
    numbers = [1, 2, 3, None, 9]
    return {
        "number": 2,
        "pages": 9,
        "previous_url": "#pages",
        "next_url": "#pages",
        "items": [n and {"number": n, "url": "#pages", "current": n == 2} for n in numbers],
    }


def _group(*rows, text="", **flags) -> dict:
    return {"text": text, "unknown": False, "rows": list(rows)} | flags


def _result(indicator, before="", after="", unit="", date="", source=None) -> dict:
    return {
        "indicator": indicator,
        "before": before,
        "after": after,
        "unit": unit,
        "date": date,
        "source": source,
    }


def _difficulty(label, text, source=None) -> dict:
    return {"type": "", "type_label": label, "text": text, "source": source}


def _cost(label, amount, **more) -> dict:
    row = {"label": label, "amount": amount, "tax": "", "year": "", "period_label": ""}
    return row | {"scope": "", "source": None} | more


def _reuse(name, **more) -> dict:
    row = {"name": name, "url": "", "what": "", "year": "", "cost": "", "state_label": ""}
    return row | {"source": None} | more


def _sheet() -> dict:
    prose = mark_safe("<p>Un paragraphe d'exemple ; il dit l'essentiel.</p>")
    return {
        "origin": "documentaire",
        "sources_span": "2020-2021",
        "validated_on": "",
        "confirmed_on": "",
        "facts": [
            {"label": "Coût", "text": "", "unknown": True},
            {"label": "Durée", "text": "4 mois", "unknown": False},
            {"label": "Moyens", "text": "0,5 ETP en interne", "unknown": False},
            {"label": "Avancement", "text": "Terminé", "date": "2021-03", "unknown": False},
        ],
        "results": _group(
            _result("Consommation d'électricité", "45000", "31000", "kWh", "2021-03", 1),
            _result("Rues équipées", "", "2", "rues"),
            text=prose,
            too_early=False,
        ),
        "difficulties": _group(
            _difficulty("Fournisseur", "Livraison en retard de six mois.", 2),
            _difficulty("Adhésion des agents", "Un outil de plus ; il a fallu du temps."),
            text=prose,
        ),
        "success_factors": prose,
        "again": prose,
        "redo": {
            "text": prose,
            "prerequisites": prose,
            "risks": prose,
            "minimum_population": 2000,
            "entry_cost": 15000,
            "setup_months": 9,
            "reused_by": [_reuse("Exemple-le-Vieux", url="#refaire", year="2023", what=LONG)],
            "reuse_of": [_reuse("Ville exemple", cost="12 000 €", state_label="En service")],
        },
        "costs": _group(
            _cost("Luminaires", 36000, tax="HT", year="2020", scope="Deux rues", source=1),
            _cost("Abonnement", 89.5, period_label="par mois"),
            text=prose,
            unknown_parts=["fonctionnement"],
        ),
        "funding": _group({"label": "Fonds exemple", "amount": 12000, "rate": "50 %", "source": 2}),
        "means": _group({"label": "Chefferie de projet", "value": "20 jours", "source": None}),
        "documents": [
            {
                "title": "Délibération du conseil",
                "kind_label": "Délibération",
                "url": "#documents",
                "format": "PDF",
                "size": 1_234_567,
                "licence": "Licence Ouverte 2.0",
            }
        ],
        "sources": [
            {
                "title": "Un bilan sans adresse, lu sur une copie",
                "author": "",
                "url": "",
                "date": "",
                "voice_label": "la collectivité",
            },
            {
                "title": "« Deux rues éclairées ! » (journal local)",
                "author": "A. Exemple",
                "url": "https://example.org/article",
                "date": "2021-03-19",
                "voice_label": "la presse",
            },
        ],
    }


def _debate() -> dict:
    item = {"text": "", "answer": "", "answer_label": "", "answer_text": "", "date": ""}
    return {
        "question": "Faut-il éteindre la nuit ?",
        "can_decide": "Les heures d'allumage.",
        "cannot_decide": "Les règles de sécurité des routes départementales.",
        "method": "Trois ateliers et une consultation en ligne.",
        "guarantor": "Une personne tirée au sort",
        "kit": "",
        "calendar": "",
        "participants": 40,
        "contributions": 0,
        "follow_up": "Un point public chaque printemps.",
        "items": [
            item
            | {"text": text, "answer": answer, "answer_label": label, "answer_text": reply}
            | {"source": source}
            for text, answer, label, reply, source in (
                ("Éteindre de minuit à cinq heures", "retenue", "Retenue", "Dès le 1er mai.", 1),
                (
                    "Garder les passages piétons",
                    "partielle",
                    "Retenue en partie",
                    "Deux sur trois.",
                    1,
                ),
                ("Un détecteur par rue", "en_cours", "En cours", "", None),
                ("Tout remplacer cette année", "ecartee", "Écartée", "Trop cher en un an.", 2),
                ("Une carte publique", "non_connu", "Réponse non connue", "", 2),
            )
        ],
    }
