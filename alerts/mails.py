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
from .searches import Followed

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


@dataclass(frozen=True, slots=True)
class Section:
    """What is new to one alert of the mailbox."""

    followed: Followed
    news: list[News]


def send_news(sections: Sequence[Section], first: Alert, asked: Sequence[Followed]) -> OutgoingMail:
    """With the transaction under way. first: any of its mailbox; asked: of which it is asked « toujours utile ? »."""
    leave_url = first.leave_url
    return send(
        to=first.email,
        subject=_subject(sections),
        template="alert_news",
        context={
            "sections": [_shown(section) for section in sections],
            "is_asked": bool(asked),
            "followed": asked,
            "mine_url": first.mine_url,
            "leave_url": leave_url,
        },
        at_once=False,
        refusal_url=leave_url,
    )


def _subject(sections: Sequence[Section]) -> str:
    sheets = {one.url: one for section in sections for one in section.news}
    if not sheets:
        return "Vos alertes vous sont-elles toujours utiles ?"
    if len(sheets) == 1:
        return f"Une nouvelle fiche : {next(iter(sheets.values())).title}"
    return f"{len(sheets)} nouvelles fiches pour vous"


def _shown(section: Section) -> dict:
    followed = section.followed
    chosen = chosen_territory(followed.territory)
    mine = chosen.authority if chosen else None
    place = mine.place() if mine else None
    return {
        "title": followed.title,
        "url": absolute(followed.url),
        "more": len(section.news) - SHOWN,
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
            for one in section.news[:SHOWN]
        ],
    }
