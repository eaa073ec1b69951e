"""The tokens of an open index by number: how they are spelled, what is known of them, and which are like another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resolver.index.characters import Characters
from resolver.index.layout import Arrays, IndexInfo
from resolver.index.strings import Strings, read_labels
from resolver.index.vectors import VectorSearch
from resolver.kernels import (
    MOST_GRAMS,
    N_GRAMS,
    KnownSpellings,
    KnownTokens,
    Lists,
    Offsets,
    Packed,
    Texts,
    kernels,
    places,
    texts_at,
)
from resolver.names import Token
from resolver.tokens import CHARACTERS, NameKnowledge, Spelled, sound, spellings

_TOKENS_CACHED = 1 << 12
_LEAST_SHARED = 0.2
"""Spellings that share fewer of their letter groups (cosine) are not looked at."""


class Vocabulary:
    """Read-only; safe to share between threads. Tokens are numbered from 0, in the order of their keys."""

    def __init__(self, arrays: Arrays, info: IndexInfo) -> None:
        self.info = info
        self.token = lru_cache(maxsize=_TOKENS_CACHED)(self._token)
        self.known = lru_cache(maxsize=_TOKENS_CACHED)(self._known)
        self.vectors = VectorSearch(arrays)
        self._arrays = arrays
        self._keys = self._strings("vocab_key", info.tokens)
        self._texts = self._strings("vocab_text", info.tokens)
        self._langs = self._labels("vocab_lang")
        self._spelling_at = self._offsets("vocab_spelling_at", info.tokens + 1)
        self._spellings = self._strings("spelling_text", len(arrays["spelling_size"]))

    @property
    def vocabulary(self) -> Strings:
        """The folded tokens, in order."""
        return self._keys

    def keys_of(self, numbers: NDArray[np.int32]) -> list[str]:
        """The folded tokens with these numbers."""
        return texts_at(self.spelled.known.keys, numbers).strings()

    def token_number(self, key: str) -> int | None:
        """The number of the token with this key; keys are kept in order."""
        at = kernels().find(self.spelled.known, key)
        return at if at < self.info.tokens and self._keys[at] == key else None

    @cached_property
    def characters(self) -> Characters:
        """The words that are written in Han characters."""
        return Characters.of(self._keys, self._packed("vocab_key", self.info.tokens))

    @property
    def rarities(self) -> NDArray[np.float32]:
        """The rarity of each token."""
        rarities: NDArray[np.float32] = self._arrays["vocab_rarity"]
        return rarities

    def rarity_of(self, token: int) -> float:
        """The rarity of a token in this index and in the world."""
        return float(self._arrays["vocab_rarity"][token])

    def _token(self, number: int) -> Token:
        """A token of the vocabulary, with its language; its role differs from name to name."""
        key = self._keys[number]
        return Token(self._texts[number] or key.title(), key, lang=self._langs[int(self._arrays["vocab_lang"][number])])

    def spellings_of(self, number: int) -> list[str]:
        """The Latin spellings of a token, most usual first."""
        return [self._spellings[at] for at in range(*self._spelling_at.span(number))]

    def _known(self, number: int) -> NameKnowledge:
        """What is known of a token as a part of names."""
        start, end = self._spelling_at.span(number)
        return NameKnowledge.of(self._keys[number], [self._spellings[at] for at in range(start, min(end, start + 2))])

    @cached_property
    def spelled(self) -> Spelled:
        """What the tokens are compared by."""
        tokens, spelled = self.info.tokens, self._spelled
        known = KnownTokens(
            self._packed("vocab_key", tokens), self._column("vocab_script"), self._packed("vocab_letters", tokens),
            self._column("vocab_usual"), self._spelling_at, self._packed("spelling_text", spelled),
            self._packed("spelling_sound", spelled), self._column("spelling_system"),
        )  # fmt: skip
        return Spelled(known, self._labels("vocab_script"), self._labels("spelling_system"))

    @property
    def _in_characters(self) -> NDArray[np.uint8]:
        """Which scripts of tokens are of characters."""
        return np.array([script in CHARACTERS for script in self._labels("vocab_script")], np.uint8)

    @property
    def _spelled(self) -> int:
        """How many spellings the tokens have in all."""
        return len(self._arrays["spelling_size"])

    @cached_property
    def _known_spellings(self) -> KnownSpellings:
        sizes, spelled = self._column("spelling_size"), self._spelled
        return KnownSpellings(
            Lists(self._offsets("gram_at", N_GRAMS + 1), self._column("gram_list")), sizes, int(sizes.min()),
            int(sizes.max()), self._offsets("spelling_token", spelled), self._packed("spelling_text", spelled),
            self._packed("spelling_sound", spelled),
        )  # fmt: skip

    def similar_tokens(self, tokens: Sequence[Token], most: int) -> list[NDArray[np.int32]]:
        """Up to `most` tokens of the vocabulary that share letter groups with a spelling of each token, best first."""
        mine = [[spelling.text for spelling in spellings(token.text)] for token in tokens]
        every = [text for some in mine for text in some]
        at, keys = kernels().grams(Texts.of(every), Texts.of(map(sound, every)))
        found = []
        for start, end in pairwise(places(map(len, mine)).tolist()):
            own, least = keys[at[start] : at[end]], _LEAST_SHARED
            if end - start > 1:
                # Spellings of one token have most of their groups in common; to count them once is enough to propose.
                own = np.unique(own)[:MOST_GRAMS]
                least *= math.sqrt((at[end] - at[start]) / ((end - start) * len(own)))
            found.append(kernels().most_alike(own, self._known_spellings, least, most))
        return found

    def _offsets(self, name: str, count: int) -> Offsets:
        return Offsets(np.ascontiguousarray(self._arrays[name]), count)

    def _strings(self, name: str, count: int) -> Strings:
        return Strings(self._column(f"{name}_blob"), Offsets(self._arrays[f"{name}_at"], count + 1))

    def _packed(self, name: str, count: int) -> Packed:
        """The same for the kernels."""
        return self._column(f"{name}_blob"), self._offsets(f"{name}_at", count + 1)

    def _column(self, name: str) -> NDArray[Any]:
        """A column for the kernels, which read what lies behind one another."""
        return np.ascontiguousarray(self._arrays[name])

    def _labels(self, name: str) -> tuple[str, ...]:
        """The texts that the numbers of a column stand for."""
        return read_labels(self._arrays[f"{name}_label"])
