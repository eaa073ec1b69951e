"""How alike the words of two names are: found for many names at once, which is quicker, and kept, for words recur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from resolver.match.align import READ, Like
from resolver.match.readings import is_read
from resolver.names import Token
from resolver.tokens import SAME, Likeness, Spelled, likenesses, measured_by, vectors

Both = tuple[tuple[Token, ...], tuple[Token, ...]]
"""The words of two names."""
_Kept = dict[tuple[Token, Token], Likeness | None]
_MOST_KEPT = 1 << 16


class Words:
    """The likenesses of words met lately. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: _Kept = {}

    def likes(self, names: Iterable[Both]) -> list[Like]:
        """How alike the words of each two names are."""
        if len(self._kept) > _MOST_KEPT:
            self._kept = {}
        kept, every = self._kept, list(names)
        grids = [_grid(kept, *both) for both in every]
        unmet = [at for at, grid in enumerate(grids) if grid is None]
        if unmet:
            _meet(kept, [every[at] for at in unmet])
        for at in unmet:
            grids[at] = _grid(kept, *every[at])
        return [_like(grid or [], len(right)) for grid, (_, right) in zip(grids, every, strict=True)]


def _grid(kept: _Kept, left: Sequence[Token], right: Sequence[Token]) -> list[Likeness | None] | None:
    """Each word of one name beside each of the other; None if some were not met before."""
    try:
        return [kept[mine, theirs] for mine in left for theirs in right]
    except KeyError:
        return None


def _like(grid: list[Likeness | None], width: int) -> Like:
    return lambda i, j: grid[i * width + j]


def _meet(kept: _Kept, names: Iterable[Both]) -> None:
    """Finds the likenesses that are missing. Vectors, and what others are compared by, are made at once for all."""
    letters: dict[Token, list[Token]] = {}
    for both in dict.fromkeys(both for left, right in names for both in product(left, right) if both not in kept):
        mine, theirs = both
        if mine.key == theirs.key:
            kept[both] = SAME
        elif "initial" in (mine.role, theirs.role) or (mine.role == "name") != (theirs.role == "name"):
            kept[both] = None  # whatever their letters, they are not aligned
        elif is_read(mine, theirs):
            kept[both] = READ
        else:
            letters.setdefault(mine, []).append(theirs)
    if not letters:
        return
    others = list(dict.fromkeys(theirs for some in letters.values() for theirs in some))
    place = {token: at for at, token in enumerate(others)}
    texts = [*(token.text for token in letters), *(other.text for other in others)]
    # What the words are measured by is computed with them.
    computed = vectors()([*texts, *(text for token in letters for text in measured_by(token))])
    own, learned = computed[: len(letters)], computed[len(letters) : len(texts)]
    numbers = [np.array([place[theirs] for theirs in some], np.int32) for some in letters.values()]
    # Row by row: a product of matrices may differ in the last place by how many rows there are.
    cosines = [(learned[some] * vector).sum(axis=1) for some, vector in zip(numbers, own, strict=True)]
    found = likenesses(list(letters), own, Spelled.of(others), numbers, cosines)
    for (token, some), likes in zip(letters.items(), found, strict=True):
        alike = likes.without_rivals()
        near = {others[number]: alike[at] for at, number in enumerate(likes.numbers.tolist())}
        for theirs in some:
            kept[token, theirs] = near.get(theirs)
