"""An open index: entities, names and tokens by number, and the search for names that may fit."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.index.build import index_arrays
from resolver.index.context import EntityContexts
from resolver.index.layout import Arrays, IndexInfo, load
from resolver.index.strings import Strings, text_hash
from resolver.index.vectors import VectorSearch
from resolver.kernels import MOST_GRAMS, KnownSpellings, KnownTokens, NameTokens, Packed, Texts, kernels, places
from resolver.model import ENTITY_TYPES, EntityType, NameRow
from resolver.names import ROLES, Role, Token, is_known
from resolver.tokens import CHARACTERS, NameKnowledge, Spelled, sound, spellings

_TOKENS_CACHED = 1 << 15


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
        self._entity_ids = self._strings("entity_id")
        self._descriptions = self._strings("entity_description")
        self._names = self._strings("name_text")
        self._name_langs = self._strings("name_lang")
        self._keys = self._strings("vocab_key")
        self._texts = self._strings("vocab_text")
        self._langs = self._strings("vocab_lang")
        self._letters = self._strings("vocab_letters")
        self._spellings = self._strings("spelling_text")
        self._sounds = self._strings("spelling_sound")
        self._systems = tuple(self._all_strings("system"))
        self._name_scripts = self._all_strings("script_of_name")
        self._scripts = tuple(self._all_strings("script"))

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

    def _all_strings(self, name: str) -> list[str]:
        strings = self._strings(name)
        return [strings[at] for at in range(len(strings))]

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

    # looking things up (see lookup.py)

    def entity_number(self, entity_id: str) -> int | None:
        """The number of the entity with this id; ids are kept in order."""
        at = bisect_left(self._entity_ids, entity_id)
        return at if at < len(self._entity_ids) and self._entity_ids[at] == entity_id else None

    def names_of(self, entity: int) -> range:
        """The names of an entity, the canonical one first."""
        start, end = self._arrays["entity_first_name"][entity : entity + 2].tolist()
        return range(start, end)

    def name_lang(self, name: int) -> str:
        return self._name_langs[name]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that names are marked with, most frequent first."""
        counts = Counter(self._name_langs[name] for name in range(len(self._name_langs)))
        return tuple(sorted((lang for lang in counts if lang), key=lambda lang: (-counts[lang], lang)))

    @property
    def vocabulary(self) -> Strings:
        """The folded tokens, in order."""
        return self._keys

    def names_with_any(self, first: int, end: int) -> NDArray[np.int32]:
        """The names that any of the tokens from `first` up to `end` (exclusive) stands in; some more than once."""
        start, stop = self._arrays["posting_at"][[first, end]]
        names: NDArray[np.int32] = self._arrays["posting_name"][start:stop]
        return names

    def are_canonical(self, names: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of the names are the canonical ones of their entities."""
        canonical: NDArray[np.bool_] = self._arrays["entity_first_name"][self.entities_of(names)] == names
        return canonical

    def lengths_of(self, names: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many tokens each name has."""
        at = self._arrays["name_token_at"]
        lengths: NDArray[np.int64] = at[names + 1] - at[names]
        return lengths

    def first_tokens_of(self, names: NDArray[np.int32]) -> NDArray[np.int32]:
        """The token that each name begins with."""
        tokens: NDArray[np.int32] = self._arrays["name_token"][self._arrays["name_token_at"][names]]
        return tokens

    def types_of_names(self, names: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The entity types, as positions in `ENTITY_TYPES`, that the names belong to."""
        types: NDArray[np.uint8] = self._arrays["entity_type"][self.entities_of(names)]
        return types

    def written_in(self, names: NDArray[np.int32], scripts: Iterable[str]) -> NDArray[np.bool_]:
        """Which of the names are written in one of the scripts (ISO 15924)."""
        wanted = np.array([script in scripts for script in self._name_scripts])
        written: NDArray[np.bool_] = wanted[self._arrays["name_script"][names]]
        return written

    # tokens

    def token_number(self, key: str) -> int | None:
        """The number of the token with this key; keys are kept in order."""
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else None

    @cached_property
    def name_tokens(self) -> NameTokens:
        """The tokens of all names, for the kernels."""
        a = self._arrays
        return NameTokens(
            a["name_token_at"], a["name_token"], a["name_role"], a["vocab_rarity"], a["vocab_first_letter"],
            a["vocab_spelling_at"], (a["spelling_text_blob"], a["spelling_text_at"]),
        )  # fmt: skip

    @property
    def rarities(self) -> NDArray[np.float32]:
        """The rarity of each token."""
        rarities: NDArray[np.float32] = self._arrays["vocab_rarity"]
        return rarities

    def _token(self, number: int) -> Token:
        """A token of the vocabulary, with its language; its role differs from name to name."""
        return Token(self._texts[number], self._keys[number], lang=self._langs[number])

    def _known(self, number: int) -> NameKnowledge:
        """What is known of a token as a part of names."""
        start, end = self._arrays["vocab_spelling_at"][number : number + 2].tolist()
        return NameKnowledge.of(self._keys[number], [self._spellings[at] for at in range(start, min(end, start + 2))])

    def _traits(self, number: int) -> Traits:
        """What a token may be beside its letters."""
        a, key = self._arrays, self._keys[number]
        start, end = a["vocab_spelling_at"][number : number + 2].tolist()
        latin = (self._spellings[at] for at in range(start, min(end, start + 2)))
        in_characters = self._scripts[a["vocab_script"][number]] in CHARACTERS
        known = is_known(key) or any(map(is_known, latin))
        return Traits(in_characters, known, len(key), int(a["vocab_first_letter"][number]))

    def tokens_of(self, name: int) -> tuple[list[int], list[Role]]:
        """The token numbers of a name in order, and the role of each."""
        start, end = self._arrays["name_token_at"][name : name + 2]
        numbers: list[int] = self._arrays["name_token"][start:end].tolist()
        return numbers, [ROLES[r] for r in self._arrays["name_role"][start:end].tolist()]

    @cached_property
    def spelled(self) -> Spelled:
        """What the tokens are compared by."""
        a = self._arrays

        def packed(name: str) -> Packed:
            return a[f"{name}_blob"], a[f"{name}_at"]

        known = KnownTokens(
            packed("vocab_key"), a["vocab_length"], a["vocab_start"], a["vocab_script"], packed("vocab_letters"),
            a["vocab_usual"], a["vocab_spelling_at"], packed("spelling_text"), packed("spelling_sound"),
            a["spelling_system"],
        )  # fmt: skip
        return Spelled(known, self._scripts, self._systems)

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

    def best_totals(
        self, groups: list[tuple[NDArray[np.int32], NDArray[np.float32]]]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The names in which tokens of any group (tokens, values) stand, and what they add up to."""
        starts, postings = self._arrays["posting_at"], self._arrays["posting_name"]
        return kernels().best_totals(groups, starts, postings, self.info.names)

    def bearers(self, tokens: NDArray[np.int32], values: NDArray[np.float64]) -> float:
        """How many entities bear a token that some tokens are like by `values`: a misspelled common name is no rare
        name. One that bears a token which is less alike than three quarters does not count, one that bears the same
        counts whole."""
        starts, postings = self._arrays["posting_at"], self._arrays["posting_name"]
        counted = (4 * values.astype(np.float32) - 3).astype(np.float32)
        return kernels().bearers(tokens, counted, starts, postings, self._arrays["name_entity"], self.info.entities)

    def names_joined(self, joined: str) -> NDArray[np.int32]:
        """The names whose letters are `joined` once gaps, case and diacritics are gone (but for hash collisions)."""
        hashes = self._arrays["joined_hash"]
        key = text_hash(joined)
        start, end = np.searchsorted(hashes, key, "left"), np.searchsorted(hashes, key, "right")
        names: NDArray[np.int32] = self._arrays["joined_name"][start:end]
        return names

    @cached_property
    def _known_spellings(self) -> KnownSpellings:
        a = self._arrays
        return KnownSpellings(
            a["gram_at"], a["gram_spelling"], a["spelling_size"], int(a["spelling_size"].min()),
            int(a["spelling_size"].max()), a["spelling_token"],
            (a["spelling_text_blob"], a["spelling_text_at"]), (a["spelling_sound_blob"], a["spelling_sound_at"]),
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
