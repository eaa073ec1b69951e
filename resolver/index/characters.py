"""The words of a vocabulary that are written in Han characters, looked up by what each character may be."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from resolver.index.strings import Strings
from resolver.kernels import Packed

LONGEST = 4
"""Characters of a word; longer ones are no part of a person's name."""
_FIRST_HAN, _AFTER_HAN = "\u3400", "\ua000"
_NONE = np.zeros(0, np.int32)

Lattice = Mapping[int, Sequence[tuple[int, NDArray[np.uint16]]]]
"""What a word in letters may be read from: place of a letter -> places where a character may end that begins there,
with the codes of the characters that are read as the letters between, ascending."""


class Characters:
    """The words from `first` on, by their characters: `codes` (n, 4) are these in UTF-16, 0 where a word has none, in
    ascending order of the first column. Words with rarer characters, which have no such code, are never found."""

    def __init__(self, first: int, codes: NDArray[np.uint16]) -> None:
        self._first = first
        self._codes = np.ascontiguousarray(codes.T)

    @classmethod
    def of(cls, keys: Strings, packed: Packed) -> Characters:
        """Those of the folded words of a vocabulary, which are in order, given as such and packed."""
        first, end = (bisect_left(keys, bound) for bound in (_FIRST_HAN, _AFTER_HAN))
        blob, offsets = packed
        at = np.asarray(offsets[np.arange(first, end + 1)], np.int64)
        text = blob[at[0] : at[-1]]
        letters = np.cumsum((text & 0xC0) != 0x80)  # a character begins with each byte that does not go on one
        starts = np.concatenate([[0], letters])[at - at[0]]
        codes = np.frombuffer(text.tobytes().decode("utf-8").encode("utf-32-le"), np.uint32)
        lengths = np.diff(starts)
        places = starts[:-1, None] + np.arange(LONGEST)
        padded = np.concatenate([codes, np.zeros(LONGEST, np.uint32)])[places]
        padded[np.arange(LONGEST) >= lengths[:, None]] = 0
        padded[(lengths > LONGEST) | (padded > np.iinfo(np.uint16).max).any(axis=1), 1:] = 1
        return cls(first, padded.astype(np.uint16))

    def __len__(self) -> int:
        return len(self._codes[0])

    def read_as(self, lattice: Lattice, length: int) -> NDArray[np.int32]:
        """The numbers of the words that may be read as the `length` letters of a word, ascending."""
        found = []
        states: dict[int, list[NDArray[np.int64]]] = {}
        for end, codes in lattice.get(0, ()):
            states.setdefault(end, []).append(self._beginning_with(codes))
        for column in (*self._codes[1:], None):
            after: dict[int, list[NDArray[np.int64]]] = defaultdict(list)
            for at, lists in states.items():
                words = np.concatenate(lists) if len(lists) > 1 else lists[0]
                if not len(words):
                    continue
                follows = column[words] if column is not None else np.zeros(len(words), np.uint16)
                if at == length:
                    found.append((words[follows == 0] + self._first).astype(np.int32))
                for end, codes in lattice.get(at, ()):
                    after[end].append(words[_among(follows, codes)])
            states = after
        return np.unique(np.concatenate(found)) if found else _NONE

    def _beginning_with(self, codes: NDArray[np.uint16]) -> NDArray[np.int64]:
        column = self._codes[0]
        starts, ends = column.searchsorted(codes), column.searchsorted(codes, "right")
        spans = [
            np.arange(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True) if start < end
        ]
        return np.concatenate(spans) if spans else np.zeros(0, np.int64)


def _among(codes: NDArray[np.uint16], some: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Which of the codes are among some, which ascend."""
    found: NDArray[np.bool_] = some[np.minimum(some.searchsorted(codes), len(some) - 1)] == codes
    return found
