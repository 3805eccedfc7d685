"""« Pour le refaire »: what another authority needs, and who already did."""

from django.db.models import Q

from catalogue.fields import REPRODUCTION
from catalogue.models import Reuse
from catalogue.provenance import Said
from core.sanitising import rich_text
from core.templatetags.typography import prose
from core.visibility import visible
from core.words import NO_BREAK, euros, number

from .values import Fact, Part, Redo, ReuseRow
from .words import TITLES, silence

PARTS = ("reproducibility", "prerequisites", "risks", "success_factors", "again")


def redo_of(
    sheet, beside: dict[str, str], said: dict[str, tuple[Said, ...]], *, has_reuses: bool
) -> Redo:
    """beside: what apps above put beside a field. said: who outside said it."""
    texts = (
        (
            TITLES[name],
            rich_text(getattr(sheet, name)) or prose(silence(sheet, name)),
            beside[name],
            said.get(name, ()),
        )
        for name in PARTS
    )
    reused_by, reuse_of = _reuses(sheet) if has_reuses else ((), ())
    return Redo(
        title=REPRODUCTION.title,
        figures=tuple(_figures(sheet)),
        parts=tuple(Part(*part) for part in texts if part[1] or part[2]),
        reused_by=reused_by,
        reuse_of=reuse_of,
    )


def _figures(sheet):
    if sheet.minimum_population:
        habitants = f"{number(sheet.minimum_population)}{NO_BREAK}habitants"
        yield Fact(TITLES["minimum_population"], habitants)
    if sheet.entry_cost:
        yield Fact(TITLES["entry_cost"], euros(sheet.entry_cost))
    if sheet.setup_months:
        yield Fact(TITLES["setup_months"], f"{sheet.setup_months}{NO_BREAK}mois")


def _reuses(sheet) -> tuple[tuple[ReuseRow, ...], tuple[ReuseRow, ...]]:
    """Both ways. The other end is linked only when its sheet is public."""
    rows = list(
        Reuse.objects.filter(Q(original=sheet) | Q(reuser=sheet)).prefetch_related(
            "original_authority", "reuser_authority"
        )
    )
    others = {pk for row in rows for pk in (row.original_id, row.reuser_id)} - {None, sheet.pk}
    public = (
        visible(type(sheet).objects).filter(pk__in=others) if others else type(sheet).objects.none()
    )
    pages = {page.pk: page for page in public.only("title", "url_path")}
    return (
        tuple(_reuse(row, "reuser", pages) for row in rows if row.original_id == sheet.pk),
        tuple(_reuse(row, "original", pages) for row in rows if row.reuser_id == sheet.pk),
    )


def _reuse(row, end: str, pages: dict) -> ReuseRow:
    page = pages.get(getattr(row, f"{end}_id"))
    name = getattr(row, f"{end}_name") or getattr(row, f"{end}_authority") or (page and page.title)
    return ReuseRow(
        name=str(name or "Une autre collectivité"),
        url=page.relative_url(None) if page else "",
        what=row.adaptation,
        year=row.date,
        cost=row.cost,
        state_label=row.get_state_display(),
        source_title=row.source_title,
        source_url=row.source_url,
    )
