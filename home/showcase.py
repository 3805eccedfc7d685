"""Every component in its states, on one page for editors and developers.

The content is made up and says so: it must never be taken for a sheet.
"""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from .showcase_sheets import cards, debate_view, rows, sheet_view

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
        "hits": cards(),
        "rows": rows(),
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
        "sheet": sheet_view(),
        "debate": debate_view(),
    }


def _pagination() -> dict:
    numbers = [1, 2, 3, None, 9]
    return {
        "number": 2,
        "pages": 9,
        "previous_url": "#pages",
        "next_url": "#pages",
        "items": [n and {"number": n, "url": "#pages", "current": n == 2} for n in numbers],
    }
