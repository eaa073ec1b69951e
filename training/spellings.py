"""Learns which letters of two spellings of a name stand for each other (`resolver.variants.letters`).

    python -m training.spellings [--shared DIR] [--whole] [KEYS...]

Learned from pairs of words (training/spelling_pairs.py). The names of the people of `well_known`, who are measured
with, are kept out. So are at first those of half of the other people (`tells_rates`), of whom is learned how far the
models may be trusted (training/spelling_rates.py), and from all sources every pair with a word of any of their names
that not many are called: that is how well names are spelled that were never met. Once it is known, the models are
learned anew (`--whole`) with what lists of names tell of these words, too, and with the people who tell rates.

Pairs are aligned by expectation maximisation over segments of one to six letters on the left and one or two on the
right, in which longer segments count several times, so that short ones are preferred. Pairs that no alignment explains
well go (wrong or translated: a few percent of the sources); of the others the n-grams of segments are counted.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from resolver.text import fold, script_of
from resolver.threads import one_thread_each
from resolver.variants.letters import EDGE, MOST_LEFT, MOST_RIGHT
from training.spelling_pairs import (
    FROM_HINDI,
    FROM_LATIN,
    FROM_RUSSIAN,
    NATIVE,
    SHARED,
    Pair,
    common_words,
    names_of,
    pairs_of,
)  # fmt: skip

OUT = Path("resolver/variants/data")
LEARNED_ON = 5_000
"""Pairs that segments are learned on; all are counted."""
ROUNDS = 7
TOO_UNLIKELY = 1.5
"""A pair whose segments are less likely on average than those of the middle pair by so much (natural logarithm) is
taken for wrong."""
TOO_UNLIKELY_WORD = 4.0
"""The same for words that are kept whole in scripts that leave vowels open, where a native name, all vowels of which
are left out, is less likely than a foreign one: محمد stands for eight Latin letters."""
VOWELS_OPEN = frozenset({"ar", "fa", "ur", "he"})
LEAST_LETTER = 20
"""A Latin letter with a mark that is seen less often counts as the bare one."""
LEAST_TRIPLES = 2
"""Three segments in a row that are seen less often are left out, where there are many pairs."""
MANY = 5_000
LEAST_SHARE = 0.001
"""What is expected less often in a pair isn't counted."""
OFTEN = 3
"""Pairs met in so many names are kept whole."""

Cell = tuple[str, str]


def plain_letters(pairs: Sequence[Pair], *, left: bool) -> list[Pair]:
    """The pairs with rare Latin letters as the bare ones."""
    seen = Counter(letter for a, _ in pairs for letter in a)
    least = LEAST_LETTER if left else 1
    table = {ord(letter): fold(letter) for letter, n in seen.items() if n < least and not letter.isascii()}
    return [(a.translate(table), b) for a, b in pairs]


@cache
def moves(ours: int, theirs: int, most: int) -> tuple[tuple[int, int, int, int], ...]:
    """The segments that words of so many letters may have, of `most` letters on the left: from which place in both
    words to which, those that end sooner first."""
    return tuple(
        (i - a, j - b, i, j)
        for i in range(1, ours + 1)
        for j in range(1, theirs + 1)
        for b in range(1, min(MOST_RIGHT, j) + 1)
        for a in range(1, min(most, i) + 1)
        if a < 4 or b == 1
    )


def moves_of(left: str, right: str) -> tuple[tuple[int, int, int, int], ...]:
    """The segments that a pair may have."""
    return moves(len(left), len(right), MOST_LEFT if script_of(right) == "Hani" else MOST_LEFT - 2)


def learn_segments(pairs: Sequence[Pair]) -> dict[Cell, float]:
    """The natural logarithms of the probabilities of segments."""
    table = _first_guess(pairs)
    for _ in range(ROUNDS):
        counts: defaultdict[Cell, float] = defaultdict(float)
        prices = {cell: math.exp(_price(likely, cell)) for cell, likely in table.items()}
        for left, right in pairs:
            _expect(left, right, prices, counts)
        total = sum(counts.values())
        table = {cell: math.log(n / total) for cell, n in counts.items() if n > 0.05}
    return table


def _first_guess(pairs: Sequence[Pair]) -> dict[Cell, float]:
    """Letters that stand at like places of many pairs."""
    both: Counter[Cell] = Counter()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for left, right in pairs:
        for i0, j0, i, j in moves_of(left, right):
            if i - i0 + j - j0 <= 3 and abs(i / len(left) - j / len(right)) < 0.25:
                cell = left[i0:i], right[j0:j]
                both[cell] += 1
                ours[cell[0]] += 1
                theirs[cell[1]] += 1
    total = sum(both.values())
    return {c: math.log(n / total) + 0.5 * math.log(n * total / (ours[c[0]] * theirs[c[1]])) for c, n in both.items()}


UNKNOWN = -14.0
_UNKNOWN = tuple(math.exp(UNKNOWN * times) for times in range(MOST_LEFT + MOST_RIGHT))


def _price(likely: float, cell: Cell) -> float:
    """Longer segments count several times."""
    return likely * (len(cell[0]) + len(cell[1]) - 1)


