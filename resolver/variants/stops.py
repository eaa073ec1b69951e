"""The k, t and p of foreign names in Armenian, which has two letters for each of them.

One name mostly has them of one kind: plain (կ, տ, պ) in names that come by way of Russian or are read as Russian and
French are, aspirated (ք, թ, փ) in English, Turkish, Persian and Arabic ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from resolver.variants.letters import Spellings
from resolver.variants.together import Together, likeliest

_ASPIRATED = {"turkic": 0.55, "persian": 0.55, "arabic": 0.5, "hebrew": 0.4, "chinese": 0.4, "korean": 0.4, "west": 0.2}
"""How often names of a region have the aspirated ones alone; by people of the bundled aliases that are not measured
with (19 of the west, 14 of the other regions)."""
_ELSEWHERE = 0.05
_MIXED = 0.3
"""How often a name has both, as the letters of its words tell; a name of Armenia does."""
_TO_ASPIRATED, _TO_PLAIN = str.maketrans("կտպ", "քթփ"), str.maketrans("քթփ", "կտպ")


def of_one_kind(found: Sequence[Spellings], regions: Mapping[str, float], most: int) -> Iterator[Together]:
    """The likeliest Armenian spellings of the words of a name together, as `likeliest` has them: as many as `most` of
    what the words tell, and of each kind."""
    mixed = max(_MIXED, regions.get("armenian", 0.0))
    aspirated = sum(share * _ASPIRATED.get(region, _ELSEWHERE) for region, share in regions.items())
    both: defaultdict[tuple[str, ...], float] = defaultdict(float)
    kinds: list[tuple[Mapping[int, int], float]] = [
        ({}, mixed), (_TO_ASPIRATED, (1.0 - mixed) * aspirated), (_TO_PLAIN, (1.0 - mixed) * (1.0 - aspirated)),
    ]  # fmt: skip
    for table, share in kinds:
        for words, odds in islice(likeliest([_with(some, table) for some in found]), most):
            both[words] += share * odds
    yield from sorted(both.items(), key=lambda one: (-one[1], one[0]))


def _with(found: Spellings, table: Mapping[int, int]) -> Spellings:
    """Spellings with some letters as others."""
    of_kind: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        of_kind[word.translate(table)] += odds
    return of_kind
