"""schema.org data of a sheet (JSON-LD): what a search engine may read of it."""

from django.conf import settings
from django.utils.safestring import SafeString

from core.structured_data import script

from .values import Holder, Sheet


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
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": base},
        "about": _place(view.holder),
    }
    found = {key: value for key, value in article.items() if value}
    return script(found, crumbs=view.crumbs)


def _day(moment) -> str:
    return moment.date().isoformat() if moment else ""


def _place(holder: Holder | None) -> dict:
    if holder is None:
        return {}
    record = holder.record
    place = {"@type": "AdministrativeArea", "name": holder.label}
    if record.position_precision == "place":
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": record.lat,
            "longitude": record.lon,
        }
    return place
