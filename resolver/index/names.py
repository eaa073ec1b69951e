"""An open index: entities, names and tokens by number, and the search for names that may fit."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.index.build import index_arrays
from resolver.index.context import EntityContexts
from resolver.index.joined import Joined, joined_forms
from resolver.index.layout import Arrays, IndexInfo, load
from resolver.index.strings import SortedStrings, Strings, read_labels
from resolver.index.vectors import VectorSearch
from resolver.kernels import (
    MOST_GRAMS,
    N_GRAMS,
    ROLE_BITS,
    KnownSpellings,
    KnownTokens,
    Lists,
    NameTokens,
    Offsets,
    Packed,
    Texts,
    kernels,
    numbers_of,
    places,
)
from resolver.model import ENTITY_TYPES, EntityType, NameRow
from resolver.names import ROLES, Role, Token
from resolver.tokens import CHARACTERS, NameKnowledge, Spelled, sound, spellings

_TOKENS_CACHED = 1 << 13


class Traits(NamedTuple):
    """What a token may be beside its letters: whether it is of characters, or known to the data of names; how many
    characters its key has; its first Latin letter (see `resolver.tokens.first_letter`)."""

    in_characters: bool
    known: bool
    length: int
    first_letter: int


class NameIndex:
    """Read-only; safe to share between threads. Entities, names and tokens are numbered from 0."""

    def __init__(self, arrays: Arrays, info: IndexInfo) -> None:
        self.info = info
        self.token = lru_cache(maxsize=_TOKENS_CACHED)(self._token)
        self.known = lru_cache(maxsize=_TOKENS_CACHED)(self._known)
        self.traits = lru_cache(maxsize=_TOKENS_CACHED)(self._traits)
        self._arrays = arrays
        self.vectors = VectorSearch(arrays)
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
        self._keys = self._strings("vocab_key", info.tokens)
        self._texts = self._strings("vocab_text", info.tokens)
        self._langs = self._labels("vocab_lang")
        self._names_with = Lists(self._offsets("posting_at", info.tokens + 1), self._column("posting_list"))
        self._spelling_at = self._offsets("vocab_spelling_at", info.tokens + 1)
        self._spellings = self._strings("spelling_text", len(arrays["spelling_size"]))

    @classmethod
    def open(cls, directory: Path) -> NameIndex:
        """Maps an index into memory. Raises IndexMissingError or IndexFormatError."""
        return cls(*load(directory))

    @classmethod
    def of(cls, rows: Iterable[NameRow]) -> NameIndex:
        """An index in memory. Raises InputError if there is no usable name."""
        return cls(*index_arrays(rows))

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

    def name_text(self, name: int) -> str:
        return self._names[name] or " ".join([self.token(n).text for n in self.tokens_of(name)[0]])

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

    @property
    def vocabulary(self) -> Strings:
        """The folded tokens, in order."""
        return self._keys

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

    def token_number(self, key: str) -> int | None:
        """The number of the token with this key; keys are kept in order."""
        at = kernels().find(self.spelled.known, key)
        return at if at < self.info.tokens and self._keys[at] == key else None

    @cached_property
    def name_tokens(self) -> NameTokens:
        """The tokens of all names, for the kernels."""
        return NameTokens(
            self._token_at, self._column("name_token"), self._column("vocab_rarity"),
            self._column("vocab_first_letter"), self._spelling_at, self._packed("spelling_text", self._spelled),
        )  # fmt: skip

    @property
    def rarities(self) -> NDArray[np.float32]:
        """The rarity of each token."""
        rarities: NDArray[np.float32] = self._arrays["vocab_rarity"]
        return rarities

    def _token(self, number: int) -> Token:
        """A token of the vocabulary, with its language; its role differs from name to name."""
        key = self._keys[number]
        return Token(self._texts[number] or key.title(), key, lang=self._langs[int(self._arrays["vocab_lang"][number])])

    def _known(self, number: int) -> NameKnowledge:
        """What is known of a token as a part of names."""
        start, end = self._spelling_at[number], self._spelling_at[number + 1]
        return NameKnowledge.of(self._keys[number], [self._spellings[at] for at in range(start, min(end, start + 2))])

    def _traits(self, number: int) -> Traits:
        """What a token may be beside its letters."""
        a, key = self._arrays, self._keys[number]
        in_characters = self.spelled.script_names[a["vocab_script"][number]] in CHARACTERS
        return Traits(in_characters, bool(a["vocab_akin"][number]), len(key), int(a["vocab_first_letter"][number]))

    def tokens_of(self, name: int) -> tuple[list[int], list[Role]]:
        """The token numbers of a name in order, and the role of each."""
        words: list[int] = self._words(name).tolist()
        return [word >> ROLE_BITS for word in words], [ROLES[word & (1 << ROLE_BITS) - 1] for word in words]

    def _words(self, name: int) -> NDArray[np.uint32]:
        words: NDArray[np.uint32] = self._arrays["name_token"][self._token_at[name] : self._token_at[name + 1]]
        return words

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
    def _spelled(self) -> int:
        """How many spellings the tokens have in all."""
        return len(self._arrays["spelling_size"])

    def rarity_of(self, token: int) -> float:
        """The rarity of a token in this index and in the world."""
        return float(self._arrays["vocab_rarity"][token])

    def mass_of(self, names: NDArray[np.int32]) -> NDArray[np.float32]:
        """The rarity of all tokens of each name together."""
        mass: NDArray[np.float32] = self._arrays["name_mass"][names].astype(np.float32)
        return mass

    def may_be_akin(self, tokens: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether anything is known of each of several tokens that may make it akin to others, whatever its letters."""
        akin: NDArray[np.bool_] = self._arrays["vocab_akin"][tokens]
        return akin

    def names_with(self, token: int) -> NDArray[np.int32]:
        """The names that a token stands in, ascending."""
        return kernels().listed(self._names_with, token, token + 1)

    def best_totals(
        self, groups: list[tuple[NDArray[np.int32], NDArray[np.float32]]]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The names in which tokens of any group (tokens, values) stand, and what they add up to."""
        return kernels().best_totals(groups, self._names_with, self.info.names)

    def bearers(self, tokens: NDArray[np.int32], values: NDArray[np.float64]) -> float:
        """How many entities bear a token that some tokens are like by `values`: a misspelled common name is no rare
        name. One that bears a token which is less alike than three quarters does not count, one that bears the same
        counts whole."""
        counted = (4 * values.astype(np.float32) - 3).astype(np.float32)
        return kernels().bearers(tokens, counted, self._names_with, self._entities, self.info.entities)

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
            whole = np.array([0, len(own)])
            alike, _ = kernels().most_alike(whole, own, self._known_spellings, least, most)
            found.append(alike)
        return found


_LEAST_SHARED = 0.2
"""Spellings that share fewer of their letter groups (cosine) are not looked at."""
