"""What the likeness of a token to others is computed from, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.offsets import At
from resolver.kernels.texts import Texts

Packed = tuple[NDArray[np.uint8], At]
"""Strings (n): a run of UTF-8, and where in it each begins and the last ends (n + 1)."""

KINDS = ("learned", "similar", "sound", "romanised", "same")
LEARNED, SIMILAR, SOUND, ROMANISED, SAME = range(len(KINDS))

MOST_LATIN = 24
"""Letters of a Latin spelling that the letter models read."""


@dataclass(frozen=True, eq=False)
class KnownTokens:
    """Several tokens (n) as columns.

    Token i has the folded key `keys[i]` and is written in the script with the number `scripts[i]`. Its Latin spellings
    are those of `texts` from `spelling_at[i]` to `spelling_at[i + 1]`, most usual first, with their `sounds` and the
    numbers of the `systems` they come from. `letters` is what the letter models read, "" where that is the first
    spelling; `usual` the logarithm of one plus how many persons of a large sample bear the token.
    """

    keys: Packed
    scripts: NDArray[np.uint8]
    letters: Packed
    usual: NDArray[np.float32]
    spelling_at: At
    texts: Packed
    sounds: Packed
    systems: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.scripts)

    def latin(self, numbers: NDArray[np.int32]) -> Texts:
        """What the letter models read of some of them."""
        letters = texts_at(self.letters, numbers).strings()
        first = texts_at(self.texts, self.spelling_at[numbers]).strings()
        return Texts.of(text or spelling for text, spelling in zip(letters, first, strict=True))


@dataclass(frozen=True, slots=True)
class Letters:
    """Spellings as letter models read them. Those of the i-th are `spans[at[i]:at[i + 1]]`: for the segment of one and
    of two letters that ends at each letter, where its cells in `latin` and `value` begin and end, `spans` (letters, 2,
    2), -1 if it has none. What has no letters is read by no model."""

    at: NDArray[np.int64]
    spans: NDArray[np.int64]
    latin: NDArray[np.int32]
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AskedTokens:
    """Several tokens (n) to be compared with others, as columns.

    Each has a folded key, of which the first character has the code point in `starts`, and Latin spellings (at most
    255) with their sounds, of 64 bytes at most: those of the i-th from `spelled_at[i]` to `spelled_at[i + 1]`. `beside`
    (n, 3, scripts) tells how it stands to the scripts of the others: whether both tell how a name is read, are two, are
    one. Its own spellings (`own_at` parts them), whose vectors have the `own_cosines` with its own, are what others are
    measured by. Letter evidence is what the models of its romanised and of its original letters say, and the log
    probabilities `trigrams` (27, 27, 27) of the language; `weights` (6) are those of the cosine, the original, the
    romanised letters, the language, the length, and of how usual the other is. `skipped` is the probability of a letter
    that no segment explains, `cells` how many Latin segments there are.
    """

    keys: Texts
    starts: NDArray[np.uint32]
    spelled: Texts
    heard: Texts
    spelled_at: NDArray[np.int64]
    beside: NDArray[np.bool_]
    own: Texts
    own_at: NDArray[np.int64]
    own_cosines: NDArray[np.float32]
    romanised: Letters
    original: Letters
    trigrams: NDArray[np.float32]
    weights: NDArray[np.float64]
    skipped: float
    cells: int

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Scale:
    """A cosine of `cosine_cut` says as much as letters of `cut`; tokens of one sound that share less of their letters
    than `sound_from` may be any two. Those alike by less than `least` are left out."""

    cut: float
    cosine_cut: float
    sound_from: float
    least: float

    def of_cosine(self, cosine: Any) -> Any:
        """A cosine, or an array of them, on the scale of the letters."""
        return self.cut + (1 - self.cut) * (cosine - self.cosine_cut) / (1 - self.cosine_cut)


ALIKE = np.dtype([
    ("value", "f8"), ("spelled", "f4"), ("heard", "f4"), ("cosine", "f4"), ("fit", "f4"), ("share", "f4"),
    ("number", "i4"), ("length", "u2"), ("system", "u2"), ("kind", "i1"), ("across", "?"), ("other_start", "?"),
    ("own_system", "u1"),
])  # fmt: skip
"""A token that one is like, and how. `number` tells which of the known tokens it is, `length` how many characters it
has; `kind` is a place in `KINDS`; `other_start` says whether the two begin with different letters. The likeness rests
on the spelling at the place `own_system` of the one, and on a spelling of the other that comes from `system`. What the
other figures mean is said in `resolver.tokens.Likeness`."""

Alike = NDArray[np.void]
"""The tokens (n) that one is like, rows of `ALIKE`."""


def alike_rows(**columns: Any) -> Alike:
    """Such rows from columns (n), one for each field."""
    rows = np.empty(len(columns["number"]), ALIKE)
    for name, column in columns.items():
        rows[name] = column
    return rows


def texts_at(packed: Packed, places: NDArray[Any]) -> Texts:
    """Some of the strings, by their places."""
    blob, at = packed
    return Texts(blob, np.asarray(at[places], np.int64), np.asarray(at[places + 1], np.int64))


def strung(parts: Sequence[Packed]) -> Packed:
    """The strings of several runs in one."""
    return np.concatenate([blob for blob, _ in parts]), run_on([at for _, at in parts])


def run_on(parts: Sequence[At]) -> NDArray[np.int64]:
    """Offsets of several runs, each from 0, as those of one."""
    at = np.zeros(sum(len(part) - 1 for part in parts) + 1, np.int64)
    np.cumsum(np.concatenate([np.diff(np.asarray(part, np.int64)) for part in parts]), out=at[1:])
    return at


def log_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the softmax."""
    if not len(scores):
        return scores
    least = scores - scores.max()
    shares: NDArray[np.float64] = least - np.log(np.exp(least).sum())
    return shares
