"""An open index: entities, names and tokens by number, and the search for names that may fit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resolver.index.build import index_arrays
from resolver.index.context import EntityContexts
from resolver.index.joined import Joined, joined_forms
from resolver.index.layout import Arrays, IndexInfo, load
from resolver.index.strings import SortedStrings
from resolver.index.vocabulary import Vocabulary
from resolver.kernels import (
    ROLE_BITS,
    Lists,
    NameShares,
    NameTokens,
    Offsets,
    Wanted,
    kernels,
    numbers_of,
)
from resolver.model import ENTITY_TYPES, EntityType, NameRow
from resolver.names import ROLES, Role


class NameIndex(Vocabulary):
    """Read-only; safe to share between threads. Entities, names and tokens are numbered from 0."""

    def __init__(self, arrays: Arrays, info: IndexInfo) -> None:
        super().__init__(arrays, info)
        self.contexts = EntityContexts(arrays)
        self._joined = Joined(arrays)
        id_at = self._offsets("entity_id_at", info.entities + 1)
        self._entity_ids = SortedStrings(self._column("entity_id_blob"), id_at)
        self._descriptions = self._strings("entity_description", info.entities)
        self._first_names = Offsets(arrays["entity_first_name"], info.entities + 1)
        self._names = self._strings("name_text", info.names)
        self._entities = self._offsets("name_entity", info.names)
        self._token_at = self._offsets("name_token_at", info.names + 1)
        self._langs_of_names, self._scripts_of_names = self._labels("name_lang"), self._labels("name_script")
        self._names_with = Lists(self._offsets("posting_at", info.tokens + 1), self._column("posting_list"))

    @classmethod
    def open(cls, directory: Path) -> NameIndex:
        """Maps an index into memory. Raises IndexMissingError or IndexFormatError."""
        return cls(*load(directory))

    @classmethod
    def of(cls, rows: Iterable[NameRow]) -> NameIndex:
        """An index in memory. Raises InputError if there is no usable name."""
        return cls(*index_arrays(rows))

    # entities and names

    def entity_of(self, name: int) -> int:
        return self._entities[name]

    def entities_of(self, names: NDArray[np.int32]) -> NDArray[np.int32]:
        return self._entities[names].astype(np.int32)

    def entity_id(self, entity: int) -> str:
        return self._entity_ids[entity]

    def entity_type(self, entity: int) -> EntityType:
        return ENTITY_TYPES[int(self._arrays["entity_type"][entity])]

    def entity_description(self, entity: int) -> str:
        return self._descriptions[entity]

    def entity_name(self, entity: int) -> str:
        """The canonical name."""
        return self.name_text(self._first_names[entity])

    def own_text(self, name: int) -> str:
        """The text of a name; "" where it is that of its words as the vocabulary has them."""
        return self._names[name]

    def name_text(self, name: int) -> str:
        return self._names[name] or " ".join([self.token(n >> ROLE_BITS).text for n in self._words(name).tolist()])

    def is_weak(self, name: int) -> bool:
        """Whether this name may find its entity but never match alone."""
        return bool(self._arrays["name_weak"][name])

    # looking things up (see lookup.py)

    def entity_number(self, entity_id: str) -> int | None:
        """The number of the entity with this id; ids are kept in order."""
        at = bisect_left(self._entity_ids, entity_id)
        return at if at < len(self._entity_ids) and self._entity_ids[at] == entity_id else None

    def names_of(self, entity: int) -> range:
        """The names of an entity, the canonical one first."""
        return range(self._first_names[entity], self._first_names[entity + 1])

    def name_lang(self, name: int) -> str:
        return self._langs_of_names[int(self._arrays["name_lang"][name])]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that names are marked with, most frequent first."""
        langs = self._langs_of_names
        counts = np.bincount(self._arrays["name_lang"], minlength=len(langs)).tolist()
        ranked = sorted(zip(langs, counts, strict=True), key=lambda one: (-one[1], one[0]))
        return tuple(lang for lang, _ in ranked if lang)

    def names_with_any(self, first: int, end: int) -> NDArray[np.int32]:
        """The names that any of the tokens from `first` up to `end` (exclusive) stands in; some more than once."""
        return kernels().listed(self._names_with, first, end)

    def are_canonical(self, names: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of the names are the canonical ones of their entities."""
        canonical: NDArray[np.bool_] = self._first_names[self.entities_of(names)] == names
        return canonical

    def lengths_of(self, names: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many tokens each name has."""
        lengths: NDArray[np.int64] = self._token_at[names + 1] - self._token_at[names]
        return lengths

    def first_tokens_of(self, names: NDArray[np.int32]) -> NDArray[np.int32]:
        """The token that each name begins with."""
        return numbers_of(self._arrays["name_token"][self._token_at[names]])

    def types_of_names(self, names: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The entity types, as positions in `ENTITY_TYPES`, that the names belong to."""
        types: NDArray[np.uint8] = self._arrays["entity_type"][self.entities_of(names)]
        return types

    def written_in(self, names: NDArray[np.int32], scripts: Iterable[str]) -> NDArray[np.bool_]:
        """Which of the names are written in one of the scripts (ISO 15924)."""
        wanted = np.array([script in scripts for script in self._scripts_of_names])
        written: NDArray[np.bool_] = wanted[self._arrays["name_script"][names]]
        return written

    # tokens

    @cached_property
    def name_tokens(self) -> NameTokens:
        """The tokens of all names, for the kernels."""
        return NameTokens(
            self._token_at, self._column("name_token"), self._column("vocab_rarity"),
            self._column("vocab_first_letter"), self._spelling_at, self._packed("spelling_text", self._spelled),
            self._column("vocab_akin"), self._column("vocab_script"), self._in_characters,
            self._packed("vocab_key", self.info.tokens),
        )  # fmt: skip

    def tokens_of(self, name: int) -> tuple[list[int], list[Role]]:
        """The token numbers of a name in order, and the role of each."""
        words: list[int] = self._words(name).tolist()
        return [word >> ROLE_BITS for word in words], [ROLES[word & (1 << ROLE_BITS) - 1] for word in words]

    def _words(self, name: int) -> NDArray[np.uint32]:
        start, end = self._token_at.span(name)
        words: NDArray[np.uint32] = self._arrays["name_token"][start:end]
        return words

    def names_with(self, token: int) -> NDArray[np.int32]:
        """The names that a token stands in, ascending."""
        return kernels().listed(self._names_with, token, token + 1)

    @cached_property
    def shares(self) -> NameShares:
        """What names are found by, for the kernels."""
        return NameShares(self._names_with, self._column("name_mass"), self._entities, self._column("entity_type"))

    def best_names(
        self, groups: list[tuple[NDArray[np.int32], NDArray[np.float32]]], wanted: Wanted
    ) -> NDArray[np.int32]:
        """The names that score highest, the highest first, in which tokens of any group (tokens, values) stand."""
        return kernels().best_names(groups, self.shares, wanted)

    def bearers(self, tokens: NDArray[np.int32], values: NDArray[np.float64]) -> float:
        """How many entities bear a token that some tokens are like by `values`: a misspelled common name is no rare
        name. One that bears a token which is less alike than three quarters does not count, one that bears the same
        counts whole."""
        counted = (4 * values.astype(np.float32) - 3).astype(np.float32)
        return kernels().bearers(tokens, counted, self.shares)

    def names_joined(self, joined: str) -> NDArray[np.int32]:
        """The names whose letters are `joined` once gaps, case and diacritics are gone, ascending."""
        is_one: dict[bytes, bool] = {}
        found = []
        for name in self._joined.near(joined).tolist():
            words = self._words(name).tobytes()
            if words not in is_one:
                is_one[words] = joined in self._joined_forms(name)
            if is_one[words]:
                found.append(name)
        return np.array(found, np.int32)

    def _joined_forms(self, name: int) -> set[str]:
        both = zip(*self.tokens_of(name), strict=True)
        tokens = [self.token(number)._replace(role=role) for number, role in both]
        return joined_forms(tokens, self.entity_type(self.entity_of(name)))
