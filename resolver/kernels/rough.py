"""What a rough look at many names takes, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.kernels.likeness import Packed
from resolver.kernels.offsets import At
from resolver.kernels.texts import Texts

MOST_TOKENS = 16
"""Words of a name that a rough look takes in."""

LONGEST_PATTERN = 64
"""Bytes of a spelling that are compared with others at once."""

NAME, FIRST_LETTER, _TITLE, PARTICLE, LEGAL = range(5)
"""Roles: a word of the name itself, an initial; all others, such as particles, are beside the name. Further ones count
as titles do."""

ROLE_BITS = 3
"""The lowest bits of a word of a name are its role."""

WORDS, IN_CHARACTERS, ACRONYM = (1 << MOST_TOKENS) - 1, 1 << MOST_TOKENS, 1 << MOST_TOKENS + 1
"""The bits of `Plain.pairings`: one for each word of the query, and two more."""

ROUGH_WEIGHTS = (
    "named_pairs_0", "named_pairs_1", "named_pairs_2", "named_pairs_3", "both_sides_left_over", "all_of_query_found",
    "all_of_name_found", "order_rotated", "order_mixed", "stands_first", "stands_inside", "stands_last", "bias",
    "initial", "beside_shared", "not_in_query", "not_in_query_rarity", "not_in_query_initial", "beside_title",
    "beside_particle", "beside_legal",
)  # fmt: skip
"""What the weights of `rough_log_odds` count for, in their order."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RoughQuery:
    """The words (m) of a query for a rough look at many names.

    Word i has a role and a first letter (0 if none), is like the vocabulary words `near[near_at[i]:near_at[i + 1]]`
    (ascending) by `value` in [0, 1] and with the log-odds `weight`, where `same` marks the very same word; without a
    counterpart it counts `left_over[i]`, beside a word known to be akin `most[i]` at most, and `added` more than the
    letters tell where these are read alike. `latin` is its most usual Latin spelling; `known` says whether the data of
    names have it.
    """

    roles: Bytes
    letters: Bytes
    near_at: Longs
    near: Ints
    value: Doubles
    weight: Doubles
    same: Bytes
    left_over: Doubles
    most: Doubles
    added: float
    latin: Texts
    known: Bytes


class Pairings(NamedTuple):
    """How the words of a query stand for those of each of some names (n): the counterpart of each, -1 for none,
    (n, 16); whether that is all there is to the alignment (n); as bits (n) what may speak for the name beside letters;
    and by how much the log-odds may rise if those that may be akin are: for each word of the query (n, 16), and as a
    whole (n)."""

    partners: NDArray[np.int8]
    plain: NDArray[np.bool_]
    hints: NDArray[np.uint32]
    gains: Doubles
    wholes: Doubles


def with_roles(numbers: Ints, roles: Bytes) -> NDArray[np.uint32]:
    """Words of names, below 2^29, together with their roles."""
    words: NDArray[np.uint32] = numbers.astype(np.uint32) << np.uint32(ROLE_BITS) | roles
    return words


def numbers_of(words: NDArray[np.uint32]) -> Ints:
    """Which words they are."""
    return (words >> np.uint32(ROLE_BITS)).astype(np.int32)


def roles_of(words: NDArray[np.uint32]) -> Bytes:
    """What role each has."""
    return (words & np.uint32((1 << ROLE_BITS) - 1)).astype(np.uint8)


@dataclass(frozen=True, eq=False)
class NameTokens:
    """The words of all names of an index, number and role in one (see `with_roles`), and what is known of each word of
    its vocabulary: rarity, first letter, where in `spellings`, a blob with offsets, its Latin spellings begin, whether
    the data of names have it, its script, which of these are of characters, and its key."""

    at: At
    words: NDArray[np.uint32]
    rarity: Floats
    first_letter: Bytes
    spelling_at: At
    spellings: Packed
    akin: Bytes
    scripts: Bytes
    in_characters: Bytes
    keys: Packed

    @property
    def tokens(self) -> Ints:
        """The numbers of the words."""
        return numbers_of(self.words)

    @property
    def roles(self) -> Bytes:
        """Their roles."""
        return roles_of(self.words)

    def latin(self, token: int) -> bytes:
        """The most usual spelling of a word."""
        blob, at = self.spellings
        place = int(self.spelling_at[token])
        return blob[at[place] : at[place + 1]].tobytes()

    def key(self, token: int) -> str:
        """The key of a word."""
        blob, at = self.keys
        return blob[at[token] : at[token + 1]].tobytes().decode()
