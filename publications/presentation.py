"""A publication as its page shows it: plain values in reading order, one statement for each relation."""

from urllib.parse import urlencode

from django.utils import timezone

from catalogue.models import ProjectPage
from core.sanitising import rich_text
from core.visibility import visible
from core.words import partial_date
from events.models import EventPage

from .choices import Kind
from .consulting import consultation_of, with_state
from .records import card_of
from .shown import read_also, same_rubric
from .standings import address_of
from .structured_data import json_ld

PATH = "/publications/"
CRUMBS = [{"label": "Publications", "url": PATH}]


def context_of(publication) -> dict:
    """What templates/publications/publication_page.html reads; of a draft, rows in memory included."""
    return {"publication": present(publication)}


def present(publication) -> dict:
    now = timezone.now()
    themes = list(publication.themes.select_related("parent"))
    publishers = list(publication.publishers.select_related("organisation"))
    signatories = list(publication.signatories.select_related("organisation"))
    recommendations = list(publication.recommendations.select_related("owner"))
    card = with_state(card_of(publication, themes, publishers), now)
    beside = same_rubric(publication, themes) if publication.pk else []
    is_answer = publication.kind == Kind.MINISTERIAL_ANSWER
    return card | {
        "is_answer": is_answer,
        "rubric": publication.rubric,
        "facts": facts_of(publication, card),
        "consultation": consultation_of(
            card["consultation_opens"], card["consultation_closes"], timezone.localdate(now)
        ),
        "consultation_url": publication.consultation_url,
        "body": rich_text(publication.body),
        "text_url": publication.text_url,
        "addressee": publication.addressee,
        "question": publication.question,
        "question_by": publication.question_by,
        "question_date": publication.question_date,
        "ministry": publication.ministry,
        "answer": publication.answer,
        "answer_date": publication.answer_date,
        "answer_url": publication.answer_url,
        "follow_up": publication.follow_up,
        "note": publication.note,
        "publisher_links": [_link(row) for row in publishers],
        "signatories": [_link(row) | {"words": row.words} for row in signatories],
        "themes": [{"label": one.name, "url": f"{PATH}?theme={one.slug}"} for one in themes],
        "recommendations": [recommendation_of(publication, row) for row in recommendations],
        "announced": publication.recommendations_announced,
        "has_news": any(row.standing for row in recommendations),
        "figures": list(publication.figures.all()),
        "sources": list(publication.sources.all()),
        "sheets": _sheets(publication),
        "events": _events(publication),
        "same_rubric": beside,
        "rubric_url": f"{PATH}?{urlencode(_rubric(publication))}",
        "read_also": (
            read_also(publication, themes, publishers, recommendations, beside)
            if publication.pk
            else []
        ),
        "crumbs": CRUMBS,
        "json_ld": json_ld(publication, publishers, themes, CRUMBS),
    }


def _rubric(publication) -> dict[str, str]:
    """The parameters of the list that has the rest of its rubric: the search reads rubrics, no filter holds them."""
    if publication.rubric:
        return {"q": publication.rubric}
    return {"publication": publication.kind}


def facts_of(publication, card: dict) -> list[dict]:
    """As templates/components/facts.html shows them."""
    is_answer = publication.kind == Kind.MINISTERIAL_ANSWER
    facts = [
        ("Réponse du" if is_answer else "Date", partial_date(publication.date)),
        ("Question du", partial_date(publication.question_date) if is_answer else ""),
        ("Ministère", publication.ministry),
        ("État", _state_in_words(publication, card["state_label"])),
        ("Adressée à", publication.addressee),
    ]
    return [
        {"label": label, "text": text, "date": "", "unknown": not text}
        for label, text in facts
        if text or label == "Date"
    ]


def _state_in_words(publication, label: str) -> str:
    """As the source writes it where that says more than one word: « Entérinée par la commission Numérique »."""
    told = publication.state_told
    says_more = " " in told and label == publication.get_state_display()
    return told[:1].upper() + told[1:] if says_more or not label else label


def recommendation_of(publication, row) -> dict:
    return {
        "title": row.title,
        "number": row.number,
        "text": row.text,
        "owner": row.owner_label,
        "standing": row.get_standing_display(),
        "standing_date": row.standing_date,
        # A draft's row that was never saved has no address yet.
        "url": address_of(publication, row.code) if row.code and publication.url_path else "",
    }


def _link(row) -> dict:
    return {
        "label": row.label,
        "url": row.organisation.get_absolute_url() if row.organisation_id else "",
    }


def _sheets(publication) -> list[dict]:
    keys = [row.sheet_id for row in publication.sheets.all()]
    if not keys:
        return []
    pages = visible(ProjectPage.objects.filter(pk__in=keys)).select_related("authority")
    return [
        {
            "title": page.title,
            "url": page.relative_url(None),
            "beside": page.authority.label if page.authority_id else "",
        }
        for page in pages.order_by("title")
    ]


def _events(publication) -> list[dict]:
    keys = [row.event_id for row in publication.events.all()]
    if not keys:
        return []
    pages = visible(EventPage.objects.filter(pk__in=keys)).order_by("start", "title")
    return [
        {"title": page.title, "url": page.relative_url(None), "beside": partial_date(page.start)}
        for page in pages
    ]
