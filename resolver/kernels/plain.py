"""The kernels in numpy, for where nothing was compiled: the same results, more slowly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 16
"""Words of a name that a rough look takes in."""

NAME, FIRST_LETTER = 0, 1
"""Roles: a word of the name itself, an initial; all others are beside the name."""

ROUGH_WEIGHTS = (
    "named_pairs_0", "named_pairs_1", "named_pairs_2", "named_pairs_3", "both_sides_left_over", "all_of_query_found",
    "all_of_name_found", "order_rotated", "order_mixed", "stands_first", "stands_inside", "stands_last", "bias",
    "initial", "beside_shared", "not_in_query", "not_in_query_rarity", "not_in_query_initial",
)  # fmt: skip
"""What the weights of `rough_log_odds` count for, in their order."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RoughQuery:
    """The words (m) of a query for a rough look at many names.

    Word i has a role and a first letter (0 if none), is like the vocabulary words `near[near_at[i]:near_at[i + 1]]`
    (ascending) by `value` in [0, 1] and with the log-odds `weight`, where `same` marks the very same word; without a
    counterpart it counts `left_over[i]`.
    """

    roles: Bytes
    letters: Bytes
    near_at: Longs
    near: Ints
    value: Doubles
    weight: Doubles
    same: Bytes
    left_over: Doubles


@dataclass(frozen=True, slots=True)
class NameTokens:
    """The words of all names of an index, and what is known of each word of its vocabulary."""

    at: Longs
    tokens: Ints
    roles: Bytes
    rarity: Floats
    first_letter: Bytes


class Plain:
    """See `resolver.kernels.Kernels`."""

    def dot_rows(self, query: NDArray[np.int16], rows: NDArray[np.int8], spans: Longs) -> Ints:
        """Dot products (n) of `query` with the rows of all spans [from, to), in their order."""
        wide = query.astype(np.int32)
        parts = [rows[start:end].astype(np.int32) @ wide for start, end in spans.tolist()]
        return np.concatenate(parts) if parts else np.zeros(0, np.int32)

    def shared_above(self, keys: Ints, starts: Longs, postings: Ints, sizes: Ints, least: float) -> tuple[Ints, Floats]:
        """The numbers listed under any of `keys`, and the share of keys in common, counted keys / sqrt(keys * size), of
        those that have more than `least`; unordered. `sizes` are the keys that each number is listed under."""
        hits = [postings[starts[key] : starts[key + 1]] for key in keys.tolist()]
        found, counts = np.unique(np.concatenate(hits) if hits else np.zeros(0, np.int32), return_counts=True)
        shares = counts.astype(np.float32) / np.sqrt(sizes[found].astype(np.float32) * np.float32(len(keys)))
        enough = shares > np.float32(least)
        return found[enough], shares[enough]

    def best_totals(
        self, groups: list[tuple[Ints, Floats]], starts: Longs, postings: Ints, names: int
    ) -> tuple[Ints, Floats]:
        """The names, of `names` in all, that any token stands in, and what each adds up to over the groups; unordered.

        A group is tokens by ascending value, and their values; a name counts the best of them.
        """
        total, slot = np.zeros(names, np.float32), np.zeros(names, np.float32)
        for tokens, values in groups:
            slot[:] = 0
            for token, value in zip(tokens.tolist(), values, strict=True):
                slot[postings[starts[token] : starts[token + 1]]] = value
            total += slot
        met = np.flatnonzero(total).astype(np.int32)
        return met, total[met]

    def letter_scores(
        self, spans: Longs, latin: Ints, value: Doubles, segments: Ints, lengths: Longs, skipped: float, cells: int
    ) -> Doubles:
        """The natural logarithm of the joint probability of a spelling with each candidate (count).

        `spans` (letters, 2, 2): for the segment of one and of two letters that ends at each letter, where its cells in
        `latin` (numbers below `cells`) and `value` begin and end, -1 if it has none. `segments` (count, longest, 3) and
        `lengths` (count) are those of `resolver.encode.align.Candidates`; `skipped` is the probability of a letter that
        no segment explains.
        """
        count, longest, most = segments.shape
        ends = [np.ascontiguousarray(segments[:, b - 1 :, b - 1]) for b in range(1, min(most, longest) + 1)]
        first = np.zeros((count, longest + 1))
        first[:, 0] = 1.0
        past = [first]
        row = np.zeros(cells + 1)
        for i in range(1, len(spans) + 1):
            here = past[i - 1] * skipped
            for a in range(1, min(2, i) + 1):
                start, end = spans[i - 1, a - 1].tolist()
                if start < 0:
                    continue
                row[latin[start:end]] = value[start:end]
                before = past[i - a]
                here += before * row[0]
                for b, numbers in enumerate(ends, start=1):
                    here[:, b:] += before[:, :-b] * row[numbers]
                row[latin[start:end]] = 0.0
            here[:, 1:] += here[:, :-1] * skipped
            past.append(here)
        out: Doubles = np.log(past[-1][np.arange(count), lengths] + 1e-300)
        return out

    def rough_log_odds(
        self, query: RoughQuery, names: Ints, known: NameTokens, weights: Doubles, cut: float
    ) -> Doubles:
        """The log-odds of each name as far as the likeness of its words tells; `weights` are `ROUGH_WEIGHTS`, `cut` is
        how alike an initial and a name count."""
        looks = [_Look(query, known, name, cut) for name in names.tolist()]
        return np.array([look.log_odds(dict(zip(ROUGH_WEIGHTS, weights.tolist(), strict=True))) for look in looks])


