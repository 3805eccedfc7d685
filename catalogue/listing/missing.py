"""Which sheets leave a field of the completeness without an answer, asked of the database."""

from django.db.models import BooleanField, CharField, Exists, OuterRef, Q, QuerySet, TextField

from catalogue.choices import CostNature
from catalogue.fields import FIELDS, Field
from catalogue.models import ProjectCost, ProjectPage

# The editor of rich text keeps an empty paragraph where nothing is written.
_BLANK = r"^(\s|&nbsp;|<br ?/?>|</?p[^>]*>)*$"
# Attributes that `answered_by` names and that are no column.
_COSTS = {
    "investment_costs": CostNature.INVESTMENT,
    "running_costs": CostNature.RUNNING,
}


def choices() -> list[tuple[str, str]]:
    return [(field.name, field.title) for field in FIELDS.values() if field.weight]


def without(sheets: QuerySet, names: list[str]) -> QuerySet:
    """Those that answer none of these fields."""
    for name in names:
        sheets = sheets.filter(_unanswered(FIELDS[name]))
    return sheets


def _unanswered(field: Field) -> Q:
    found = Q()
    for name in (field.name, *field.answered_by):
        found &= _is_blank(name)
    return found


def _is_blank(name: str) -> Q:
    if nature := _COSTS.get(name):
        return ~Q(Exists(ProjectCost.objects.filter(page=OuterRef("pk"), nature=nature)))
    column = ProjectPage._meta.get_field(name)
    if column.one_to_many:
        return ~Q(Exists(column.related_model.objects.filter(page=OuterRef("pk"))))
    if isinstance(column, BooleanField):
        return Q(**{name: False})
    if isinstance(column, CharField | TextField):
        return Q(**{name: ""}) | Q(**{f"{name}__regex": _BLANK})
    return Q(**{f"{name}__isnull": True})