def _expect(left: str, right: str, prices: dict[Cell, float], counts: defaultdict[Cell, float]) -> None:
    """Adds how often each segment is to be expected in a pair."""
    n, m = len(left), len(right)
    ahead = [[0.0] * (m + 1) for _ in range(n + 1)]
    back = [[0.0] * (m + 1) for _ in range(n + 1)]
    ahead[0][0] = back[n][m] = 1.0
    edges = []
    for i0, j0, i, j in moves_of(left, right):
        if ahead[i0][j0] > 0.0:
            cell = left[i0:i], right[j0:j]
            price = prices.get(cell)
            if price is None:
                price = _UNKNOWN[i - i0 + j - j0 - 1]
            ahead[i][j] += ahead[i0][j0] * price
            edges.append((i0, j0, i, j, price, cell))
    whole = ahead[n][m]
    if whole == 0.0:
        return
    for i0, j0, i, j, price, cell in reversed(edges):
        behind = price * back[i][j]
        back[i0][j0] += behind
        share = ahead[i0][j0] * behind / whole
        if share > LEAST_SHARE:
            counts[cell] += share


def best_cut(left: str, right: str, table: dict[Cell, float]) -> tuple[float, list[Cell]]:
    """The likeliest segments of a pair, and how likely they are on average; none where there is no way."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i0, j0, i, j in moves_of(left, right):
        if (i0, j0) in best:
            cell = left[i0:i], right[j0:j]
            score = best[i0, j0][0] + _price(table.get(cell, UNKNOWN), cell)
            if (i, j) not in best or score > best[i, j][0]:
                best[i, j] = score, (i0, j0)
    place = len(left), len(right)
    if place not in best:
        return -math.inf, []
    score = best[place][0]
    cut = []
    while place != (0, 0):
        before = best[place][1]
        cut.append((left[before[0] : place[0]], right[before[1] : place[1]]))
        place = before
    return score / sum(len(a) + len(b) - 1 for a, b in cut), cut[::-1]


def known_words(key: str, counts: Mapping[Pair, int], shared: Path) -> list[str]:
    """What is kept whole: pairs met in several names, of words that many are called, or that are known as names, with
    how often they are met."""
    common, names = common_words(shared), names_of(key)
    kept = {pair: n for pair, n in counts.items() if n >= OFTEN or (n and (fold(pair[0]) in common or pair in names))}
    return [f"{left}\t{right}\t{n}" for (left, right), n in sorted(kept.items())]


def learn(key: str, shared: Path, whole: bool) -> None:
    """Learns and writes one model, if `whole` from those who tell rates too."""
    counted = pairs_of(key, shared, whole)
    pairs = plain_letters(list(counted), left="-" not in key)
    table = learn_segments(pairs[:LEARNED_ON])
    judged = [best_cut(left, right, table) for left, right in pairs]
    least = median(likely for likely, _ in judged) - TOO_UNLIKELY
    cuts = [cut for likely, cut in judged if likely >= least]
    seen = Counter(cell for cut in cuts for cell in cut)
    kept = [cell for cell, n in seen.most_common() if n >= (2 if len(cuts) > MANY else 1)]
    segments = [("", ""), *kept]
    number = {cell: at for at, cell in enumerate(segments)}
    counts: tuple[Counter[tuple[int, ...]], ...] = (Counter(), Counter(), Counter())
    for cut in cuts:
        if all(cell in number for cell in cut):
            row = [EDGE, EDGE, *(number[cell] for cell in cut), EDGE]
            for at in range(2, len(row)):
                for length in (1, 2, 3):
                    counts[length - 1][tuple(row[at - length + 1 : at + 1])] += 1
    arrays: dict[str, Any] = {}
    for length, some in enumerate(counts, 1):
        few = LEAST_TRIPLES if length == 3 and len(cuts) > MANY else 1
        grams = sorted((gram, n) for gram, n in some.items() if n >= few)
        arrays[f"grams{length}"] = np.array([gram for gram, _ in grams], np.uint16)
        arrays[f"counts{length}"] = np.array([n for _, n in grams], np.uint32)
    met: Counter[Pair] = Counter()
    least_known = least - TOO_UNLIKELY_WORD + TOO_UNLIKELY if key.rpartition("-")[2] in VOWELS_OPEN else least
    for pair, n, (likely, _) in zip(pairs, counted.values(), judged, strict=True):
        met[pair] += n if likely >= least_known else 0
    known = known_words(key, met, shared)
    for name, lines in (("segments", ["\t".join(cell) for cell in segments]), ("words", known)):
        arrays[name] = np.frombuffer("\n".join(lines).encode(), np.uint8)
    OUT.mkdir(exist_ok=True)
    np.savez_compressed(OUT / f"{key}.npz", **arrays)
    sizes = [len(arrays[f"counts{length}"]) for length in (1, 2, 3)]
    print(f"{key}: {len(pairs)} pairs, {len(cuts)} counted, {sizes} n-grams, {len(known)} words", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", metavar="KEYS")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument(
        "--whole", action="store_true", help="from the people who tell rates too, once those are learned"
    )
    options = parser.parse_args()
    one_thread_each()
    onward = [*(f"ru-{lang}" for lang in FROM_RUSSIAN), *(f"hi-{lang}" for lang in FROM_HINDI)]
    # of Chinese nothing more is known once rates are learned
    latin = [lang for lang in FROM_LATIN if not (options.whole and lang == "zh")]
    for key in options.keys or [*latin, NATIVE, *onward]:
        learn(key, options.shared, options.whole)


if __name__ == "__main__":
    main()
