"""« Combien chez moi ? » equals what one finds by hand, whatever is known."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.estimate import Cost, Reason, estimate

BOE, MINE, NOW = "47031", 6_000, 2026
_ROWS = count(1)


def cost(sheet, amount, **changes) -> Cost:
    """One that is comparable, but for the changes."""
    fields = {
        "row": next(_ROWS),
        "authority": "47001",
        "status": "en_service",
        "is_main_theme": True,
        "population": 6_000,
        "role": "projet",
        "nature": "investissement",
        "period": "total",
        "tax": "HT",
        "year": 2024,
    }
    return Cost(sheet=sheet, amount=Decimal(amount), **fields | changes)


def three(**changes) -> list[Cost]:
    return [cost(sheet, amount, **changes) for sheet, amount in ((1, 900), (2, 100), (3, 500))]


def test_three_comparable_projects_give_a_range():
    found = estimate(three(), BOE, MINE, NOW)
    (only,) = found.ranges
    assert (only.low, only.high, only.projects) == (100, 900, 3)
    assert [one.sheet for one in only.costs] == [2, 3, 1]
    assert (found.known, found.missing, found.left_out) == (3, 0, {})


def test_two_are_too_few_and_one_project_that_two_sources_tell_is_one():
    twice = [*three()[:2], cost(2, 120)]
    found = estimate(twice, BOE, MINE, NOW)
    assert not found.ranges
    assert (found.known, found.missing) == (2, 1)
    assert [(one.projects, len(one.costs)) for one in found.few] == [(2, 3)]
    assert estimate([], BOE, MINE, NOW).missing == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"role": "partie"}, Reason.NOT_WHOLE),
        ({"role": "autre"}, Reason.NOT_WHOLE),
        ({"is_main_theme": False}, Reason.OTHER_THEME),
        ({"authority": BOE}, Reason.OWN),
        ({"population": None}, Reason.SIZE_UNKNOWN),
        ({"population": 0}, Reason.SIZE_UNKNOWN),
        ({"population": 1_999}, Reason.OTHER_SIZE),
        ({"population": 2_000}, None),
        ({"population": 18_000}, None),
        ({"population": 18_001}, Reason.OTHER_SIZE),
        ({"year": None}, Reason.NO_YEAR),
        ({"year": 2018}, Reason.TOO_OLD),
        ({"year": 2019}, None),
        ({"year": 2026}, None),
        ({"year": 2027}, Reason.TO_COME),
        ({"status": "idee"}, Reason.TO_COME),
        ({"status": "etude"}, Reason.TO_COME),
        ({"status": "en_cours"}, None),
        ({"status": "suspendu"}, Reason.STOPPED),
        ({"status": "abandonne"}, Reason.STOPPED),
        ({"tax": ""}, Reason.TAX_UNSAID),
    ],
)
def test_what_is_not_comparable_is_left_out_with_its_reason(changes, reason):
    found = estimate([*three()[:2], cost(9, 300, **changes)], BOE, MINE, NOW)
    assert bool(found.ranges) == (reason is None)
    assert found.left_out == ({reason: 1} if reason else {})


@pytest.mark.parametrize(
    "changes",
    [
        {"tax": "TTC"},
        {"nature": "fonctionnement"},
        {"period": "yearly"},
        {"unit": "eleve", "quantity": Decimal(3)},
    ],
)
def test_what_is_of_another_kind_is_never_mixed_in(changes):
    assert not estimate([*three()[:2], cost(9, 300, **changes)], BOE, MINE, NOW).ranges
    found = estimate([*three(), *three(**changes)], BOE, MINE, NOW)
    assert len(found.ranges) == 2
    assert {one.projects for one in found.ranges} == {3}


def test_what_is_counted_is_compared_by_unit():
    rows = [
        cost(sheet, amount, unit="point_lumineux", quantity=Decimal(lights))
        for sheet, amount, lights in ((1, 1_000, 10), (2, 900, 3), (3, 50, 1))
    ]
    (only,) = estimate(rows, BOE, MINE, NOW).ranges
    assert (only.unit, only.low, only.high) == ("point_lumineux", 50, 300)


costs = st.builds(
    Cost,
    row=st.integers(1, 10_000),
    sheet=st.integers(1, 6),
    authority=st.sampled_from(["47001", "47001", BOE]),
    status=st.sampled_from(["en_service", "en_service", "en_cours", "etude", "abandonne"]),
    is_main_theme=st.sampled_from([True, True, True, False]),
    population=st.sampled_from([None, 0, 1_999, 2_000, 6_000, 18_000, 18_001]),
    role=st.sampled_from(["projet", "projet", "partie", "autre"]),
    nature=st.sampled_from(["investissement", "fonctionnement"]),
    period=st.sampled_from(["total", "yearly"]),
    tax=st.sampled_from(["HT", "HT", "TTC", ""]),
    year=st.sampled_from([None, 2018, 2019, 2024, 2026, 2027]),
    amount=st.decimals(0, 10_000, places=2),
    quantity=st.sampled_from([None, Decimal(2), Decimal("0.5")]),
    unit=st.sampled_from(["", "habitant"]),
)


@given(st.lists(costs, max_size=40), st.sampled_from([1, 5_999, 6_000, 6_001, 50_000]))
def test_it_equals_what_one_finds_by_hand(rows, mine):
    by_hand: dict[tuple, list] = {}
    for row in rows:
        size = row.population
        is_alike = bool(size) and max(size, mine) <= 3 * min(size, mine)
        is_recent = row.year is not None and 0 <= 2026 - row.year <= 7
        is_done = row.status in ("en_service", "en_cours") and row.authority != BOE
        is_whole = row.role == "projet" and row.is_main_theme and is_done
        if is_whole and is_alike and is_recent and row.tax:
            is_counted = row.unit and row.quantity is not None
            value = row.amount / row.quantity if is_counted else row.amount
            key = (row.nature, row.period, row.tax, row.unit if is_counted else "")
            by_hand.setdefault(key, []).append((row.sheet, value))
    expected = {
        (*key, min(value for _, value in found), max(value for _, value in found), len(found))
        for key, found in by_hand.items()
        if len({sheet for sheet, _ in found}) >= 3
    }
    found = estimate(rows, BOE, mine, NOW)
    assert {
        (one.nature, one.period, one.tax, one.unit, one.low, one.high, len(one.costs))
        for one in found.ranges
    } == expected
    most = max((len({sheet for sheet, _ in one}) for one in by_hand.values()), default=0)
    assert (found.known, found.missing) == (most, max(0, 3 - most))
    told = sum(len(one.costs) for one in (*found.ranges, *found.few))
    assert told == sum(map(len, by_hand.values())) == len(rows) - sum(found.left_out.values())
