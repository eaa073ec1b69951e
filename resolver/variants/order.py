"""How likely each of the spellings derived from a name is one in use, all that leads to it taken together; learned by
training/spelling_order.py."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from resolver.model import Variant
from resolver.text import fold, split_tokens
from resolver.tokens import reranker
from resolver.variants.ways import Derived
from resolver.variants.words import SCRIPTS

KINDS = ("native", "read", "back", "own", "via")
"""Ways by the letters of a language; of these, to what is read as the name is written; back into Latin letters; by a
system of the language that the name is written in; by a system of another."""
FEATURES = (
    "bias", "worth", *KINDS, *(f"{kind}_odds" for kind in KINDS), "native_bend", "read_bend", "native_worth",
    "latin", "latin_worth", "systems", "pivots", "languages", "before", "worth_before", "latin_before",
    "latin_worth_before", "native_before", "least_borne", "borne", "given", "from_latin", "words", "no_system",
)  # fmt: skip
"""What a spelling is judged by: the log-odds of the best of its ways (see `Rates`), which kinds of ways lead to it, and
the logarithm of how probable it is in each, for two of them a tenth of its square as well; whether it is in Latin
letters; of how many systems, other languages and readers it is (logarithms); how many of the same language and script
are before it by worth, and what these are worth together; how many people bear the word of it that fewest do, and its
words on average (logarithms, Latin letters only); whether the given name has a form of the language; whether the name
asked for is in Latin letters, and how many words it has; whether it is by no system and by no language's letters."""
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A spelling, and the ways that lead to it; `worth` is that of the best, which `variant` is of."""

    variant: Variant
    worth: float
    ways: tuple[Derived, ...]


def features(candidates: Sequence[Candidate], *, latin: bool, words: int) -> NDArray[np.float64]:
    """The features of all spellings of one name (spellings, len(FEATURES)), which is in Latin letters or not and has so
    many words; `candidates` in order, that of most worth first."""
    borne = _borne([one.variant for one in candidates])
    before: Counter[tuple[str, str]] = Counter()
    worth_before: defaultdict[tuple[str, str], float] = defaultdict(float)
    rows = []
    for one, (least, mean) in zip(candidates, borne, strict=True):
        readers = one.variant.script, one.variant.lang
        rows.append([*_of_ways(one), math.log1p(before[readers]), worth_before[readers], least, mean])
        before[readers] += 1
        worth_before[readers] += one.worth
    table = np.array(rows, np.float64).reshape(len(candidates), -1)
    return _arranged(table, latin, words)


def _of_ways(one: Candidate) -> list[float]:
    """What the ways tell: the log-odds of the worth, the probability by each kind of way (0 if there is none), whether
    it is in Latin letters, of how many systems, pivots and languages, given forms, no system."""
    best = dict.fromkeys(KINDS, 0.0)
    for found in one.ways:
        kind = _kind(found.way)
        best[kind] = max(best.get(kind, 0.0), found.odds)
    first = one.ways[0]
    is_latin = one.variant.script == "Latn"
    pivots = {found.way.partition(">")[0] for found in one.ways if ">" in found.way}
    return [
        _log_odds(one.worth), *(best[kind] for kind in KINDS), float(is_latin),
        math.log1p(len({found.variant.system for found in one.ways} - {""})), math.log1p(len(pivots)),
        math.log1p(len({found.variant.lang for found in one.ways})), float("+" in first.way),
        float(is_latin and not first.variant.system and first.way not in SCRIPTS),
    ]  # fmt: skip


def _arranged(table: NDArray[np.float64], latin: bool, words: int) -> NDArray[np.float64]:
    """The columns of `FEATURES` from what `features` gathered."""
    worth, odds, is_latin = table[:, 0], table[:, 1 : 1 + len(KINDS)], table[:, 1 + len(KINDS)]
    systems, pivots, languages, given, bare, before, worth_before, least, mean = table[:, 2 + len(KINDS) :].T
    has = (odds > 0.0).astype(np.float64)
    logs = np.where(odds > 0.0, np.log(np.maximum(odds, _LEAST)), 0.0)
    ones = np.ones(len(table))
    return np.column_stack(
        [
            ones, worth, has, logs, logs[:, :2] ** 2 / 10.0, has[:, 0] * worth, is_latin, is_latin * worth,
            is_latin * systems, is_latin * pivots, languages, before, worth_before, is_latin * before,
            is_latin * worth_before, (1.0 - is_latin) * np.expm1(before), least, mean, given, latin * ones,
            words * ones, bare,
        ]
    )  # fmt: skip


def _kind(way: str) -> str:
    """Which of `KINDS` a way is, "" if none."""
    if way in SCRIPTS:
        return "native"
    if way.endswith("!"):
        return "read"
    if way.startswith("<"):
        return "back"
    return "via" if ">" in way else "own" if "-" in way and not way.startswith("~") else ""


def _borne(variants: Sequence[Variant]) -> list[tuple[float, float]]:
    """How many people bear the words of each spelling in Latin letters, the fewest and on average."""
    split = [[fold(word) for word in split_tokens(v.text)] if v.script == "Latn" else [] for v in variants]
    distinct = list(dict.fromkeys(word for some in split for word in some))
    known = dict(zip(distinct, reranker().frequency(distinct).tolist(), strict=True)) if distinct else {}
    counts = [[known[word] for word in some] for some in split]
    return [(min(some), sum(some) / len(some)) if some else (0.0, 0.0) for some in counts]


def _log_odds(share: float) -> float:
    kept = min(max(share, _LEAST), 1.0 - _LEAST)
    return math.log(kept / (1.0 - kept))


@dataclass(frozen=True)
class Order:
    """`weights` of the features (len(FEATURES))."""

    weights: NDArray[np.float64]

    @classmethod
    @cache
    def shipped(cls) -> Order:
        """The weights in data/order.json."""
        data: Mapping[str, float] = json.loads(
            files("resolver.variants").joinpath("data", "order.json").read_text("utf-8")
        )["weights"]
        return cls(np.array([data[name] for name in FEATURES]))

    def of(self, candidates: Sequence[Candidate], *, latin: bool, words: int) -> list[float]:
        """The probability of each spelling of a name that it is in use; parameters as of `features`."""
        if not candidates:
            return []
        scores = features(candidates, latin=latin, words=words) @ self.weights
        return (1.0 / (1.0 + np.exp(-scores))).tolist()  # type: ignore[no-any-return]


def gathered(found: Iterable[tuple[str, float, Derived]], least: float) -> list[Candidate]:
    """Derived spellings with key and worth as one candidate a key, that of most worth first; those worth less than
    `least` are left out."""
    ways: defaultdict[str, list[tuple[float, int, Derived]]] = defaultdict(list)
    for at, (key, worth, derived) in enumerate(found):
        if worth >= least:
            ways[key].append((-worth, at, derived))
    some = [sorted(each, key=lambda way: way[:2]) for each in ways.values()]
    some.sort(key=lambda each: each[0][:2])
    return [Candidate(each[0][2].variant, -each[0][0], tuple(way for *_, way in each)) for each in some]
