"""How likely a spelling that was derived in a certain way is one in use; learned by training/spelling_rates.py."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from statistics import median

LEAST_ODDS = 1e-6
"""Less probable spellings count as if they were this probable."""
LEAST_SHARE = 0.05
"""Regions that a name is from less probably say nothing."""
_UNUSED = -30.0
_ROUNDABOUT = frozenset("<>~")
"""What stands in the names of ways that lead over another language than the name's own."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to derive spellings: log-odds of being in use, what the logarithm of the spelling's probability and its
    square add (times their weights), and what each region of origin adds."""

    base: float
    slope: float
    bend: float
    regions: Mapping[str, float]


def terms(odds: float) -> tuple[float, float]:
    """What `slope` and `bend` are the weights of: the logarithm of a probability, and a tenth of its square."""
    log = math.log(max(odds, LEAST_ODDS))
    return log, log * log / 10.0


def telling(regions: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The regions that say something, with their shares."""
    return ((region, share) for region, share in regions.items() if share > LEAST_SHARE)


@dataclass(frozen=True)
class Rates:
    """`ways` by name, from Latin names ("Latn") and from others ("other"); `by_speech` and `by_table` how far a
    language goes by how a name is spoken, and by its own forms of given names. Without ways, all are worth trying."""

    ways: Mapping[str, Mapping[str, Way]]
    by_speech: Mapping[str, float]
    by_table: Mapping[str, float]

    @cached_property
    def typical(self) -> Mapping[str, Way]:
        """What is taken for a straight way of which nothing is known: to a language in which nobody is listed, or by a
        system of the language that a name is written in."""
        return {
            source: Way(
                median(way.base for way in some.values()),
                median(way.slope for way in some.values()),
                median(way.bend for way in some.values()),
                {},
            )
            for source, some in self.ways.items()
        }

    @classmethod
    @cache
    def shipped(cls) -> Rates:
        """The rates in data/rates.json."""
        data = json.loads(files("resolver.variants").joinpath("data", "rates.json").read_text("utf-8"))
        ways = {
            script: {name: _way(row, data["regions"]) for name, row in some.items()}
            for script, some in data["ways"].items()
        }
        return cls(ways, data["by_speech"], data["by_table"])

    def spoken(self, lang: str) -> float:
        """How far a language spells a name by how it is spoken (in Russian or Hindi), not by its Latin letters."""
        return self.by_speech.get(lang, 0.5)

    def given(self, lang: str) -> float:
        """The share of given names that a language gives in its own form, where it has one."""
        return self.by_table.get(lang, 0.5)

    def of(self, script: str, way: str, odds: float, regions: Mapping[str, float]) -> float:
        """The probability that a spelling is in use which is so probable among those of this way, for a name from these
        regions."""
        if not self.ways:
            return 1.0
        source = "Latn" if script == "Latn" else "other"
        found = self.ways[source].get(way)
        if found is None:
            if _ROUNDABOUT.intersection(way):
                return 0.0
            found = self.typical[source]
        log, square = terms(odds)
        score = found.base + found.slope * log + found.bend * square
        score += sum(found.regions.get(region, 0.0) * share for region, share in telling(regions))
        return 1.0 / (1.0 + math.exp(-max(score, _UNUSED)))

    def worth(self, script: str, way: str, regions: Mapping[str, float]) -> float:
        """What a certain spelling of this way would be worth."""
        return self.of(script, way, 1.0, regions)


def _way(row: Sequence[float], regions: Sequence[str]) -> Way:
    base, slope, bend, *adds = row
    return Way(base, slope, bend, {region: add for region, add in zip(regions, adds, strict=True) if add})
