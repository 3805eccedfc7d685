"""« Ce que l’on sait de… », composed of what sheets, reuses, dates and answers say: values alone, the same for everybody."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from catalogue import choices, evidence
from catalogue.costs import describe, role_in_words
from catalogue.fields import FIELDS
from catalogue.models import ProjectPage
from catalogue.presentation.words import duration
from core.loop_numbers import median_days
from core.templatetags.typography import plural
from core.words import date_range, number, partial_date
from council.cells import according_to, clipped, measure
from exchanges.facts import QUESTIONS
from taxonomy.models import Theme
from territories.population import CLASSES

from .addresses import list_url
from .estimate import Cost
from .reading import Read
from .shapes import Askable, Count, Known, Line, Lines, Said, Source

SHOWN = 6  # of each list; the list of sheets has all
SENTENCES = 2  # of each difficulty
SMALL = 3_500  # inhabitants: the bound of the law
_WORDS = re.compile(r"(?:^|>)[^<]*\w")  # of a rich text, outside of its tags
_STOPPED = (choices.Status.ABANDONED, choices.Status.SUSPENDED)


def known(theme: Theme, read: Read) -> Known:
    sheets = read.sheets
    bodies = {sheet.authority_id: sheet.authority for sheet in sheets if sheet.authority}
    sized = sorted(
        (one for one in bodies.values() if one.population), key=lambda one: one.population
    )
    costs = [(sheet, row) for sheet in sheets for row in sheet.costs.all()]
    # The cost of a whole project tells most.
    costs.sort(key=lambda one: one[1].role != choices.CostRole.WHOLE)
    gives = _gives(read)
    results = [(sheet, row) for sheet in sheets for row in sheet.results.all()]
    measures = [one for one in results if evidence.is_measured(*one)]
    claims = [one for one in results if not evidence.is_measured(*one)]
    told = [
        (sheet, "")
        for sheet in sheets
        if _WORDS.search(sheet.results_text) and not sheet.results.all()
    ]
    delays = sorted(
        ((sheet, months) for sheet in sheets if (months := _months(sheet)) is not None),
        key=lambda one: one[1],
    )
    return Known(
        sheets=len(sheets),
        authorities=len(bodies),
        smallest=_sized(sized[0]) if sized else None,
        largest=_sized(sized[-1]) if len(sized) > 1 else None,
        small=sum(one.population < SMALL for one in sized),
        unsized=len(bodies) - len(sized),
        stopped=_stopped(theme, sheets),
        sizes=_sizes(theme, bodies.values()),
        costs=_lines(costs, _cost_line),
        comparable=tuple(_comparable(theme, *one) for one in costs),
        cost_lines={
            row.pk: _cost_line(sheet, row)
            for sheet, row in costs
            if row.role == choices.CostRole.WHOLE
        },
        delays=_lines(delays, _delay_line),
        span=_span([months for _, months in delays]),
        difficulties=_difficulties(theme, read),
        measured=_lines(measures, _result_line),
        claimed=_lines(claims, _result_line),
        in_words=_lines(told, _line),
        tools=_tools(theme, read),
        licences=_licences(sheets),
        reuses=_reuses(read),
        dates=tuple(_date(event) for event in read.dates),
        visits=tuple(_line(sheet) for sheet in sheets if sheet.receives_visits)[:SHOWN],
        answering=_answering(read),
        said=tuple(
            Said(fact, label, sum(fact in given for given in gives.values()))
            for fact, label in QUESTIONS.items()
        ),
        askable=_askable(read, gives),
        evidence=evidence.tally_of(
            evidence.evidence(sheet, evidence.confirmed_on(sheet, sheet.last_confirmed_on))
            for sheet in sheets
        ),
        titles=tuple(
            Line(_who(sheet), sheet.relative_url(None), sheet.title) for sheet in sheets[:SHOWN]
        ),
    )


def _who(sheet: ProjectPage) -> str:
    return sheet.authority.label if sheet.authority else sheet.title


def _line(sheet: ProjectPage, text: str = "", note: str = "", row=None) -> Line:
    """row: one that names sources."""
    sources = list(sheet.sources.all())
    named = evidence.cited(sources, row) if row else ()
    found = (sources[one.number - 1] for one in named if one.number <= len(sources))
    return Line(
        who=_who(sheet),
        url=sheet.relative_url(None),
        text=text,
        note=note,
        sources=tuple(Source(one.title, one.url) for one in found),
    )


def _lines(found: list[tuple], line: Callable[..., Line]) -> Lines:
    """found: (sheet, what it says)."""
    return Lines(
        shown=tuple(line(*one) for one in found[:SHOWN]),
        total=len(found),
        sheets=len({sheet.pk for sheet, _ in found}),
    )


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


# --- Who -------------------------------------------------------------------------------------------


def _sized(body) -> Line:
    people = f"{number(body.population)} habitant{plural(body.population)}"
    return Line(body.label, body.get_absolute_url(), people)


def _sizes(theme: Theme, bodies: Iterable) -> tuple[Count, ...]:
    counts = Counter(body.population_class for body in bodies)
    rows = [
        Count(one.label, counts[one.key], list_url(theme.slug, taille=[str(one.key)]))
        for one in CLASSES
        if counts[one.key]
    ]
    if counts[None]:
        rows.append(Count("Population non connue", counts[None]))
    return tuple(rows)


def _stopped(theme: Theme, sheets: list[ProjectPage]) -> Count:
    found = [sheet for sheet in sheets if sheet.status in _STOPPED]
    url = list_url(theme.slug, avancement=[str(status) for status in _STOPPED]) if found else ""
    return Count("", len(found), url)


# --- Money and time --------------------------------------------------------------------------------


def _cost_line(sheet: ProjectPage, row) -> Line:
    note = _joined(
        role_in_words(row).lower(),
        row.scope,
        str(row.year or ""),
        according_to(sheet, row),
    )
    return _line(sheet, f"{describe(row)} : {row.label}", note, row)


def _comparable(theme: Theme, sheet: ProjectPage, row) -> Cost:
    body = sheet.authority
    return Cost(
        row=row.pk,
        sheet=sheet.pk,
        authority=body.code if body else "",
        status=sheet.status,
        is_main_theme=sheet.main_theme_id == theme.pk,
        population=sheet.stated_population or (body.population if body else None),
        role=row.role,
        nature=row.nature,
        period=row.period,
        tax=row.tax,
        year=row.year,
        amount=row.amount,
        quantity=row.quantity,
        unit=row.unit,
    )


def _months(sheet: ProjectPage) -> int | None:
    return sheet.duration_months if sheet.setup_months is None else sheet.setup_months


def _delay_line(sheet: ProjectPage, months: int) -> Line:
    from_to = "de la décision à la mise en service"
    if sheet.setup_months is None:
        from_to = "du début à la fin"
    return _line(sheet, duration(months), from_to)


def _span(months: list[int]) -> str:
    if not months:
        return ""
    least, most = duration(months[0]), duration(months[-1])
    return least if least == most else f"{least} à {most}"


# --- What came of it -------------------------------------------------------------------------------


def _difficulties(theme: Theme, read: Read) -> tuple[Count, ...]:
    """By type, those that most sheets tell first."""
    sheets = {sheet.pk: sheet for sheet in read.sheets}
    rows = []
    for kind in choices.Difficulty:
        own = [one for one in read.difficulties if one.type == kind]
        if own:
            told = {one.sheet: one for one in reversed(own)}
            sentences = sorted(told.values(), key=lambda one: -len(one.text))[:SENTENCES]
            shown = tuple(_line(sheets[one.sheet], clipped(one.text)) for one in sentences)
            url = f"/difficultes/?theme={theme.slug}&difficulte={kind.value}"
            rows.append(Count(kind.label, len(told), url, shown))
    return tuple(sorted(rows, key=lambda row: -row.count))


def _result_line(sheet: ProjectPage, row) -> Line:
    note = _joined(partial_date(row.date), according_to(sheet, row))
    return _line(sheet, measure(row), note, row)


def _tools(theme: Theme, read: Read) -> tuple[Count, ...]:
    held = {(one.sheet, one.slug): one.name for one in read.tools}
    counts = Counter((slug, name) for (_, slug), name in held.items())
    return tuple(
        Count(name, count, list_url(theme.slug, outil=[slug]))
        for (slug, name), count in counts.most_common(2 * SHOWN)
    )


def _licences(sheets: list[ProjectPage]) -> tuple[Count, ...]:
    counts = Counter(
        sheet.licence_spdx or clipped(sheet.licence_text, 100)
        for sheet in sheets
        if sheet.licence_spdx or sheet.licence_text.strip()
    )
    return tuple(Count(label, count) for label, count in counts.most_common(SHOWN))


def _reuses(read: Read) -> Lines:
    sheets = {sheet.pk: sheet for sheet in read.sheets}
    shown = []
    for one in read.reuses[:SHOWN]:
        # One of both is a sheet of the theme, and so public.
        sheet = sheets.get(one.original) or sheets[one.reuser]
        told, url = one.shown, f"{sheet.relative_url(None)}essaimage/"
        text = f"d’après {told.original.name}"
        shown.append(Line(told.reuser.name, url, text, _joined(told.state, told.stopped)))
    return Lines(tuple(shown), len(read.reuses), len({one.original for one in read.reuses}))


# --- Whom to ask -----------------------------------------------------------------------------------


def _date(event) -> Line:
    where = event.commune.name if event.commune else ""
    return Line(event.title, event.relative_url(None), date_range(event.start, event.end), where)


def _days(read: Read) -> dict[str, list[float]]:
    """Authority -> days in which it answered about these sheets."""
    of_sheet = {sheet.pk: sheet.authority_id for sheet in read.sheets}
    found: dict[str, list[float]] = {}
    for sheet, days in read.answers:
        found.setdefault(of_sheet[sheet], []).append(days)
    return found


def _answering(read: Read) -> tuple[Line, ...]:
    """Those who answered within a year, then those who say that they do."""
    days = _days(read)
    found: dict[str, Line] = {}
    for sheet in sorted(read.sheets, key=lambda sheet: sheet.authority_id not in days):
        of_owner = days.get(sheet.authority_id, [])
        if sheet.authority_id not in found and (of_owner or sheet.answers_questions):
            words = "" if of_owner else "le propose"
            if (median := median_days(of_owner)) is not None:
                words = "le jour même" if median < 1 else f"en {median} jour{plural(median)}"
            found[sheet.authority_id] = _line(sheet, words or "a répondu cette année")
    return tuple(found.values())[:SHOWN]


def _gives(read: Read) -> dict[int, frozenset[str]]:
    """Sheet -> the facts of `exchanges.facts` that it gives. « Non connu » is an answer, and gives nothing."""
    rows = {
        "difficulties": {one.sheet for one in read.difficulties},
        "tools": {one.sheet for one in read.tools},
        "means": {sheet.pk for sheet in read.sheets if sheet.has_means},
        "funding": {sheet.pk for sheet in read.sheets if sheet.has_funding},
    }

    def is_told(sheet: ProjectPage, name: str) -> bool:
        if name in rows:
            return sheet.pk in rows[name]
        value = getattr(sheet, name)
        if hasattr(value, "all"):
            return bool(value.all())
        if isinstance(value, list):
            return bool(value)
        if isinstance(value, str):
            return bool(_WORDS.search(value))
        return value is not None and not isinstance(value, bool)

    return {
        sheet.pk: frozenset(
            fact
            for fact in QUESTIONS
            if any(is_told(sheet, name) for name in (fact, *FIELDS[fact].answered_by))
        )
        for sheet in read.sheets
    }


def _askable(read: Read, gives: dict[int, frozenset[str]]) -> tuple[Askable, ...]:
    """Who answers first, then the latest published."""
    days = _days(read)
    sheets = sorted(read.sheets, key=lambda sheet: -(sheet.number or 0))
    found = [
        Askable(
            sheet=sheet.pk,
            number=sheet.number,
            who=_who(sheet),
            place=sheet.authority.place() if sheet.authority else None,
            days=median_days(days.get(sheet.authority_id, [])),
            answers=sheet.answers_questions or sheet.authority_id in days,
            gives=gives[sheet.pk],
        )
        for sheet in sheets
        if sheet.number
    ]
    return tuple(sorted(found, key=lambda one: not one.answers))
