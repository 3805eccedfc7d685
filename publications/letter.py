"""What was published, what became of recommendations and which consultations close, for the weekly letter."""

import datetime

from core.letter import MOST_ROWS, Row, Section, Week
from core.words import partial_date

from .models import Recommendation, StandingNote
from .shown import public
from .standings import address_of

AHEAD = datetime.timedelta(days=21)


def sections(week: Week) -> list[Section]:
    new = public().filter(first_published_at__gte=week.begin, first_published_at__lt=week.end)
    new = new.order_by("-date", "-pk")[:MOST_ROWS]
    closing = public().filter(
        consultation_closes_on__gte=week.end.date(),
        consultation_closes_on__lt=(week.end + AHEAD).date(),
    )
    closing = closing.order_by("consultation_closes_on", "pk")[:MOST_ROWS]
    return [
        Section(
            title="Publications",
            order=34,
            rows=tuple(
                Row(page.title, page.relative_url(None), page.get_kind_display().lower())
                for page in new
            ),
        ),
        Section(
            title="Ce que deviennent des recommandations", order=36, rows=tuple(_standings(week))
        ),
        Section(
            title="Consultations qui se ferment",
            order=55,
            rows=tuple(
                Row(
                    page.title,
                    page.relative_url(None),
                    f"jusqu’au {partial_date(page.consultation_closes_on)}",
                )
                for page in closing
            ),
        ),
    ]


def _standings(week: Week) -> list[Row]:
    """The last that was said of each in the week; of what was published in it, nothing is news."""
    notes = (
        StandingNote.objects.filter(noted_at__gte=week.begin, noted_at__lt=week.end)
        .filter(page__in=public().order_by(), page__first_published_at__lt=week.begin)
        .order_by("noted_at", "pk")
    )
    last = {(note.page_id, note.code): note for note in notes}
    told = {key: note for key, note in last.items() if note.standing}
    named = Recommendation.objects.filter(page__in={page for page, _ in told})
    rows = []
    for row in named.select_related("page").order_by("page", "sort_order")[: 5 * MOST_ROWS]:
        if note := told.get((row.page_id, row.code)):
            text = f"{note.get_standing_display().lower()}, dans « {row.page.title} »"
            rows.append(Row(row.text, address_of(row.page, row.code), text))
    return rows[:MOST_ROWS]
