"""schema.org data of a sheet (JSON-LD): what a search engine may read of it."""

from django.conf import settings
from django.utils.safestring import SafeString

from catalogue.provenance import Said
from core.identity import identity
from core.structured_data import script
from territories.structured_data import area

from .values import Sheet


def json_ld(sheet, view: Sheet) -> SafeString:
    base = settings.BASE_URL
    article = {
        "@type": "Article",
        "@id": view.permalink,
        "headline": sheet.title,
        "description": sheet.summary,
        "inLanguage": "fr",
        "url": f"{base}{sheet.relative_url(None) or ''}",
        "datePublished": _day(sheet.first_published_at),
        "dateModified": _day(sheet.last_published_at),
        "keywords": [theme["label"] for theme in view.themes],
        "isBasedOn": [source.url for source in view.sources if source.url],
        "license": view.text_licence_url,
        "publisher": {"@type": "Organization", "name": identity().name, "url": base},
        "about": area(view.holder.record) if view.holder else None,
        "hasPart": [_said(one) for those in view.said_of.values() for one in those],
    }
    found = {key: value for key, value in article.items() if value}
    return script(found, crumbs=view.crumbs)


def _said(one: Said) -> dict:
    """A fact that somebody outside said: of which field, who, when."""
    return {
        "@type": "CreativeWork",
        "name": f"{one.field.title} : {one.row}" if one.row else one.field.title,
        "author": {"@type": "Organization", "name": one.who},
        "dateCreated": one.day.isoformat(),
        "creditText": one.words,
    }


def _day(moment) -> str:
    return moment.date().isoformat() if moment else ""
