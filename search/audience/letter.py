"""What was looked for and not found, for the weekly letter."""

from django.db.models import Max, Sum
from django.utils import timezone

from core.letter import Row, Section, Week
from core.loop_numbers import FEW
from search.models import SearchCount

MOST = 10


def sections(week: Week) -> list[Section]:
    """Words that found nothing whatever day they were looked for, several times: fewer would tell who asked."""
    days = [timezone.localtime(at).date() for at in (week.begin, week.end)]
    found = SearchCount.objects.filter(day__gte=days[0], day__lt=days[1], filters="")
    rows = found.values("words").annotate(total=Sum("searches"), most=Max("results"))
    missing = rows.filter(most=0, total__gte=FEW).order_by("-total", "words")[:MOST]
    told = tuple(Row(f"« {row['words']} »", "", f"cherché {row['total']} fois") for row in missing)
    return [Section(title="Cherché, et pas encore trouvé ici", order=60, rows=told)]
