from itertools import pairwise

import pytest

from territories.population import CLASSES, TICKS, class_label, population_class, scale_position


@pytest.mark.parametrize(
    ("population", "key"),
    [
        (0, 1),
        (499, 1),
        (500, 2),
        (1_999, 2),
        (2_000, 3),
        (3_500, 4),
        (9_999, 4),
        (10_000, 5),
        (20_000, 6),
        (50_000, 7),
        (100_000, 8),
        (299_999, 8),
        (300_000, 9),
        (12_000_000, 9),
        (None, None),
    ],
)
def test_the_class_of_a_population(population, key):
    assert population_class(population) == key


def test_classes_follow_one_another_without_gap():
    assert CLASSES[0].low == 0
    assert CLASSES[-1].high is None
    for lower, upper in pairwise(CLASSES):
        assert upper.low == lower.high + 1
    assert len(TICKS) == 8
    assert class_label(2) == "500 à 1 999 habitants"
    assert class_label(None) == ""


def test_the_scale_grows_with_the_population_and_keeps_within_its_ends():
    positions = [scale_position(n) for n in (0, 100, *TICKS, 2_500_000, 12_000_000)]
    assert positions == sorted(positions)
    assert positions[0] == positions[1] == 0
    assert positions[-1] == positions[-2] == 1
    assert scale_position(None) is None
