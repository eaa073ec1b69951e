"""One name as a side of a comparison: its words, how rare they are, and what it says of itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

from resolver.encode.views import is_han
from resolver.facts.countries import countries_of
from resolver.match.syllables import Read, characters_for, chinese_name, ways_to_read
from resolver.model import EntityType
from resolver.names import (
    SHORTEST_ACRONYM,
    Descent,
    ParsedName,
    Run,
    Token,
    acronym_run,
    blend_run,
    child,
    descents,
    genders,
    is_burmese,
    is_legal,
    is_of_body,
    languages_of,
    may_be_acronym,
    number_words,
    numbers,
    organisation_words,
    parent,
    phrase_end,
    sides,
    suffixes,
    years,
)
from resolver.text import script_of
from resolver.tokens import CHARACTERS, usual_spelling
from resolver.tokens.attested import is_attested

_BODIES_END = (
    "bank",
    "neft",
    "prom",
    "stroy",
    "invest",
    "export",
    "holding",
    "банк",
    "нефть",
    "пром",
    "строй",
    "инвест",
)
"""What names of organisations that are one word end in."""
_LANDS = frozenset({"republic", "federation"})
_THREE = 3
_FEW = 8
"""A name of more words has no acronym among them."""
_LETTERS = 5
"""Longer words in capitals are mostly no acronyms."""
_VIETNAMESE = frozenset("ảạăằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏọồốổỗộơờớởỡợủũụưừứửữựỳỷỹỵđ")


@dataclass(frozen=True, slots=True)
class Told:
    """What a name says of itself: whose child one is, its numbers in order of size, those that are words of their own,
    the generation, the years in which one was born or died."""

    fathers: tuple[Descent, ...]
    numbers: tuple[int, ...]
    number_words: tuple[str, ...]
    generation: frozenset[str]
    years: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.fathers or self.numbers or self.generation or self.years)


@dataclass(frozen=True)
class Side:
    """The tokens of one name and the rarity of each (see `resolver.tokens.rarity`), and what it is known to name. What
    follows from them is found out once, for one name is compared with many."""

    tokens: tuple[Token, ...]
    rarities: tuple[float, ...]
    joined: str
    type: EntityType | None = None

    @cached_property
    def joined_sides(self) -> dict[tuple[int, int, Token], Side]:
        """What it was once words from one place to another were taken for one, as far as it was: one name is compared
        with many, and what follows from it need not be found out again."""
        return {}

    @cached_property
    def phrases(self) -> tuple[Run, ...]:
        """The runs of words that say what bodies of other languages have one word for; none in nearly all names."""
        if self.type == "person":
            return ()
        keys = [token.key for token in self.tokens]
        ends = ((start, phrase_end(keys, start)) for start in range(len(keys)))
        return tuple(Run(start, end, self.tokens[start:end]) for start, end in ends if end > start)

    @cached_property
    def told(self) -> Told:
        """What the name says of itself."""
        name = ParsedName(" ".join(token.text for token in self.tokens), self.tokens, self.joined)
        return Told(descents(name), tuple(sorted(numbers(name))), number_words(name), suffixes(name), years(name))

    @cached_property
    def named(self) -> tuple[int, ...]:
        """The places of the words that are no titles, particles or the like."""
        return tuple([at for at, token in enumerate(self.tokens) if token.role == "name"])

    @cached_property
    def places(self) -> tuple[int, ...]:
        """How many names and initials stand before each word: titles change the place of none."""
        counted = [token.role in ("name", "initial") for token in self.tokens]
        return tuple([0, *accumulate(counted)][: len(counted)])

    @cached_property
    def first_named(self) -> int:
        """The first of these; -1 if there is none."""
        return self.named[0] if self.named else -1

    @cached_property
    def with_patronymic(self) -> tuple[int, ...]:
        """The places of surname, given name and patronymic, if the name is these three; else none."""
        fathers = [father.at for father in self.told.fathers]
        if len(self.named) != _THREE or len(fathers) != 1 or fathers[0] not in self.named[1:]:
            return ()
        first, second, third = self.named
        return (third, first, second) if fathers[0] == second else (first, second, third)

    @cached_property
    def child(self) -> int:
        """The place of the child after whom somebody is called (see `resolver.names.child`); -1 if there is none."""
        return child(self.tokens)

    @cached_property
    def parent(self) -> str:
        """What somebody who is called after a child is to it, "father" or "mother"; else ""."""
        return next(filter(None, map(parent, self.tokens)), "") if self.child >= 0 else ""

    @cached_property
    def ways_to_read(self) -> tuple[Read, ...]:
        """How all of these may be read by syllables: as Chinese, as Japanese."""
        return ways_to_read([self.tokens[at].key for at in self.named])

    @cached_property
    def han(self) -> int:
        """How many Han characters these are in all; 0 if any is written otherwise."""
        words = [self.tokens[at].key for at in self.named]
        return sum(map(len, words)) if all(is_han(c) for word in words for c in word) else 0

    @cached_property
    def stands_for(self) -> frozenset[int]:
        """How many characters the name may stand for, if all its words are Latin ones that characters are read as."""
        words = [self.tokens[at].key for at in self.named]
        # what is taken for an initial or a particle may be a syllable: Chun-i
        return characters_for(words) | characters_for([token.key for token in self.tokens])

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """Each word in Latin letters."""
        return tuple(usual_spelling(token.text, token.lang) for token in self.tokens)

    @cached_property
    def in_characters(self) -> tuple[bool, ...]:
        """Whether each word is written in characters, of Han or Hangul."""
        return tuple(map(is_in_characters, self.tokens))

    @cached_property
    def is_in_characters(self) -> bool:
        """Whether all its words are written in characters."""
        return not self.joined.isascii() and all(self.in_characters)

    @cached_property
    def acronyms(self) -> tuple[int, ...]:
        """The places of what may be acronyms."""
        return tuple(at for at, token in enumerate(self.tokens) if may_be_acronym(token, self.tokens))

    @cached_property
    def abbreviated(self) -> tuple[int, ...]:
        """The places of short words in capitals, legal forms among them, in names of not too many words."""
        return tuple(
            at
            for at, token in enumerate(self.tokens if len(self.tokens) <= _FEW else ())
            if token.role in ("name", "legal") and 1 < len(token.key) <= _LETTERS and token.text.isupper()
        )

    @cached_property
    def spelled_out(self) -> Mapping[int, frozenset[int]]:
        """The places of acronyms whose words stand beside them, with those of the words: World Trade Organization
        (WTO), of organisations also Petróleo Brasileiro - Petrobras."""
        found = {}
        for at in self.named if self.is_organisation else self.acronyms:
            rest = (*self.tokens[:at], *self.tokens[at + 1 :])
            run = acronym_run(self.tokens[at], self.tokens, rest) if at in self.acronyms else None
            if run is None and self.is_organisation:
                run = blend_run(self.tokens[at], rest)
            if run is not None:
                found[at] = frozenset(place + (place >= at) for place in range(run.start, run.end))
        return MappingProxyType(found)

    @cached_property
    def in_capitals(self) -> frozenset[int]:
        """The places of short words in capitals in the name of an organisation, as acronyms are, unless all of several
        words are written so."""
        if not self.is_organisation:
            return frozenset()
        short = [at for at in self.named if len(self.tokens[at].key) <= _LETTERS and self.tokens[at].text.isupper()]
        several = len(self.named) > 1 and all(self.tokens[at].text.isupper() for at in self.named)
        return frozenset() if several else frozenset(short)

    @cached_property
    def of_legal(self) -> frozenset[int]:
        """The places, first or last, of what is a legal form beside the names of organisations."""
        ends = {0, len(self.tokens) - 1} if len(self.tokens) > 1 else set()
        return frozenset(at for at in ends if is_legal(self.tokens[at].key, typed=True))

    @cached_property
    def of_land(self) -> frozenset[int]:
        """The places of what lands are (the Russian Federation, the Republic of Serbia), beside the names of lands."""
        if not any(word.says == "land" for token in self.tokens for word in organisation_words(token.key)):
            return frozenset()
        return frozenset(
            at for at, token in enumerate(self.tokens) if any(w.head in _LANDS for w in organisation_words(token.key))
        )

    @cached_property
    def genders(self) -> tuple[frozenset[str], ...]:
        """The genders of those who bear each word as a given name."""
        return tuple(genders(token.key) for token in self.tokens)

    @cached_property
    def given_in(self) -> tuple[frozenset[str], ...]:
        """The languages that have each word as a given name."""
        return tuple(languages_of(token.key) for token in self.tokens)

    @cached_property
    def is_organisation(self) -> bool:
        """Whether it is known to name an organisation, or, where no type is known, has a word that tells one: a legal
        form, bank, ministry."""
        if self.type is not None:
            return self.type == "org"
        if len(self.tokens) == 1:
            return _is_body(self.tokens[0])
        return any(map(is_of_body, self.tokens))

    @cached_property
    def bears_given_name(self) -> bool:
        """Whether one of several words is a given name."""
        return len(self.named) > 1 and any(self.genders[at] for at in self.named)

    @cached_property
    def sides(self) -> frozenset[str]:
        """Which of several it names: north, first. The name of a land names that alone: Guinea-Bissau is no Guinea."""
        found = frozenset[str]().union(*(sides(token.key) for token in self.tokens))
        lands = countries_of(self.joined) if found and len(self.tokens) > 1 else ()
        return frozenset(lands) or found

    @cached_property
    def is_burmese(self) -> bool:
        """Whether it looks like the name of a Burmese person."""
        return is_burmese([self.latin[at] for at in self.named])

    @cached_property
    def is_mandarin(self) -> bool:
        """Whether it looks like the name of a Chinese person in pinyin."""
        return chinese_name in self.ways_to_read

    @cached_property
    def is_vietnamese(self) -> bool:
        """Whether it bears the marks of Vietnamese."""
        return any(not _VIETNAMESE.isdisjoint(written(token)) for token in self.tokens if not token.text.isascii())


def _is_body(token: Token) -> bool:
    """Whether a name of one word is known for an organisation's: an acronym that nobody is called, or a word that ends
    in what bodies do (Gazprombank)."""
    key = token.key
    if token.text.isupper() and key.isascii() and key.isalpha():
        return SHORTEST_ACRONYM <= len(key) <= _LETTERS and not is_attested(key)
    return any(key.endswith(end) and len(key) > len(end) + 2 for end in _BODIES_END) or is_of_body(token)


def is_in_characters(token: Token) -> bool:
    """Whether a token is written in characters, of Han or Hangul."""
    return not token.text.isascii() and script_of(token.text) in CHARACTERS


def written(token: Token) -> str:
    """A token as written, but for case."""
    return unicodedata.normalize("NFC", token.text.casefold())