class _Look:
    """One name beside the query: its most alike words paired first, those in the same place before others."""

    def __init__(self, query: RoughQuery, known: NameTokens, name: int, cut: float) -> None:
        words = slice(known.at[name], known.at[name + 1])
        self.query = query
        self.mine = query.roles.tolist()[:MOST_TOKENS]
        self.tokens = known.tokens[words].tolist()[:MOST_TOKENS]
        self.theirs = known.roles[words].tolist()[:MOST_TOKENS]
        self.rarity = known.rarity
        self.partner: dict[int, int] = {}
        self.place: dict[int, int | None] = {}
        found = []
        for i in range(len(self.mine)):
            for j in range(len(self.tokens)):
                place, value = self._pair(i, j, int(known.first_letter[self.tokens[j]]), cut)
                if value >= 0:
                    found.append((-value, abs(i - j), i, j, place))
        for _, _, i, j, place in sorted(found, key=lambda x: x[:4]):
            if i not in self.partner and j not in self.partner.values():
                self.partner[i], self.place[i] = j, place

    def _pair(self, i: int, j: int, first_letter: int, cut: float) -> tuple[int | None, float]:
        query, mine, theirs = self.query, self.mine[i], self.theirs[j]
        if FIRST_LETTER in (mine, theirs):
            fits = mine <= FIRST_LETTER and theirs <= FIRST_LETTER and 0 != query.letters[i] == first_letter
            return None, cut if fits else -1.0
        start, end = query.near_at[i], query.near_at[i + 1]
        place = int(start + np.searchsorted(query.near[start:end], self.tokens[j]))
        if place == end or query.near[place] != self.tokens[j]:
            return None, -1.0
        if (mine == NAME) != (theirs == NAME) and not query.same[place]:
            return None, -1.0
        return place, float(query.value[place])

    def log_odds(self, weights: dict[str, float]) -> float:
        total = weights["bias"]
        for i, role in enumerate(self.mine):
            place = self.place.get(i)
            if i not in self.partner:
                total += self.query.left_over[i]
            elif place is None:
                total += weights["initial"]
            else:
                total += self.query.weight[place] if role == NAME else weights["beside_shared"]
        spare = [j for j in range(len(self.tokens)) if j not in self.partner.values()]
        for j in spare:
            if self.theirs[j] == NAME:
                rarity = float(self.rarity[self.tokens[j]])
                total += weights["not_in_query"] + weights["not_in_query_rarity"] * rarity / 10.0
            elif self.theirs[j] == FIRST_LETTER:
                total += weights["not_in_query_initial"]
        named = [i for i, role in enumerate(self.mine) if role == NAME]
        order = [self.partner[i] for i in named if i in self.partner]
        falls = sum(a > b for a, b in pairwise(order))
        if falls:
            total += weights["order_rotated" if falls == 1 and order[-1] < order[0] else "order_mixed"]
        strong = sum(self.place.get(i) is not None for i in named)
        total += weights[f"named_pairs_{min(strong, 3)}"]
        lost = [i for i in range(len(self.mine)) if i not in self.partner]
        if any(i in named for i in lost) and any(self.theirs[j] == NAME for j in spare):
            total += weights["both_sides_left_over"]
        total += 0.0 if lost else weights["all_of_query_found"]
        total += 0.0 if spare else weights["all_of_name_found"]
        if self.mine == [NAME] and self.partner and len(self.tokens) > 1:
            names = [j for j, role in enumerate(self.theirs) if role == NAME]
            at = [self.partner[0]]
            last = "stands_last" if names[-1:] == at else "stands_inside"
            total += weights["stands_first" if names[:1] == at else last]
        return float(total)
