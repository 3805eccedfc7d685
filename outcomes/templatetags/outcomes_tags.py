from django import template
from django.db.models import Count

from core.loop_numbers import FEW
from outcomes.models import Answer, NoteOutcome

register = template.Library()


@register.simple_tag
def outcomes() -> list[dict]:
    """What became of notes, of those who said: [{label, count}]; [] below three answers."""
    counts = dict(
        NoteOutcome.objects.exclude(answer="").values_list("answer").annotate(count=Count("pk"))
    )
    if sum(counts.values()) < FEW:
        return []
    return [{"label": one.label, "count": counts.get(one.value, 0)} for one in Answer]
