"""Two axes of themes, fields of work and transversal means: a theme says which, facets and the home page show both."""

import re

import pytest

from search.index.outbox import rebuild
from taxonomy.importing import import_themes
from taxonomy.models import Axis, Theme
from tests.factories import ThemeFactory, published

pytestmark = pytest.mark.django_db


def test_facets_and_home_page_show_both_axes(visitor):
    data = ThemeFactory(name="Données", axis=Axis.MEANS, sort_order=0)
    # A sub-theme is as its family, whatever it says itself.
    opened = ThemeFactory(name="Données ouvertes", parent=data)
    school = ThemeFactory(name="École", sort_order=1)
    published(main_theme=opened)
    published(main_theme=school)
    rebuild()
    for path in ("/", f"/projets/?theme={data.slug}"):
        html = visitor.get(path).content.decode()
        field, means = html.index("Domaines d’action"), html.index("Moyens transversaux")
        assert field < means
        assert means < html.index("Données", means)
    facet = html[html.index('data-facet="theme"') :].partition("</details>")[0]
    assert facet.index(f'value="{data.slug}"') < facet.index(f'value="{opened.slug}"')
    assert re.search(
        r"Domaines d’action.*École.*Moyens transversaux.*Données ouvertes", facet, re.DOTALL
    )


def test_a_file_says_which(db):
    rows = [
        {"slug": "reseaux", "libelle": "Réseaux", "axe": "moyen", "sous_themes": []},
        {"slug": "ecole", "libelle": "École", "sous_themes": []},
    ]
    assert import_themes(rows) == 2
    assert dict(Theme.objects.values_list("slug", "axis")) == {
        "reseaux": "moyen",
        "ecole": "domaine",
    }
