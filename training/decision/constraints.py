"""What weights may be: signs (constraints.tsv), and the order of the levels of likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.decide import QueryClass
from resolver.match.by_letters import ACROSS_LEVELS, LEARNED_LEVELS, LEVELS

SEARCHED: tuple[QueryClass, ...] = ("full", "single")
"""The classes of names that are searched for in a list."""
PAIRED: tuple[QueryClass, ...] = ("pair", "single_pair", "body_pair")
"""The classes of two names without a list."""
CHAINS = (LEVELS, LEARNED_LEVELS, ACROSS_LEVELS)
"""The more alike never counts for less."""
PAIR_CHAINS = (("named_pairs_0", "named_pairs_1", "named_pairs_2", "named_pairs_3"),)
"""The same for pairs without a list: more words in common never count for less."""
KIN = ("given_name", "hypocoristic", "patronymic_kin", "abbreviation", "translation", "acronym")
"""For pairs without a list: what is known to be one word never counts for more than the same word."""
TABLE = Path(__file__).with_name("constraints.tsv")
SIGNS = {"-": (None, 0.0), "+": (0.0, None), "0": (0.0, 0.0)}
CLASSES = {"all": (*SEARCHED, *PAIRED), "searched": SEARCHED, "paired": PAIRED}

Bounds = tuple[float | None, float | None]
"""The least and the greatest that a weight may be; None is any."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A line of the table."""

    classes: tuple[str, ...]
    bounds: Bounds
    features: tuple[str, ...]

    def fits(self, of: str, name: str) -> bool:
        return of in self.classes and any(fnmatchcase(name, pattern) for pattern in self.features)


@cache
def constraints() -> tuple[Constraint, ...]:
    """The table, line by line."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    cells = [line.split("\t") for line in lines[1:]]
    return tuple(
        Constraint(CLASSES.get(of, (of,)), SIGNS.get(weight) or (float(weight), 0.0), tuple(features.split()))
        for of, weight, features, _ in cells
    )


def bounds(marked: str) -> Bounds:
    """What the weight of a feature, marked with its class, may be; that of a level is the step from the one before."""
    of, _, name = marked.partition(".")
    if name.removesuffix("_rarity") in _steps(CHAINS) or (of in PAIRED and name in {*_steps(PAIR_CHAINS), *LEVELS}):
        return 0.0, None
    return next((one.bounds for one in reversed(constraints()) if one.fits(of, name)), (None, None))


def _steps(chains: Sequence[Sequence[str]]) -> set[str]:
    return {level for levels in chains for level in levels[1:]}


def cumulative(names: Sequence[str]) -> NDArray[np.float64]:
    """The matrix (features, steps) that adds up the steps between the levels of likeness, and keeps all else.

    Steps lead up from the least alike; for pairs without a list they lead down from the same word, to words of which it
    is known that they are one too."""
    matrix = np.eye(len(names))
    chains: list[tuple[QueryClass, Sequence[str], str]] = [
        *product((*SEARCHED, *PAIRED), CHAINS, ("", "_rarity")), *product(PAIRED, PAIR_CHAINS, ("",))
    ]  # fmt: skip
    for of, levels, suffix in chains:
        marked = [f"{of}.{level}{suffix}" for level in levels]
        places = [names.index(name) for name in marked if name in names]
        if of in PAIRED and levels is LEVELS and not suffix and places:
            matrix[places, places[-1]] = 1.0
            for at, column in enumerate(places[:-1]):
                matrix[places[: at + 1], column] = -1.0
            continue
        for at, column in enumerate(places):
            matrix[places[at:], column] = 1.0
    for of, kin, suffix in product(PAIRED, KIN, ("", "_rarity")):
        if f"{of}.{kin}{suffix}" in names:
            own = names.index(f"{of}.{kin}{suffix}")
            matrix[own] = matrix[names.index(f"{of}.same{suffix}")]
            matrix[own, own] = -1.0
    return matrix
