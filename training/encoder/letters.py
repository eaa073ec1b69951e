"""Learn which letters stand for which: a joint model of aligned letter groups for each script.

A pair of spellings is cut into segments of one or two foreign letters with none to three Latin letters;
its probability is the sum over all cuts of the product of segment probabilities (expectation
maximisation by forward-backward; after Jiampojamarn et al. 2007, many-to-many alignments). Pairs that
a letter-by-letter noise model explains better carry little weight, which mines out misaligned ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from resolver.encode.align import LATIN_SEGMENTS, MAX_FOREIGN, MAX_LATIN, Candidates
from resolver.kernels import Texts

Floats = NDArray[np.float64]

NOISE = 0.03
"""Share of misaligned pairs at the outset."""

STOP = 0.12
"""Chance that a spelling ends after a letter, for pairs taken as noise."""


@numba.njit(cache=True)
def _expect(
    pairs: Any,
    foreign: Any,
    foreign_starts: Any,
    latin: Any,
    latin_starts: Any,
    table: Any,
    counts: Any,
    noise: Any,
    weights: Any,
) -> float:
    """One pass of expectation: adds to *counts*, fills *weights*, returns the log-likelihood.

    ``foreign`` holds the segment numbers of each text's letters: (position, length - 1), -1 if unknown;
    ``latin`` the same for (end position, length - 1).
    """
    total = 0.0
    for p in range(len(pairs)):
        f0, n = foreign_starts[p], foreign_starts[p + 1] - foreign_starts[p]
        l0, m = latin_starts[p], latin_starts[p + 1] - latin_starts[p]
        forward = np.zeros((n + 1, m + 1))
        backward = np.zeros((n + 1, m + 1))
        forward[0, 0] = 1.0
        for i in range(1, n + 1):
            for a in range(1, min(MAX_FOREIGN, i) + 1):
                f = foreign[f0 + i - a, a - 1]
                if f < 0:
                    continue
                for j in range(m + 1):
                    for b in range(0, min(MAX_LATIN, j) + 1):
                        if forward[i - a, j - b] > 0:
                            segment = latin[l0 + j - 1, b - 1] if b > 0 else 0
                            forward[i, j] += forward[i - a, j - b] * table[f, segment]
        like = forward[n, m]
        explained = like / (like + noise[p])
        weights[p] = explained
        total += np.log(like + noise[p])
        if like <= 0 or explained < 1e-4:
            continue
        backward[n, m] = 1.0
        for i in range(n, 0, -1):
            for a in range(1, min(MAX_FOREIGN, i) + 1):
                f = foreign[f0 + i - a, a - 1]
                if f < 0:
                    continue
                for j in range(m + 1):
                    if backward[i, j] == 0:
                        continue
                    for b in range(0, min(MAX_LATIN, j) + 1):
                        segment = latin[l0 + j - 1, b - 1] if b > 0 else 0
                        step = backward[i, j] * table[f, segment]
                        backward[i - a, j - b] += step
                        counts[f, segment] += explained * forward[i - a, j - b] * step / like
    return total


@dataclass(frozen=True, slots=True)
class Learned:
    """Probabilities ``table[foreign segment, Latin segment]``, joint over all cells; nought where pruned."""

    segments: list[str]
    table: NDArray[np.float32]


def _latin_numbers(text: str) -> NDArray[np.int32]:
    out: NDArray[np.int32] = Candidates.of(Texts.of([text])).segments[0]
    return out


def _foreign_numbers(text: str, segments: dict[str, int]) -> NDArray[np.int32]:
    out = np.full((len(text), MAX_FOREIGN), -1, dtype=np.int32)
    for i in range(len(text)):
        for a in range(1, MAX_FOREIGN + 1):
            if i + a <= len(text):
                out[i, a - 1] = segments.get(text[i : i + a], -1)
    return out


def _count_segments(texts: list[str]) -> dict[str, int]:
    seen: dict[str, int] = {}
    for text in texts:
        for a in range(1, MAX_FOREIGN + 1):
            for i in range(len(text) - a + 1):
                seen[text[i : i + a]] = seen.get(text[i : i + a], 0) + 1
    return seen


def _noise(pairs: list[tuple[str, str]], single: dict[str, float], letter: Floats) -> Floats:
    """Probability of each pair if its sides had nothing to do with each other."""
    out = np.empty(len(pairs))
    for i, (foreign, latin) in enumerate(pairs):
        value = np.log(NOISE) + 2 * np.log(STOP) + sum(np.log(single.get(c, 1e-5)) for c in foreign)
        out[i] = np.exp(value + np.log(letter[_latin_numbers(latin)[:, 0]]).sum())
    return out


def _first_guess(segments: list[str], single: dict[str, float]) -> NDArray[np.float32]:
    """Start: one foreign letter with one Latin letter is likeliest, all letters alike."""
    table = np.empty((len(segments), LATIN_SEGMENTS), dtype=np.float32)
    edges = (0, 1, 27, 27 + 26**2, LATIN_SEGMENTS)
    for share, low, high in zip((0.1, 0.6, 0.25, 0.05), edges, edges[1:], strict=False):
        table[:, low:high] = share / (high - low)
    total = sum(single.values())
    prior = [single[s] if len(s) == 1 else 0.15 * single.get(s[0], 0) * single.get(s[1], 0) / total for s in segments]
    return table * np.array(prior, dtype=np.float32)[:, None]


def learn(pairs: list[tuple[str, str]], rounds: int = 6, least: int = 3, discount: float = 0.1) -> Learned:
    """Fit the model on (foreign letters, Latin letters a to z) pairs.

    Segments seen fewer than *least* times (four times that for two letters) are left out; expected
    counts lose *discount* each round, which prunes the rare cells.
    """
    seen = _count_segments([foreign for foreign, _ in pairs])
    kept = sorted(s for s, count in seen.items() if count >= (least if len(s) == 1 else 4 * least))
    number = {s: i for i, s in enumerate(kept)}
    foreign = np.concatenate([_foreign_numbers(f, number) for f, _ in pairs])
    foreign_starts = np.concatenate([[0], np.cumsum([len(f) for f, _ in pairs])])
    latin = np.concatenate([_latin_numbers(y) for _, y in pairs])
    latin_starts = np.concatenate([[0], np.cumsum([len(y) for _, y in pairs])])

    letter = np.bincount(latin[:, 0], minlength=27).astype(np.float64) + 1
    letter *= (1 - STOP) / letter.sum()
    total_seen = sum(seen[s] for s in kept if len(s) == 1)
    single = {s: (1 - STOP) * seen[s] / total_seen for s in kept if len(s) == 1}
    noise, table = _noise(pairs, single, letter), _first_guess(kept, single)
    weights, order = np.zeros(len(pairs)), np.arange(len(pairs))
    for step in range(rounds):
        counts = np.zeros(table.shape, dtype=np.float32)
        total = _expect(order, foreign, foreign_starts, latin, latin_starts, table, counts, noise, weights)
        if step:
            counts = np.maximum(counts - np.float32(discount), 0)
        table = (counts / counts.sum()).astype(np.float32)
        cells = int((table > 0).sum())
        print(f"    {step + 1}: log-likelihood {total / len(pairs):.3f}, aligned {weights.mean():.3f}, cells {cells}")
    return Learned(kept, table)
