"""Sheets close to one whose owner does not answer, and whose own owners do."""

from django.db.models import Exists, OuterRef, Q

from catalogue.models import ProjectPage
from core.mail.rendering import absolute
from core.visibility import visible

from .models import Answer

LIMIT = 3


def who_answer(sheet: ProjectPage) -> list[dict]:
    """Of the same theme, then of its family: [{title, url}], three at most."""
    answered = Answer.objects.filter(sheet__authority=OuterRef("authority"), by_editors=False)
    found = (
        visible(ProjectPage.objects)
        .exclude(pk=sheet.pk)
        .exclude(authority=sheet.authority)
        .filter(Q(answers_questions=True) | Exists(answered))
    )
    themes = [found.filter(main_theme=sheet.main_theme_id)]
    if sheet.main_theme_id:
        family = sheet.main_theme.family
        themes.append(found.filter(Q(main_theme=family) | Q(main_theme__parent=family)))
    close: dict[int, ProjectPage] = {}
    for pages in themes:
        for page in pages.order_by("-last_published_at")[:LIMIT]:
            close.setdefault(page.pk, page)
    return [
        {"title": page.title, "url": absolute(page.relative_url(None))}
        for page in list(close.values())[:LIMIT]
    ]
