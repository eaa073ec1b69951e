"""The spellings of whole words that were met together, kept as lines of text and searched in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class Met:
    """`lines` are left spelling, right spelling and how often they were met together, parted by tabs, in order."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1, [len(lines) + 1]]).astype(np.uint32)

    @classmethod
    def of(cls, words: Mapping[tuple[str, str], int]) -> Met:
        """From how often each two spellings were met together."""
        return cls("\n".join(f"{left}\t{right}\t{n}" for (left, right), n in sorted(words.items())).encode())

    def with_left(self, word: str) -> dict[str, int]:
        """The right spellings of a left one, with how often each was met."""
        return self._found(range(len(self)), word.encode(), 0)

    def with_right(self, word: str) -> dict[str, int]:
        """The left spellings of a right one."""
        return self._found(self._by_right, word.encode(), 1)

    def __len__(self) -> int:
        return len(self._starts) - 1 if self._lines else 0

    def _found(self, order: Sequence[int] | NDArray[np.uint32], word: bytes, side: int) -> dict[str, int]:
        found = {}
        for place in range(bisect_left(order, word, key=lambda at: self._row(at)[side]), len(order)):
            row = self._row(order[place])
            if row[side] != word:
                break
            found[row[1 - side].decode()] = int(row[2])
        return found

    @cached_property
    def _by_right(self) -> NDArray[np.uint32]:
        return np.array(sorted(range(len(self)), key=lambda at: self._row(at)[1]), np.uint32)

    def _row(self, at: int) -> list[bytes]:
        return self._lines[self._starts[at] : self._starts[at + 1] - 1].split(b"\t")
