"""Names change, addresses do not."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from taxonomy.importing import import_themes
from taxonomy.models import Theme
from tests.factories import ThemeFactory, ToolFactory, editor

pytestmark = pytest.mark.django_db

FAMILIES = [
    {
        "slug": "b",
        "libelle": "Second par son nom",
        "sous_themes": [{"slug": "b1", "libelle": "Un"}],
    },
    {"slug": "a", "libelle": "Premier par son nom", "sous_themes": []},
]


def test_renaming_keeps_the_slug():
    theme, tool = ThemeFactory(name="Vélos électriques"), ToolFactory(name="Vélos électriques")
    for record in (theme, tool):
        assert record.slug == "velos-electriques"
        record.name = "Autre nom"
        record.save()
        record.refresh_from_db()
        assert record.slug == "velos-electriques"


def test_two_themes_of_one_name_have_two_slugs():
    assert ThemeFactory(name="Données").slug != ThemeFactory(name="Données").slug


def test_a_name_without_letters_still_has_a_slug():
    assert ToolFactory(name="😀").slug


def test_order_is_that_of_the_editors_family_by_family():
    import_themes(FAMILIES)
    assert [theme.slug for theme in Theme.objects.in_order()] == ["b", "b1", "a"]


def test_a_second_import_leaves_what_an_editor_changed():
    assert import_themes(FAMILIES) == 3
    Theme.objects.filter(slug="a").update(name="Repris", sort_order=0)
    assert import_themes(FAMILIES) == 0
    assert Theme.objects.get(slug="a").name == "Repris"


def test_two_levels_and_no_more():
    import_themes(FAMILIES)
    family = Theme.objects.get(slug="b")
    family.parent = Theme.objects.get(slug="a")
    with pytest.raises(ValidationError, match="sous-thèmes"):
        family.full_clean()
    child = Theme.objects.get(slug="b1")
    grandchild = Theme(name="Petit", parent=child)
    with pytest.raises(ValidationError):
        grandchild.full_clean()


def test_an_editor_renames_a_theme_in_the_admin(client):
    client.force_login(editor())
    theme = ThemeFactory(name="Ancien")
    url = reverse("wagtailsnippets_taxonomy_theme:edit", args=[theme.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Nouveau", "parent": "", "axis": "moyen", "sort_order": 3})
    theme.refresh_from_db()
    assert (theme.name, theme.slug, theme.sort_order) == ("Nouveau", "ancien", 3)
    assert "Nouveau" in client.get(reverse("wagtailsnippets_taxonomy_theme:list")).content.decode()
