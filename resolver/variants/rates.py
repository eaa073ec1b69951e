"""How often a spelling that was derived in a certain way is the one in use; learned by training/spelling_rates.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STEPS = (0.5, 0.2, 0.08, 0.03, 0.01)
"""Below each of these a spelling counts as less probable by one step."""


def step_of(odds: float) -> int:
    """The step of a probability: 0 for more than half, up to `len(STEPS)`."""
    return sum(odds < step for step in STEPS)


@dataclass(frozen=True, slots=True)
class Rates:
    """`used` tells by region of origin, way and step how often a spelling was in use, from Latin names ("Latn") and
    from others ("other"); `by_speech` and `by_table` how far a language goes by how a name is spoken, and by its own
    forms of given names. Where no way is known to be used, all are worth trying."""

    used: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]
    by_speech: Mapping[str, float]
    by_table: Mapping[str, float]

    @classmethod
    @cache
    def shipped(cls) -> Rates:
        """The rates in data/rates.json."""
        data = json.loads(files("resolver.variants").joinpath("data", "rates.json").read_text("utf-8"))
        return cls(data["used"], data["by_speech"], data["by_table"])

    def spoken(self, lang: str) -> float:
        """How far a language spells a name by how it is spoken (in Russian), not by its Latin letters."""
        return self.by_speech.get(lang, 0.5)

    def given(self, lang: str) -> float:
        """The share of given names that a language gives in its own form, where it has one."""
        return self.by_table.get(lang, 0.5)

    def of(self, script: str, way: str, step: int, regions: Mapping[str, float]) -> float:
        """The share of the spellings of this way and step that are in use, for a name from these regions."""
        used = self.used["Latn" if script == "Latn" else "other"]
        return sum(share * used[region][way][step] for region, share in regions.items() if way in used.get(region, ()))

    def worth(self, script: str, way: str, regions: Mapping[str, float]) -> float:
        """The most that a spelling of this way can be worth."""
        if not self.used:
            return 1.0
        return max(self.of(script, way, step, regions) for step in range(len(STEPS) + 1))
