"""Names by the letters they have in all: what is written as one word finds what is written as several.

The letters in order are hashed; the names are kept by the hash, of which the first bits say where in the list a name
stands and eight more are kept beside it. Others may have the same, or the same letters, so that whoever finds a name
looks whether it is the one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

from resolver.index.layout import Arrays
from resolver.names import Token, acronyms

_BITS = 64
_KEPT = 8
_EACH = 4
"""Two to this power of names have the same first bits, more or less."""


def letters_hash(text: str) -> int:
    """A hash below 2^64 of the letters of a text, whatever their order; the same on every machine."""
    return xxh3_64_intdigest("".join(sorted(text)).encode("utf-8", "surrogatepass"))


def joined_forms(tokens: Sequence[Token], type: str) -> set[str]:
    """A name as one word, with its last token in its place and in front; and what it is shortened to, if it is none of
    a person."""
    keys = [token.key for token in tokens]
    forms = {"".join(keys), "".join([*keys[-1:], *keys[:-1]])}
    return forms if type == "person" else forms | acronyms(tokens)


def joined_hashes(tokens: Sequence[Token], type: str) -> set[int]:
    """The hashes of these forms."""
    return {letters_hash(text) for text in joined_forms(tokens, type)}


def joined_arrays(hashes: NDArray[np.uint64], names: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """The arrays of a `Joined` over the hashes of names."""
    bits = max(0, len(hashes).bit_length() - _EACH)
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    firsts = np.searchsorted(hashes, np.arange(1 << bits, dtype=np.uint64) << np.uint64(_BITS - bits) if bits else 0)
    at = np.append(firsts, len(hashes)).astype(np.uint32)
    kept = (hashes >> np.uint64(_BITS - bits - _KEPT)).astype(np.uint8)
    return {"joined_at": at, "joined_hash": kept, "joined_name": names[order]}


class Joined:
    """Looks names up by their letters."""

    def __init__(self, arrays: Arrays) -> None:
        self._at, self._hashes, self._names = (arrays[f"joined_{of}"] for of in ("at", "hash", "name"))
        self._bits = (len(self._at) - 1).bit_length() - 1

    def near(self, text: str) -> NDArray[np.int32]:
        """The names that may have all letters of a text and no others, ascending."""
        wanted = letters_hash(text)
        bucket = wanted >> (_BITS - self._bits)
        kept = wanted >> (_BITS - self._bits - _KEPT) & ((1 << _KEPT) - 1)
        some = slice(int(self._at[bucket]), int(self._at[bucket + 1]))
        return np.sort(self._names[some][self._hashes[some] == kept])
