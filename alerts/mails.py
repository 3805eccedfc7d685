"""The one message of a mailbox: what is new to each of its alerts, why it answers, how comparable it is."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from core.mail.queue import send
from core.mail.rendering import absolute
from core.models import OutgoingMail
from core.records import Place
from search.engines.base import Hit
from search.text.highlighting import Highlighter
from territories import comparison
from territories.choice import chosen_territory

from .models import Alert

SHOWN = 30  # sheets of one alert in one message


@dataclass(frozen=True, slots=True)
class News:
    """A sheet that answers to a search."""

    number: int  # of its arrival
    title: str
    url: str
    authority: str
    place: Place | None
    # Found words in <mark>; the extract is where it speaks of what is looked for.
    title_html: SafeString
    extract: SafeString

    @classmethod
    def of(cls, hit: Hit, number: int, highlighter: Highlighter) -> "News":
        authority = hit.card.get("authority") or {}
        return cls(
            number=number,
            title=hit.title,
            url=absolute(hit.card["url"]),
            authority=authority.get("label", ""),
            place=hit.place,
            title_html=highlighter.title(hit.title),
            extract=highlighter.extract(hit.title, hit.summary, hit.lines),
        )


def send_news(
    news: Sequence[tuple[Alert, list[News]]], first: Alert, asked: Sequence[Alert]
) -> OutgoingMail:
    """With the transaction under way. first: any of its mailbox; asked: those of which it is asked « toujours utile ? »."""
    return send(
        to=first.email,
        subject=_subject(news),
        template="alert_news",
        context={
            "sections": [_section(alert, told) for alert, told in news],
            "is_asked": bool(asked),
            "followed": [alert.about for alert in asked],
            "mine_url": first.mine_url,
            "leave_url": first.leave_url,
        },
        at_once=False,
        refusal_url=first.leave_url,
    )


def _subject(news: Sequence[tuple[Alert, list[News]]]) -> str:
    sheets = {one.url: one for _, told in news for one in told}
    if not sheets:
        return "Vos alertes vous sont-elles toujours utiles ?"
    if len(sheets) == 1:
        return f"Une nouvelle fiche : {next(iter(sheets.values())).title}"
    return f"{len(sheets)} nouvelles fiches pour vous"


def _section(alert: Alert, told: list[News]) -> dict:
    followed = alert.about
    chosen = chosen_territory(alert.territory) if alert.territory else None
    mine = chosen.authority if chosen else None
    place = mine.place() if mine else None
    return {
        "title": followed.title,
        "url": absolute(followed.url),
        "more": len(told) - SHOWN,
        "sheets": [
            {
                "title": one.title,
                "title_html": one.title_html,
                "url": one.url,
                "authority": one.authority,
                "extract": one.extract,
                "extract_text": html.unescape(strip_tags(one.extract)),
                "reason": (
                    str(comparison.reason(place, one.place, at_mine=mine.at_name))
                    if place and one.place
                    else ""
                ),
            }
            for one in told[:SHOWN]
        ],
    }
