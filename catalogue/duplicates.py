"""Sheets that may be of the same project: of one authority with a close title, or that cite the same page.

Titles are those of the drafts. Every sheet of the site is compared in a few statements; what was found is kept until a
sheet changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q

from .alike import CLOSE, CLOSE_WITH_SOURCE, closeness, same_page
from .models import NotDuplicate, ProjectPage, ProjectSource

SHOWN = 5  # beside one sheet
MOST = 500  # pairs that are listed
# What a hundred sheets cite is a report on them all, and no sign.
_COMMON_SOURCE = 20
_MOST_ADDRESSES = 100  # that are looked for in one statement
_KEPT = 3600  # seconds

Pair = tuple[int, int]  # keys, the smaller first


@dataclass(frozen=True, slots=True)
class Near:
    sheet: ProjectPage
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is compared of a sheet."""

    key: int
    authority: str | None
    title: str


def pairs() -> list[tuple[Pair, str]]:
    """All that nobody decided of, the closest first, and why."""
    decided = set(NotDuplicate.objects.values_list("first", "second"))
    return [(pair, why) for pair, why in _all_pairs() if pair not in decided]


def near(sheet: ProjectPage, sources: Iterable[ProjectSource]) -> list[Near]:
    """Of one sheet as it is in its form, the closest first. Three statements."""
    addresses = {same_page(one.url) for one in sources if one.url} - {""}
    same_source = citing(addresses)
    alike = Q(pk__in=same_source)
    if sheet.authority_id:
        alike |= Q(authority=sheet.authority_id)
    one = _Known(sheet.pk, sheet.authority_id, sheet.title)
    judged = []
    others = ProjectPage.objects.filter(alike).exclude(pk=sheet.pk).exclude(_kept_apart(sheet.pk))
    others = others.order_by()
    for row in others.values_list("pk", "authority", "draft_title"):
        other = _Known(*row)
        why, score = _judge(one, other, other.key in same_source)
        if why:
            judged.append((score, other.key, why))
    judged.sort(key=lambda one: (-one[0], one[1]))
    whys = {key: why for _, key, why in judged[:SHOWN]}
    sheets = ProjectPage.objects.select_related("authority").in_bulk(list(whys))
    return [Near(sheets[key], why) for key, why in whys.items() if key in sheets]


def keep_apart(pair: Sequence[int], user) -> None:
    first, second = sorted(pair)
    NotDuplicate.objects.get_or_create(
        first_id=first, second_id=second, defaults={"decided_by": user}
    )


def citing(addresses: set[str]) -> set[int]:
    """Keys of sheets that cite one of these pages, however it is spelt."""
    if not addresses:
        return set()
    spelt = Q()
    for address in sorted(addresses)[:_MOST_ADDRESSES]:
        spelt |= Q(url__icontains=address.partition("?")[0])
    cited = ProjectSource.objects.filter(spelt).order_by().values_list("page", "url")
    return {key for key, url in cited if same_page(url) in addresses}


def _kept_apart(key: int | None) -> Exists:
    """From the sheet of this key; None of one that is not saved."""
    pairs = Q(first=key, second=OuterRef("pk")) | Q(second=key, first=OuterRef("pk"))
    return Exists(NotDuplicate.objects.filter(pairs))


def _judge(one: _Known, other: _Known, share_a_source: bool) -> tuple[str, float]:
    """Why they may be of one project, "" when they hardly are; how close their titles are."""
    score = closeness(one.title, other.title)
    if one.authority and one.authority == other.authority:
        if share_a_source:
            return "Même porteur et même source", score + 100
        return ("Même porteur et titre proche" if score >= CLOSE else ""), score
    is_close = share_a_source and score >= CLOSE_WITH_SOURCE
    return ("Même source et titre proche" if is_close else ""), score


def _all_pairs() -> list[tuple[Pair, str]]:
    sheets = ProjectPage.objects.order_by()
    state = sheets.aggregate(Count("pk"), Max("pk"), Max("latest_revision_created_at"))
    name = f"catalogue.duplicates:{':'.join(map(str, state.values()))}".replace(" ", "_")
    found = cache.get(name)
    if found is None:
        found = _compare(sheets)
        cache.set(name, found, _KEPT)
    return found


def _compare(sheets) -> list[tuple[Pair, str]]:
    known = {row[0]: _Known(*row) for row in sheets.values_list("pk", "authority", "draft_title")}
    by_authority, by_source = defaultdict(set), defaultdict(set)
    for one in known.values():
        if one.authority:
            by_authority[one.authority].add(one.key)
    cited = ProjectSource.objects.exclude(url="").order_by().values_list("page", "url")
    for key, url in cited.iterator(2_000):
        if key in known:
            by_source[same_page(url)].add(key)
    same_source = {
        pair
        for keys in by_source.values()
        if len(keys) <= _COMMON_SOURCE
        for pair in combinations(sorted(keys), 2)
    }
    asked = set(same_source)
    for keys in by_authority.values():
        asked.update(combinations(sorted(keys), 2))
    judged = []
    for pair in asked:
        why, score = _judge(known[pair[0]], known[pair[1]], pair in same_source)
        if why:
            judged.append((score, pair, why))
    judged.sort(key=lambda one: (-one[0], one[1]))
    return [(pair, why) for _, pair, why in judged[:MOST]]
