"""A reuse as a page says it: who, when, what was kept and changed, how long and how much beside the original, and how
sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from catalogue import costs
from catalogue.choices import Difficulty
from catalogue.models import ProjectPage
from catalogue.presentation.words import duration
from core.templatetags.typography import french_text
from core.visibility import visible
from core.words import NO_BREAK, euros, number, partial_date
from territories.models import Authority

from . import states
from .declaring import told_values
from .models import Declaration, Node, Reuse
from .states import Kind

SOMEBODY = "Une autre collectivité"
_READ = ("title", "url_path", *(f"authority__{name}" for name in Authority.NAMED_BY))
_DIFFICULTIES = dict(Difficulty.choices)


@dataclass(frozen=True, slots=True)
class ShownNode:
    key: int
    name: str
    url: str  # of its sheet, when that is public; else ""
    title: str  # of that sheet
    has_sheet: bool


@dataclass(frozen=True, slots=True)
class ShownReuse:
    original: ShownNode
    reuser: ShownNode
    when: str  # a partial date
    what: str
    details: tuple[tuple[str, str], ...]  # (title, text): kept, changed, dropped, what was hard
    figures: tuple[str, ...]  # delay, cost, days, each beside the original's where that is known
    state: str  # « confirmée par les deux »
    certainty: str  # confirmed, documented, contested or declared
    stopped: str  # « arrêtée », with why; ""
    progress: str
    remark: str
    source_title: str
    source_url: str


def shown_nodes(nodes: Iterable[Node]) -> dict[int, ShownNode]:
    """One statement, whatever their number. A sheet that is not public lends its authority's name alone."""
    nodes = list(nodes)
    keys = [node.sheet_id for node in nodes if node.sheet_id]
    pages = ProjectPage.objects.filter(pk__in=keys).select_related("authority").only(*_READ)
    is_public = Exists(visible(ProjectPage.objects.filter(pk=OuterRef("pk"))).order_by())
    held = list(pages.annotate(is_public=is_public)) if keys else []
    public = {page.pk: page for page in held if page.is_public}
    names = {page.pk: page.authority.label for page in held if page.authority_id}
    found = {}
    for node in nodes:
        page = public.get(node.sheet_id)
        name = node.name or names.get(node.sheet_id) or (page.title if page else SOMEBODY)
        url = page.relative_url(None) if page else ""
        title = page.title if page else ""
        found[node.pk] = ShownNode(node.pk, name, url, title, bool(page))
    return found


def shown_reuses(
    reuses: Iterable[Reuse], nodes: dict[int, ShownNode], original_costs: dict[int, str]
) -> list[ShownReuse]:
    """reuses: with_state(). original_costs: node -> what its sheet says that it cost."""
    return [_shown(one, nodes, original_costs.get(one.original_id, "")) for one in reuses]


def _shown(reuse: Reuse, nodes: dict[int, ShownNode], original_cost: str) -> ShownReuse:
    original, reuser = nodes[reuse.original_id], nodes[reuse.reuser_id]
    stopped = ""
    if reuse.is_stopped:
        stopped = f"arrêtée ({reuse.stopped_why})" if reuse.stopped_why else "arrêtée"
    return ShownReuse(
        original=original,
        reuser=reuser,
        when=reuse.when,
        what=reuse.what,
        details=tuple(_details(reuse)),
        figures=tuple(_figures(reuse, original_cost)),
        state=state_words(reuse, reuse.current, original.name, reuser.name),
        certainty=certainty(reuse, reuse.current),
        stopped=stopped,
        progress="" if reuse.is_stopped else reuse.get_progress_display(),
        remark=reuse.remark,
        source_title=reuse.source_title,
        source_url=reuse.source_url,
    )


def certainty(reuse: Reuse, state: str) -> str:
    """How sure an edge is, for the style sheet."""
    if state in (Kind.CONFIRMED, Kind.CONTESTED):
        return {Kind.CONFIRMED: "confirmed", Kind.CONTESTED: "contested"}[Kind(state)]
    return "documented" if reuse.documented_at else "declared"


def state_words(reuse: Reuse, state: str, original: str, reuser: str) -> str:
    """For everybody. A source goes on telling what it tells, whatever is asked of the two sides meanwhile."""
    names = {states.By.OWNER: original, states.By.REUSER: reuser}
    words = states.WORDS[state].shown.format(
        declarer=names.get(reuse.declared_by, "la rédaction"),
        other=names.get(reuse.other_side, "l’autre collectivité"),
    )
    if not reuse.documented_at or state in (Kind.CONFIRMED, *states.GONE):
        return words
    told = states.WORDS[Kind.DOCUMENTED].shown
    return f"{told}, {words}" if state == Kind.CONTESTED else told


def _details(reuse: Reuse):
    for title, text in (
        ("Gardé", reuse.kept),
        ("Changé", reuse.changed),
        ("Abandonné", reuse.dropped),
    ):
        if text:
            yield title, text
    kinds = [_DIFFICULTIES[kind] for kind in reuse.difficulties if kind in _DIFFICULTIES]
    hard = " : ".join(part for part in (", ".join(kinds), reuse.difficulties_text) if part)
    if hard:
        yield "Ce qui a coincé", hard


def _figures(reuse: Reuse, original_cost: str):
    if reuse.version:
        yield f"Version {reuse.version}"
    if reuse.delay is not None:
        yield f"En service {duration(reuse.delay).lower()} après la décision"
    cost = _cost(reuse)
    if cost:
        yield f"Coût : {cost}" + (f" ({original_cost} à l’origine)" if original_cost else "")
    if reuse.days is not None:
        yield f"{number(reuse.days)}{NO_BREAK}jour{'s' if reuse.days > 1 else ''} de travail"


def _cost(reuse: Reuse) -> str:
    amount = euros(reuse.cost) if reuse.cost is not None else ""
    return ", ".join(part for part in (amount, reuse.cost_text) if part)


def costs_of(nodes: Iterable[Node]) -> dict[int, str]:
    """Node -> « 36 000 € HT », of those whose sheet gives it. Two statements."""
    keys = {node.sheet_id: node.pk for node in nodes if node.sheet_id}
    if not keys:
        return {}
    pages = ProjectPage.objects.filter(pk__in=keys).only("costs_text").prefetch_related("costs")
    found = {}
    for page in pages:
        label, amount = costs.headline(list(page.costs.all()), page.costs_text)
        if amount and label == "Coût":
            found[keys[page.pk]] = french_text(amount)
    return found


def told_rows(declaration: Declaration) -> list[tuple[str, str]]:
    """What a declaration tells, as its two sides and the editors read it: [(title, text)]."""
    told = Reuse(**told_values(declaration.facts))
    rows = [
        ("Qui reprend", declaration.authority.label),
        ("Avancement", told.get_progress_display()),
        ("Version", told.version),
        ("Décidée", partial_date(told.decided_on)),
        ("En service", partial_date(told.in_service_on)),
        *_details(told),
        ("Coût", _cost(told)),
        ("Jours de travail", "" if told.days is None else number(told.days)),
    ]
    return [(title, text) for title, text in rows if text]
