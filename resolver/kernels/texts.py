"""Several strings as the kernels read them: places in one run of UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Texts:
    """Strings (n): the i-th is `blob[starts[i]:ends[i]]` (uint8, int64)."""

    blob: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """These strings, packed."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        at = places(map(len, encoded))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), at[:-1], at[1:])

    @property
    def packed(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The blob, and where each string begins and the last ends, of strings that fill it."""
        return self.blob, np.concatenate([np.zeros(1, np.int64), self.ends])

    def __len__(self) -> int:
        return len(self.starts)

    def cut(self, most: int) -> Texts:
        """Their first bytes, at most so many of each."""
        return Texts(self.blob, self.starts, np.minimum(self.ends, self.starts + most))

    def part(self, places: slice) -> Texts:
        """Some of them."""
        return Texts(self.blob, self.starts[places], self.ends[places])

    def bytes_at(self, at: int) -> bytes:
        """One of them as it stands there."""
        return self.blob[self.starts[at] : self.ends[at]].tobytes()

    def __getitem__(self, at: int) -> str:
        return self.bytes_at(at).decode("utf-8", "surrogatepass")

    @property
    def longest(self) -> int:
        """The bytes of the longest; 0 if there is none."""
        return int((self.ends - self.starts).max(initial=0))

    def all_bytes(self) -> list[bytes]:
        """All of them."""
        return [self.bytes_at(at) for at in range(len(self))]

    def strings(self) -> list[str]:
        """All of them, decoded."""
        return [self[at] for at in range(len(self))]

    def equal(self, wanted: bytes) -> NDArray[np.bool_]:
        """Which of them are this one."""
        same: NDArray[np.bool_] = self.ends - self.starts == len(wanted)
        for at in np.flatnonzero(same).tolist():
            same[at] = self.bytes_at(at) == wanted
        return same


def places(lengths: Iterable[int]) -> NDArray[np.int64]:
    """Where each of several runs (n) of these lengths begins, and the last ends, (n + 1)."""
    at = np.array([0, *lengths], np.int64)
    return np.cumsum(at, out=at)
