"""Learns how likely a spelling that was derived in a certain way is one in use (`resolver.variants.rates`).

    python -m training.spelling_rates

Learned from the people of the bundled aliases whose names the models of letters were kept from and that are not
measured with (`tells_rates`): each is asked for by the canonical name and by one or two in other scripts, and what is
derived is looked for among the names that are listed. A spelling by the letters of a language counts only where the
person is listed in that language at all: the question is how a name is written there, not how well known its
bearer is. Logistic regression on the way, its language, its kind, the spelling's probability among those of the way,
and the region that the name seems to be from; each is also weighed for all ways together, so that ways and regions of
which little is known go by the others. How far weights are held back is as was best on half of the people for the other
half.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from resolver.model import NameRow
from resolver.sources import read_aliases
from resolver.sources.aliases import bundled_files
from resolver.text import script_of
from resolver.threads import one_thread_each
from resolver.variants.derive import key_of
from resolver.variants.origin import Origins
from resolver.variants.rates import Rates, telling, terms
from resolver.variants.source import Source
from resolver.variants.ways import Derived, Ways
from resolver.variants.words import SCRIPTS
from training.spelling_pairs import WELL_KNOWN, tells_rates, well_known

SEED = 20_264
OUT = Path("resolver/variants/data/rates.json")
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
KINDS = ("by_speech", "by_table")
HELD_BACK = 160.0
"""How much weights are held back: what a squared weight costs, in units of log-likelihood, doubled."""
FREELY = 0.01
"""The same for how the probability of a spelling counts in all ways together."""
MISSES_KEPT = 0.1
"""Of spellings that are not in use so many are looked at, each counting for the others."""
ROUNDS = 80
UNSEEN = 1e-4


def people() -> list[list[NameRow]]:
    """The names of each person that rates are learned from, canonical first."""
    rows = list(read_aliases(bundled_files()))
    return [some for some in well_known(rows, len(rows))[WELL_KNOWN:] if tells_rates(some[0].entity_id)]


def inputs(rows: Sequence[NameRow], rng: random.Random) -> Iterator[NameRow]:
    """The canonical name, the first in another script, and one in any other."""
    yield rows[0]
    others = [row for row in rows if script_of(row.name) != "Latn"]
    yield from others[:1]
    yield from rng.sample(others[1:], min(1, len(others) - 1) if others else 0)


def with_shares(rates: Rates, which: str, found: Mapping[str, float]) -> Rates:
    """Rates with other shares of one kind."""
    return Rates(rates.ways, *(found if kind == which else getattr(rates, kind) for kind in KINDS))


def shares(everyone: Sequence[Sequence[NameRow]], known: Rates, which: str) -> dict[str, float]:
    """The share for each language under which its listed words are likeliest: of what is spoken, or of the forms of
    given names; `known` are the shares that were found before."""
    totals = {(lang, share): 0.0 for lang in SCRIPTS for share in SHARES}
    tried = {share: with_shares(known, which, dict.fromkeys(SCRIPTS, share)) for share in SHARES}
    for rows in everyone:
        source = Source.of(rows[0].name, None)
        listed = {row.lang: _split(row.name.lower()) for row in reversed(rows) if row.lang in SCRIPTS}
        for lang, words in listed.items():
            if source is None or len(words) != len(source.words):
                continue
            for share, rates in tried.items():
                found = [word.spelled(lang, rates, 1.0) for word in source.words]
                asked = [(words[0], found[0])] if which == "by_table" else zip(words, found, strict=True)
                totals[lang, share] += sum(math.log(max(way.get(word, 0.0), UNSEEN)) for word, way in asked)
    return {lang: max(SHARES, key=lambda share: (totals[lang, share], -abs(share - 0.5))) for lang in SCRIPTS}


def _split(name: str) -> list[str]:
    return name.replace("・", " ").replace("·", " ").split()


@dataclass(frozen=True, slots=True)
class Example:
    """A derived spelling: from a name in Latin letters ("Latn") or others ("other"), its way, whether it is in use."""

    source: str
    found: Derived
    regions: Mapping[str, float]
    used: bool


def examples(everyone: Sequence[Sequence[NameRow]], rates: Rates, rng: random.Random) -> Iterator[Example]:
    """What is derived from the names of people, of what is not in use a share."""
    for rows in everyone:
        keys = {key_of(row.name) for row in rows}
        known = {row.lang.split("-")[0] for row in rows}
        for asked in inputs(rows, rng):
            source = Source.of(asked.name, asked.lang.split("-")[0] if script_of(asked.name) != "Latn" else None)
            if source is None:
                continue
            kind, own = "Latn" if source.script == "Latn" else "other", key_of(asked.name)
            for found in Ways(source, rates).derived():
                key = key_of(found.variant.text)
                told = not is_native(found) or found.variant.lang in known
                if told and key != own and (key in keys or rng.random() < MISSES_KEPT):
                    yield Example(kind, found, source.regions, key in keys)


def kind_of(found: Derived) -> str:
    """Whether a spelling was derived by a system, by the letters of its language, or by what is read as the name."""
    return "latin" if not is_native(found) else "read" if found.way.endswith("!") else "native"


def is_native(found: Derived) -> bool:
    """Whether a spelling was derived by the letters of its language, not by a system."""
    return found.way.rstrip("!") in SCRIPTS


def features(source: str, found: Derived, regions: Mapping[str, float]) -> dict[str, float]:
    """What may speak for a spelling. The names that end in "*" and "**" are the weights of `terms`."""
    kind, lang, way = kind_of(found), found.variant.lang, found.way
    log, square = terms(found.odds)
    about = {
        f"{source} {way}": 1.0, way: 1.0, f"{source} {lang} {kind}": 1.0, f"in {lang}": 1.0,
        f"{way}*": 0.5 * log, f"{source} {kind}*": log, f"{source} {kind}**": square,
    }  # fmt: skip
    for region, share in telling(regions):
        about |= {f"{source} {region} {kind}": share, f"{region} {way}": share, f"{region} {lang} {kind}": share}
    return about


def learn(some: Sequence[Example]) -> tuple[dict[str, float], float]:
    """The weights of features, and of none."""
    numbers: dict[str, int] = {}
    rows = [
        [(numbers.setdefault(k, len(numbers)), v) for k, v in features(e.source, e.found, e.regions).items()]
        for e in some
    ]
    values = [value for row in rows for _, value in row]
    places = [at for at, row in enumerate(rows) for _ in row], [number for row in rows for number, _ in row]
    table = csr_matrix((values, places), shape=(len(rows), len(numbers)))
    used = np.array([e.used for e in some], float)
    counts = np.where(used > 0, 1.0, 1.0 / MISSES_KEPT)
    held = np.array([FREELY if name.endswith("*") and " " in name else HELD_BACK for name in numbers])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = table @ weights[:-1] + weights[-1]
        off = counts * (1.0 / (1.0 + np.exp(-score)) - used)
        cost = counts @ (np.logaddexp(0.0, score) - used * score) + 0.5 * held @ weights[:-1] ** 2
        return float(cost), np.append(table.T @ off + held * weights[:-1], off.sum())

    start = np.append(np.zeros(len(numbers)), -3.0)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return dict(zip(numbers, best[:-1].tolist(), strict=True)), float(best[-1])


def row_of(source: str, found: Derived, weights: Mapping[str, float], none: float) -> list[float]:
    """A row of the shipped table: what speaks for a way, the weights of `terms`, what each region adds."""
    certain = Derived(found.variant, found.way, 1.0)

    def total(regions: Mapping[str, float]) -> float:
        return none + sum(weights.get(k, 0.0) * v for k, v in features(source, certain, regions).items())

    kind = kind_of(found)
    slope = weights.get(f"{source} {kind}*", 0.0) + 0.5 * weights.get(f"{found.way}*", 0.0)
    adds = [total({region: 1.0}) - total({}) for region in Origins.shipped().regions]
    return [round(v, 2) for v in (total({}), slope, weights.get(f"{source} {kind}**", 0.0), *adds)]


def main() -> None:
    one_thread_each()
    everyone = people()
    rates = Rates({}, {}, dict.fromkeys(SCRIPTS, 0.0))
    for kind in KINDS:
        found = shares(everyone, rates, kind)
        rates = with_shares(rates, kind, found)
        print(kind, found, flush=True)
    some = list(examples(everyone, rates, random.Random(SEED)))
    weights, none = learn(some)
    ways: dict[str, dict[str, list[float]]] = {"Latn": {}, "other": {}}
    for one in some:
        if one.found.way not in ways[one.source]:
            ways[one.source][one.found.way] = row_of(one.source, one.found, weights, none)
    print(len(some), "spellings,", sum(e.used for e in some), "in use,", sum(map(len, ways.values())), "ways")
    report = {
        "command": "python -m training.spelling_rates",
        **{kind: getattr(rates, kind) for kind in KINDS},
        "regions": Origins.shipped().regions,
        "ways": {source: dict(sorted(rows.items())) for source, rows in ways.items()},
    }
    OUT.write_text(json.dumps(report, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
