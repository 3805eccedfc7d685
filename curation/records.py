"""A collection as search sees it: its own words, and those of the sheets that it shows."""

from core.records import Record
from taxonomy.facets import THEME, theme_values

from .shown import public_items

KIND = "parcours"


def record_of(collection) -> Record:
    themes = list(collection.themes.all())
    rows = public_items().filter(page=collection.pk).select_related("sheet")
    words = [collection.audience, *(theme.name for theme in themes)]
    words += [f"{row.sheet.title}\n{row.why}" for row in rows]
    url = collection.relative_url(None) if collection.url_path else ""
    first = collection.first_published_at
    return Record(
        key=f"{KIND}:{collection.pk}",
        kind=KIND,
        title=collection.title,
        summary=collection.introduction,
        body="\n".join(word for word in words if word),
        url=url,
        date=first.date() if first else None,
        facets={THEME.name: theme_values(themes)} if themes else {},
        card={
            "title": collection.title,
            "summary": collection.introduction,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": "Parcours",
        },
    )
