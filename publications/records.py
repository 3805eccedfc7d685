"""A publication as search and lists see it."""

import datetime

from core.facets import YEAR
from core.records import Record
from core.sanitising import plain_text
from network.facets import NETWORK
from taxonomy.facets import THEME, theme_values

from .facets import STATE, TYPE

KIND = "publication"


def record_of(publication) -> Record:
    themes = list(publication.themes.all())
    publishers = list(publication.publishers.all())
    signatories = list(publication.signatories.all())
    named = [row.organisation for row in (*publishers, *signatories) if row.organisation_id]
    facets = {
        TYPE.name: (publication.kind,) if publication.kind else (),
        THEME.name: theme_values(themes),
        NETWORK.name: tuple(dict.fromkeys(one.slug for one in named)),
        YEAR.name: (publication.date[:4],) if publication.date else (),
        STATE.name: (publication.state,) if publication.state else (),
    }
    return Record(
        key=f"{KIND}:{publication.pk}",
        kind=KIND,
        title=publication.title,
        summary=publication.summary,
        body=_body(publication, themes, publishers, signatories),
        url=publication.relative_url(None) if publication.url_path else "",
        date=first_day(publication.date),
        facets={name: values for name, values in facets.items() if values},
        card=card_of(publication, themes, publishers),
    )


def card_of(publication, themes: list | None = None, publishers: list | None = None) -> dict:
    """For `components/publication_row.html`, once the clock has completed it (`publications.consulting`)."""
    themes = list(publication.themes.all()) if themes is None else themes
    publishers = list(publication.publishers.all()) if publishers is None else publishers
    opens, closes = publication.consultation_opens_on, publication.consultation_closes_on
    return {
        "title": publication.title,
        "summary": publication.summary,
        "url": publication.relative_url(None) if publication.url_path else "",
        "theme_slug": themes[0].family.slug if themes else "",
        "kind_label": publication.get_kind_display() or "Publication",
        "date": publication.date,
        "publishers": [short_name(row) for row in publishers],
        "state": publication.state,
        "consultation_opens": opens.isoformat() if opens else "",
        "consultation_closes": closes.isoformat() if closes else "",
    }


def short_name(row) -> str:
    """Of a publisher in a list: the acronym where there is one."""
    return row.name or (
        row.organisation.acronym or row.organisation.name if row.organisation_id else ""
    )


def first_day(date: str) -> datetime.date | None:
    """The first day that a partial date may mean."""
    parts = [int(part) for part in date.split("-")] if date else []
    return datetime.date(*parts, *[1] * (3 - len(parts))) if parts else None


def _body(publication, themes, publishers, signatories) -> str:
    words = [
        publication.get_kind_display(),
        publication.rubric,
        plain_text(publication.body),
        *(row.label for row in publishers),
        *(f"{row.label} {row.words}" for row in signatories),
        publication.addressee,
        *(publication.question, publication.question_by, publication.ministry),
        publication.answer,
        *(
            f"{row.number} {row.text} {row.owner_label} {row.standing_told}"
            for row in publication.recommendations.all()
        ),
        *(row.label for row in publication.figures.all()),
        publication.follow_up,
        *(theme.name for theme in themes),
    ]
    return "\n".join(word for word in words if word)
