"""The telling words of a record, by which others resemble it: frequent in it and rare elsewhere. One choice for
both engines: of the many words that tie, tantivy's own takes any, and Lucene's lumps the fields together.
"""

import math
from collections.abc import Iterable, Sequence

SHORTEST = 3  # letters of a term
MOST = 25  # terms
STEP = 1_000.0  # more than the telling words add: each weighs at most 1, and its score stays under 15 × 2.2


def telling(
    terms: Iterable[tuple[str, str, int, int]], records: int
) -> list[tuple[float, str, str]]:
    """[(weight up to 1, field, term)], the most telling first.

    terms: (field, term, times in the record, records that hold it) for each term of each field.
    """
    found = []
    for field, term, times, common in terms:
        if len(term) >= SHORTEST and 2 <= common <= max(20, records // 4):
            idf = math.log(1 + (records - common + 0.5) / (common + 0.5))
            found.append((times * idf, field, term))
    found = sorted(found, reverse=True)[:MOST]
    return [(weight / found[0][0], field, term) for weight, field, term in found]


def steps(first: Sequence[tuple[str, str]]) -> list[tuple[float, str, str]]:
    """[(weight, facet, value)]: records with the first value come before those with the second, and so on."""
    return [
        (STEP * 2 ** (len(first) - rank), facet, value)
        for rank, (facet, value) in enumerate(first, start=1)
    ]
