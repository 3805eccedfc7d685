"""May this collection be published? One function, asked by every way to publish, as for sheets."""

from django.core.exceptions import ValidationError

from core.rows import form_errors
from curation import living


def publication_errors(collection) -> dict[str, str]:
    """Why `collection` (rows included) may not be published: {field: message in French}, {} when it may.

    The key of a row is "items.2" for the second.
    """
    errors = {}
    items = list(collection.items.all())
    if not items and not collection.search:
        errors["items"] = "Choisissez au moins une fiche, ou donnez une recherche vivante."
    first: dict[int, int] = {}
    for place, item in enumerate(items, start=1):
        if item.sheet_id and first.setdefault(item.sheet_id, place) != place:
            where = first[item.sheet_id]
            errors[f"items.{place}"] = f"Cette fiche est déjà dans le parcours, ligne {where}."
    try:
        living.read(collection.search)
    except ValidationError as error:
        errors["search"] = error.messages[0]
    return form_errors(collection) | errors
