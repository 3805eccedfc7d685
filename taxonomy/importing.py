"""Themes of a content file. Creates what is missing, never overwrites what an editor changed."""

from .models import Theme


def import_themes(families: list[dict]) -> int:
    """families: [{"slug", "libelle", "sous_themes": [{"slug", "libelle"}]}] -> number created."""
    created = 0
    for order, family in enumerate(families):
        parent, is_new = Theme.objects.get_or_create(
            slug=family["slug"], defaults={"name": family["libelle"], "sort_order": order}
        )
        created += is_new
        for rank, child in enumerate(family["sous_themes"]):
            _, is_new = Theme.objects.get_or_create(
                slug=child["slug"],
                defaults={"name": child["libelle"], "sort_order": rank, "parent": parent},
            )
            created += is_new
    return created
