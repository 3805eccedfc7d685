"""The picture of a shared sheet: its authority, and what it is called."""

from django.conf import settings
from django.urls import reverse

from core.words import NO_BREAK, number
from territories.share_picture import Shared


def share_of(sheet) -> dict:
    """The picture that goes along with a shared address; none while there is no public sheet."""
    if not sheet.number or not sheet.live:
        return {"url": "", "alt": ""}
    line = sheet.authority.line if sheet.authority else []
    return {
        "url": f"{settings.BASE_URL}{reverse('share_picture', args=[sheet.number])}",
        "alt": " · ".join([*line, sheet.title]),
    }


def of_sheet(sheet) -> Shared:
    one = sheet.authority
    line = list(one.line) if one else []
    if one and one.population:
        line.append(f"{number(one.population)}{NO_BREAK}hab.")
    return Shared(str(sheet.number), sheet.title, tuple(line), one, sheet.live_revision_id)
