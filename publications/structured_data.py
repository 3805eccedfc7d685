"""schema.org data of a publication (JSON-LD)."""

from django.conf import settings
from django.utils.safestring import SafeString

from core.sanitising import plain_text
from core.structured_data import script

from .choices import Kind

_TYPES = {
    Kind.REPORT: "Report",
    Kind.STUDY: "Report",
    Kind.BAROMETER: "Report",
    Kind.GUIDE: "Guide",
    Kind.NEWS: "NewsArticle",
    Kind.PRESS_RELEASE: "NewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
}


def json_ld(publication, publishers: list, themes: list, crumbs: list[dict]) -> SafeString:
    made = _answer if publication.kind == Kind.MINISTERIAL_ANSWER else _work
    itself = made(publication, publishers, themes)
    return script({key: value for key, value in itself.items() if value}, crumbs=crumbs)


def _work(publication, publishers, themes) -> dict:
    address = f"{settings.BASE_URL}{publication.relative_url(None) or ''}"
    return {
        "@type": _TYPES.get(publication.kind, "CreativeWork"),
        "@id": address,
        "url": address,
        "name": publication.title,
        "headline": publication.title[:110],
        "description": publication.summary,
        "datePublished": publication.date,
        "inLanguage": "fr",
        "publisher": [{"@type": "Organization", "name": row.label} for row in publishers],
        "about": [theme.name for theme in themes],
        "sameAs": publication.text_url,
    }


def _answer(publication, publishers, themes) -> dict:
    """A question of a member of parliament, and what the ministry says: in its own words, or not at all."""
    address = f"{settings.BASE_URL}{publication.relative_url(None) or ''}"
    asked = {
        "@type": "Question",
        "@id": address,
        "url": address,
        "name": publication.title,
        "text": publication.question,
        "dateCreated": publication.question_date,
        "inLanguage": "fr",
        "about": [theme.name for theme in themes],
    }
    if words := plain_text(publication.body):
        asked["acceptedAnswer"] = {
            "@type": "Answer",
            "text": words,
            "dateCreated": publication.date,
            "author": {"@type": "GovernmentOrganization", "name": publication.ministry},
        }
    if publication.question_by:
        asked["author"] = {"@type": "Person", "name": publication.question_by}
    return asked
