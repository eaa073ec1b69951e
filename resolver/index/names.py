"""An open index: entities, names and tokens by number, and the search for names that may fit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.index.build import ROLES, index_arrays
from resolver.index.grams import grams
from resolver.index.layout import Arrays, IndexInfo, load
from resolver.index.strings import Strings, text_hash
from resolver.index.vectors import VectorSearch
from resolver.model import ENTITY_TYPES, EntityType, NameRow
from resolver.names import Role, Token
from resolver.tokens import sound, spellings

_TOKENS_CACHED = 1 << 15


class NameIndex:
    """Read-only; safe to share between threads. Entities, names and tokens are numbered from 0."""

    def __init__(self, arrays: Arrays, info: IndexInfo) -> None:
        self.info = info
        self.token = lru_cache(maxsize=_TOKENS_CACHED)(self._token)
        self._arrays = arrays
        self.vectors = VectorSearch(arrays)
        self._entity_ids = self._strings("entity_id")
        self._descriptions = self._strings("entity_description")
        self._names = self._strings("name_text")
        self._keys = self._strings("vocab_key")
        self._texts = self._strings("vocab_text")
        self._langs = self._strings("vocab_lang")

    @classmethod
    def open(cls, directory: Path) -> NameIndex:
        """Maps an index into memory. Raises IndexMissingError or IndexFormatError."""
        return cls(*load(directory))

    @classmethod
    def of(cls, rows: Iterable[NameRow]) -> NameIndex:
        """An index in memory. Raises InputError if there is no usable name."""
        return cls(*index_arrays(rows))

    def _strings(self, name: str) -> Strings:
        return Strings(self._arrays[f"{name}_blob"], self._arrays[f"{name}_at"])

    # entities and names

    def entity_of(self, name: int) -> int:
        return int(self._arrays["name_entity"][name])

    def entities_of(self, names: NDArray[np.int32]) -> NDArray[np.int32]:
        entities: NDArray[np.int32] = self._arrays["name_entity"][names]
        return entities

    def entity_id(self, entity: int) -> str:
        return self._entity_ids[entity]

    def entity_type(self, entity: int) -> EntityType:
        return ENTITY_TYPES[int(self._arrays["entity_type"][entity])]

    def entity_description(self, entity: int) -> str:
        return self._descriptions[entity]

    def entity_name(self, entity: int) -> str:
        """The canonical name."""
        return self._names[self._arrays["entity_first_name"][entity]]

    def name_text(self, name: int) -> str:
        return self._names[name]

    def is_weak(self, name: int) -> bool:
        """Whether this name may find its entity but never match alone."""
        return bool(self._arrays["name_weak"][name])

    def types_of_names(self, names: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The entity types, as positions in `ENTITY_TYPES`, that the names belong to."""
        types: NDArray[np.uint8] = self._arrays["entity_type"][self.entities_of(names)]
        return types

    # tokens

    def _token(self, number: int) -> Token:
        """A token of the vocabulary, with its language; its role differs from name to name."""
        return Token(self._texts[number], self._keys[number], lang=self._langs[number])

    def tokens_of(self, name: int) -> tuple[list[int], list[Role]]:
        """The token numbers of a name in order, and the role of each."""
        start, end = self._arrays["name_token_at"][name : name + 2]
        numbers: list[int] = self._arrays["name_token"][start:end].tolist()
        return numbers, [ROLES[r] for r in self._arrays["name_role"][start:end].tolist()]

    def rarity_of(self, token: int) -> float:
        """The rarity of a token in this index and in the world."""
        return float(self._arrays["vocab_rarity"][token])

    def mass_of(self, names: NDArray[np.int32]) -> NDArray[np.float32]:
        """The rarity of all tokens of each name together."""
        mass: NDArray[np.float32] = self._arrays["name_mass"][names]
        return mass

    def names_with(self, token: int) -> NDArray[np.int32]:
        """The names that a token stands in, ascending."""
        start, end = self._arrays["posting_at"][token : token + 2]
        names: NDArray[np.int32] = self._arrays["posting_name"][start:end]
        return names

    def names_joined(self, joined: str) -> NDArray[np.int32]:
        """The names whose letters are `joined` once gaps, case and diacritics are gone (but for hash collisions)."""
        hashes = self._arrays["joined_hash"]
        key = text_hash(joined)
        start, end = np.searchsorted(hashes, key, "left"), np.searchsorted(hashes, key, "right")
        names: NDArray[np.int32] = self._arrays["joined_name"][start:end]
        return names

    def similar_tokens(self, token: Token, most: int) -> NDArray[np.int32]:
        """Up to `most` tokens of the vocabulary that share letter groups with a spelling of `token`, best first."""
        starts, postings = self._arrays["gram_at"], self._arrays["gram_spelling"]
        sizes, owner = self._arrays["spelling_size"], self._arrays["spelling_token"]
        best = np.zeros(len(sizes), np.float32)
        for spelling in spellings(token.text):
            mine = grams(spelling.text, sound(spelling.text))
            hits = np.concatenate([postings[starts[g] : starts[g + 1]] for g in mine])
            shared = np.bincount(hits, minlength=len(sizes)).astype(np.float32)
            np.maximum(best, shared / np.sqrt(sizes * np.float32(len(mine))), out=best)
        found = np.flatnonzero(best > _LEAST_SHARED)
        if len(found) > 4 * most:
            found = found[np.argpartition(-best[found], 4 * most)[: 4 * most]]
        found = found[np.lexsort((found, -best[found]))]
        tokens, first = np.unique(owner[found], return_index=True)
        similar: NDArray[np.int32] = tokens[np.argsort(first)][:most]
        return similar


_LEAST_SHARED = 0.2
"""Spellings that share fewer of their letter groups (cosine) are not looked at."""
