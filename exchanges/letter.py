"""Answers that were published, for the weekly letter."""

from django.utils.text import Truncator

from catalogue.models import ProjectPage
from core.letter import MOST_ROWS, Row, Section, Week
from core.visibility import visible

from .models import Answer

LONGEST = 200  # characters


def sections(week: Week) -> list[Section]:
    new = Answer.objects.shown().filter(accepted_at__gte=week.begin, accepted_at__lt=week.end)
    new = new.filter(sheet__in=visible(ProjectPage.objects), erased_at=None)
    rows = tuple(
        Row(one.sheet.title, one.sheet.relative_url(None), Truncator(one.text).chars(LONGEST))
        for one in new.select_related("sheet").order_by("accepted_at", "pk")[:MOST_ROWS]
    )
    return [Section(title="Réponses des collectivités", order=20, rows=rows)]
