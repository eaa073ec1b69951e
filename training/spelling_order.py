"""Learns how likely a spelling is in use, all that leads to it taken together (`resolver.variants.order`).

    python -m training.spelling_order

Learned from the people that rates are learned from (training/spelling_rates.py), whose names the models of letters
were kept from and that are not measured with: each is asked for by the canonical name and by the first in another
script, and every other also by one in any; of what is derived, what is listed for them is in use. What is derivable by
tables counts four times, and somebody the more the more is listed. Logistic regression. How well it orders is told of
each half of the people by the weights learned from the other.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.model import NameRow
from resolver.romanize import systems
from resolver.text import script_of
from resolver.threads import one_thread_each
from resolver.variants.archives import weight
from resolver.variants.derive import candidates, key_of
from resolver.variants.order import FEATURES, Candidate, Order, features
from training.clusters import logistic
from training.derivable import by_table
from training.spelling_rates import people

SEED = 20_268
OUT = Path("resolver/variants/data/order.json")
MOST = 450
"""Spellings of a name that are learned from, those of most worth."""
FIRST = 50
BY_TABLE = 4.0
"""What a spelling in use counts that is derivable by tables."""

LISTED = 10.0
"""Names of somebody who counts once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is derived from a name: the spellings, their features (spellings, len(FEATURES)), which are in use, and
    which of these are derivable by tables; `listed` and `derivable` are how many there are in all."""

    some: list[Candidate]
    rows: NDArray[np.float64]
    used: NDArray[np.bool_]
    tabled: NDArray[np.bool_]
    listed: int
    derivable: int


def inputs(rows: Sequence[NameRow], rng: random.Random, *, further: bool) -> Iterator[NameRow]:
    """The canonical name, the first in another script and, for a `further` one, one of the others."""
    yield rows[0]
    others = [row for row in rows if script_of(row.name) != "Latn"]
    yield from others[:1]
    if further and len(others) > 1:
        yield rng.choice(others[1:])


def asked_for(asked: NameRow, rows: Sequence[NameRow]) -> Asked | None:
    """What is derived from one name of somebody, None if nothing is."""
    script, code = script_of(asked.name), asked.lang.split("-")[0]
    found, sources = candidates(asked.name, code if script != "Latn" and systems(code) else None)
    if not found:
        return None
    wanted = {}
    for row in rows:
        if script_of(row.name) != script or script == "Latn":
            wanted[key_of(row.name)] = by_table(asked.name, row.name, rows)
    wanted.pop(key_of(asked.name), None)
    some = found[:MOST]
    keys = [key_of(one.variant.text) for one in some]
    return Asked(
        some,
        features(some, latin=sources[0].script == "Latn", words=len(sources[0].words)),
        np.array([key in wanted for key in keys], bool),
        np.array([wanted.get(key, False) for key in keys], bool),
        len(wanted),
        sum(wanted.values()),
    )


def learned(some: Sequence[Asked]) -> NDArray[np.float64]:
    """The weights of `FEATURES`."""
    rows = np.concatenate([one.rows for one in some])
    used = np.concatenate([one.used for one in some]).astype(np.float64)
    counts = np.concatenate([one.listed * (1.0 + (BY_TABLE - 1.0) * one.tabled) for one in some]) / LISTED
    middle, width = rows.mean(axis=0), rows.std(axis=0)
    middle[0], width[0] = 0.0, 1.0
    weights = logistic((rows - middle) / np.where(width > 0.0, width, 1.0), used, counts)
    scaled: NDArray[np.float64] = weights / np.where(width > 0.0, width, 1.0)
    scaled[0] -= scaled @ middle
    return scaled


def covered(some: Sequence[Asked], weights: NDArray[np.float64] | None) -> tuple[float, float]:
    """The shares of what is derivable by tables, and of all that is listed, that are among the first; by worth alone
    without weights."""
    tabled = used = 0
    for one in some:
        worth = [each.worth for each in one.some]
        shares = worth if weights is None else (1.0 / (1.0 + np.exp(-one.rows @ weights))).tolist()
        weighed = [(share * weight(each.variant.lang), each) for share, each in zip(shares, one.some, strict=True)]
        first = sorted(weighed, key=lambda found: -found[0])[:FIRST]
        keys = {key_of(each.variant.text) for _, each in first}
        of_first = np.array([key_of(each.variant.text) in keys for each in one.some], bool)
        tabled += int((of_first & one.tabled).sum())
        used += int((of_first & one.used).sum())
    return tabled / sum(one.derivable for one in some), used / sum(one.listed for one in some)


def main() -> None:
    one_thread_each()
    rng = random.Random(SEED)
    everyone = people()
    found = [
        [asked_for(name, rows) for name in inputs(rows, rng, further=at % 2 == 0)] for at, rows in enumerate(everyone)
    ]
    halves = [[one for some in found[half::2] for one in some if one] for half in (0, 1)]
    for mine, others in (halves, halves[::-1]):
        print("by worth alone: {:.3f} of the derivable, {:.3f} of all".format(*covered(others, None)))
        print("as learned from the other half: {:.3f}, {:.3f}".format(*covered(others, learned(mine))), flush=True)
    weights = learned(halves[0] + halves[1])
    report = {
        "command": "python -m training.spelling_order",
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
    }
    OUT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    Order.shipped.cache_clear()


if __name__ == "__main__":
    main()
