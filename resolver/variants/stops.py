"""The stops of foreign names in languages that have two letters for one sound.

One name mostly has them of one kind. Armenian k, t and p are plain (կ, տ, պ) in names that come by way of Russian or
are read as Russian and French are, aspirated (ք, թ, փ) in English, Turkish, Persian and Arabic ones. The t and d of
languages of India are dental (पुतिन) but in English, German and Scandinavian names (ट्रम्प).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from resolver.variants.letters import Spellings
from resolver.variants.together import Together, likeliest


@dataclass(frozen=True)
class _Stops:
    """Letters of two kinds; how often names of a region, and of other ones, have those of the second kind alone; how
    often a name has both, as the letters of its words tell; the region whose names always may."""

    first: str
    second: str
    by_region: Mapping[str, float]
    elsewhere: float
    mixed: float
    home: str

    def kinds(self, regions: Mapping[str, float]) -> Iterator[tuple[Mapping[int, int], float]]:
        """What letters become, and how likely that is for a name of these regions."""
        mixed = max(self.mixed, regions.get(self.home, 0.0))
        second = sum(share * self.by_region.get(region, self.elsewhere) for region, share in regions.items())
        yield {}, mixed
        yield str.maketrans(self.first, self.second), (1.0 - mixed) * second
        yield str.maketrans(self.second, self.first), (1.0 - mixed) * (1.0 - second)


_ASPIRATED = {
    "turkic": 0.55,
    "persian": 0.55,
    "arabic": 0.5,
    "hebrew": 0.4,
    "chinese": 0.4,
    "korean": 0.4,
    "english": 0.75,
}
"""By people of the bundled aliases that are not measured with (19 of the west, 14 of the other regions); that it is the
English names of the west is general knowledge."""
_DENTAL = {"english": 0.1, "west": 0.6, "korean": 0.5}
"""From general knowledge."""
_ARMENIAN = _Stops("կտպ", "քթփ", _ASPIRATED, 0.05, 0.3, "armenian")
_STOPS = {
    "hy": _ARMENIAN,
    **{
        lang: _Stops(retroflex, dental, _DENTAL, 0.9, 0.3, "indic")
        for lang, retroflex, dental in (
            ("hi", "टड", "तद"), ("bn", "টড", "তদ"), ("gu", "ટડ", "તદ"), ("pa", "ਟਡ", "ਤਦ"), ("te", "టడ", "తద"),
            ("kn", "ಟಡ", "ತದ"), ("ml", "ടഡ", "തദ"), ("or", "ଟଡ", "ତଦ"), ("si", "ටඩ", "තද"),
        )
    },
}  # fmt: skip
OF_ONE_KIND = frozenset(_STOPS)
"""The languages with two kinds of stops."""


def of_one_kind(found: Sequence[Spellings], lang: str, regions: Mapping[str, float], most: int) -> Iterator[Together]:
    """The likeliest spellings of the words of a name together in one of the languages `OF_ONE_KIND`, as `likeliest` has
    them: as many as `most` of what the words tell, and of each kind."""
    both: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for table, share in _STOPS[lang].kinds(regions):
        for words, odds in islice(likeliest([_with(some, table) for some in found]), most):
            both[words] += share * odds
    yield from sorted(both.items(), key=lambda one: (-one[1], one[0]))


def _with(found: Spellings, table: Mapping[int, int]) -> Spellings:
    """Spellings with some letters as others; Armenian has x in one way in all names (Ալեքսանդր)."""
    of_kind: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        of_kind[word.translate(table).replace("կս", "քս")] += odds
    return of_kind
