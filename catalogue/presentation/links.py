"""Sheets as links, on the pages of what they name."""

from django.db.models import QuerySet

from catalogue.models import ProjectPage
from core.visibility import visible


def link_of(sheet: ProjectPage) -> dict:
    """{pk, title, url, authority}, as `components/sheet_links.html` shows it."""
    return {
        "pk": sheet.pk,
        "title": sheet.title,
        "url": sheet.relative_url(None),
        "authority": sheet.authority.label if sheet.authority_id else "",
    }


def links_to(pages: QuerySet[ProjectPage], most: int) -> tuple[list[dict], int]:
    """The first public ones in the order of their titles, each once, and how many there are. At most two statements."""
    keys = visible(pages).order_by().values("pk")
    rows = ProjectPage.objects.filter(pk__in=keys)
    shown = [link_of(sheet) for sheet in rows.select_related("authority").order_by("title")[:most]]
    return shown, len(shown) if len(shown) < most else rows.count()
