"""Themes of a content file. Creates what is missing, never overwrites what an editor changed."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from .models import Axis, Theme


def import_themes(families: list[dict]) -> int:
    """families: [{"slug", "libelle", "axe", "sous_themes": [{"slug", "libelle"}]}] -> number created. axe: may be left out."""
    created = 0
    for order, family in enumerate(families):
        parent, is_new = Theme.objects.get_or_create(
            slug=family["slug"],
            defaults={
                "name": family["libelle"],
                "sort_order": order,
                "axis": Axis(family.get("axe", Axis.FIELD)),
            },
        )
        created += is_new
        for rank, child in enumerate(family["sous_themes"]):
            _, is_new = Theme.objects.get_or_create(
                slug=child["slug"],
                defaults={"name": child["libelle"], "sort_order": rank, "parent": parent},
            )
            created += is_new
    return created


def theme_at(path: str, themes: Mapping[str, Theme]) -> Theme:
    """ "famille/sous-theme" -> its theme. themes: by slug. Raises ValidationError."""
    try:
        return themes[path.rpartition("/")[2]].standing
    except KeyError:
        raise ValidationError(f"thème inconnu : « {path} »") from None
