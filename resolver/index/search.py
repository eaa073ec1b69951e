"""Candidate generation: from the tokens of a query to the names worth a closer look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from resolver.index.characters import Lattice
from resolver.index.names import NameIndex
from resolver.kernels import Wanted
from resolver.model import ENTITY_TYPES, EntityType
from resolver.names import ParsedName, Token, is_reign, said_elsewhere
from resolver.recent import Recent
from resolver.text import script_of
from resolver.tokens import (
    CHARACTERS,
    Likeness,
    Likenesses,
    known,
    likenesses,
    measured_by,
    rarity,
    spelled_alike,
    vectors,
)

_NEIGHBOURS = 100
_CANDIDATES = 100
_QUERY_SHARE = 0.7
"""How much of what a name shares is measured by the query, and not by the name; longer names are no worse ones."""
_READ_COSINE, _READ_COSINE_STEP = 0.75, 0.05
"""The cosine of a word in characters with the only thing it may be read as, and how it falls with ln(chance)."""
_TOKENS_CACHED = 1 << 11
_AS_ONE = 0.7
"""What the letters of two words as one, and of the word that they may be, have in common at least."""
_SURELY = 0.9
"""How alike at least is a word of the vocabulary that a token surely is."""
_NEAR = 24
"""Words of the vocabulary that two words as one may be."""
_TOKENS_AT_ONCE = 1 << 8


ReadAs = Callable[[Token], Iterable[tuple[str, float]]]
"""What a token in characters may be read as, in folded Latin letters, and how likely each reading is."""
WrittenAs = Callable[[str], Iterable[tuple[Lattice, int]]]
"""What a folded Latin word may be read from: the ways, each about so many letters (see `Characters.read_as`)."""


class _Readings(NamedTuple):
    """The words of the vocabulary that a token in characters may be read as, or a Latin one be read from: their
    numbers, ascending, and the logarithms of how likely each reading is."""

    numbers: NDArray[np.int32]
    log_chances: NDArray[np.float64]

    @property
    def cosines(self) -> NDArray[np.float32]:
        """The cosine that a word counts with at least: a reading that the encoder does not know is one all the same."""
        return (_READ_COSINE + _READ_COSINE_STEP * self.log_chances).astype(np.float32)

    def fit_better(self, found: Likenesses) -> None:
        """Lets the letters fit as well as the reading is likely, which letters alone cannot tell."""
        numbers = found.numbers
        there = np.isin(self.numbers, numbers)
        places = numbers.searchsorted(self.numbers[there])
        found.fit[places] = np.maximum(found.fit[places], self.log_chances[there])


_NO_READINGS = _Readings(np.zeros(0, np.int32), np.zeros(0))


class Neighbours:
    """The vocabulary tokens like one query token: their numbers, ascending, and how alike they are; `read` are those in
    characters that it may be read from, `said` those that say the same of an organisation, in another language."""

    def __init__(
        self,
        token: Token,
        index: NameIndex,
        likenesses: Likenesses,
        read: NDArray[np.int32],
        said: NDArray[np.int32],
        rarity: float,
    ) -> None:
        self.numbers = likenesses.numbers
        self.read = read
        self.said = said
        self.likenesses = likenesses
        self.rarity = rarity
        self._known = known(token)
        self.known = self._known.is_any
        """Whether the data of names know the token."""
        self._index = index
        self._met: dict[int, Likeness | None] = {}
        self._akin: dict[int, bool] = {}

    def likeness(self, token: int) -> Likeness | None:
        """How alike a token of the vocabulary is, None if it is not among them."""
        if token not in self._met:
            at = int(self.numbers.searchsorted(token))
            there = at < len(self.numbers) and self.numbers[at] == token
            self._met[token] = self.likenesses[at] if there else None
        return self._met[token]

    def values(self, *, sharp: bool) -> NDArray[np.float32]:
        """What each of the tokens adds to the score of a name that it stands in. Where likeness is `sharp`, it is
        cubed: else a word somewhat like two words of a query counts as much as one that is the same as either."""
        value = self.likenesses.value
        values: NDArray[np.float32] = ((value * value * value if sharp else value) * self.rarity).astype(np.float32)
        return values

    def is_akin(self, token: int) -> bool:
        """Whether any token of the vocabulary is known to stand for this one, whatever its letters."""
        if token not in self._akin:
            kin = self._known.kin(self._index.known(token))
            self._akin[token] = kin is not None and kin.kind != "guarded"
        return self._akin[token]


class Searcher:
    """Finds names in one index; keeps the neighbours of tokens it has met. `read_as` knows what characters may mean,
    `written_as` what characters may stand for Latin letters."""

    def __init__(self, index: NameIndex, read_as: ReadAs | None = None, written_as: WrittenAs | None = None) -> None:
        self.index = index
        self._read_as = read_as
        self._written_as = written_as
        self._recent = Recent(self._made, _TOKENS_CACHED)
        self._alike = Recent(self._alike_by_letters, _TOKENS_CACHED)

    def neighbours(self, tokens: Sequence[Token]) -> list[Neighbours]:
        """What is like each of several tokens, whatever their roles. Those of many are found quicker than of each
        alone."""
        return self._recent([Token(token.text, token.key) for token in tokens])

    def meet(self, tokens: Iterable[Token]) -> None:
        """Finds, some at a time, the neighbours of many tokens that will be asked for."""
        every = list(tokens)
        for at in range(0, len(every), _TOKENS_AT_ONCE):
            self.neighbours(every[at : at + _TOKENS_AT_ONCE])

    def has(self, token: Token) -> bool:
        """Whether the vocabulary has a word that this one is, as near as spellings tell."""
        (found,) = self.neighbours([token])
        return bool((found.likenesses.value >= _SURELY).any())

    def alike(self, tokens: Sequence[Token]) -> list[list[int]]:
        """The words of the vocabulary that each of several words, as one or apart, may be by its letters."""
        return self._alike(tokens)

    def _alike_by_letters(self, tokens: Sequence[Token]) -> list[list[int]]:
        index = self.index
        near = zip(tokens, index.similar_tokens(tokens, _NEAR), strict=True)
        return [
            [n for n in some.tolist() if spelled_alike(token, index.spellings_of(n)) >= _AS_ONE] for token, some in near
        ]

    def written(self, token: Token) -> NDArray[np.int32]:
        """The words of the vocabulary in characters that a Latin one may be read from, ascending."""
        if self._written_as is None or not len(self.index.characters):
            return _NO_READINGS.numbers
        ways = [self.index.characters.read_as(*way) for way in self._written_as(token.key)]
        return np.unique(np.concatenate(ways)) if ways else _NO_READINGS.numbers

    def _made(self, tokens: Sequence[Token]) -> list[Neighbours]:
        index, mine = self.index, self._vectors(tokens)
        by_letters = index.similar_tokens(tokens, _NEIGHBOURS)
        by_vector = index.vectors.nearest(mine, _NEIGHBOURS)
        read = [self._readings(token) for token in tokens]
        said = [self._said(token) for token in tokens]
        near = zip(by_letters, by_vector, read, said, strict=True)
        numbers = [np.unique(np.concatenate([some, others, own.numbers, same])) for some, others, own, same in near]
        for at, token in enumerate(tokens):
            if is_reign(token.text):  # a number is like itself alone
                numbers[at] = said[at]
        cosines = [index.vectors.cosines(vector, some) for vector, some in zip(mine, numbers, strict=True)]
        for some, cosine, own, same in zip(numbers, cosines, read, said, strict=True):
            places = some.searchsorted(own.numbers)
            cosine[places] = np.maximum(cosine[places], own.cosines)
            cosine[some.searchsorted(same)] = 1
        found = likenesses(tokens, mine, index.spelled, numbers, cosines)
        for token, alike, own in zip(tokens, found, read, strict=True):
            if script_of(token.text) == "Hang":
                own.fit_better(alike)
        every = zip(tokens, found, read, said, strict=True)
        nothing = _NO_READINGS.numbers
        return [
            self._neighbours(token, alike, own.numbers if token.key.isascii() else nothing, same)
            for token, alike, own, same in every
        ]

    def _said(self, token: Token) -> NDArray[np.int32]:
        """The words of the vocabulary that say the same of an organisation, or the same number, ascending."""
        words = {word for key in known(token).keys for word in said_elsewhere(key)}
        words = words | {token.key} if is_reign(token.text) else words - {token.key}
        numbers = (self.index.token_number(word) for word in words)
        return np.array(sorted({number for number in numbers if number is not None}), np.int32)

    def read(self, token: Token) -> NDArray[np.int32]:
        """The words of the vocabulary that a word in characters may be read as, ascending."""
        return self._readings(token).numbers

    def _readings(self, token: Token) -> _Readings:
        """The words of the vocabulary that a token in characters may be read as, or a Latin one be read from."""
        if token.key.isascii():
            numbers = self.written(token)
            return _Readings(numbers, np.zeros(len(numbers))) if len(numbers) else _NO_READINGS
        chances: dict[int, float] = {}
        for text, chance in self._read_as(token) if self._read_as else ():
            number = self.index.token_number(text)
            if number is not None:
                chances[number] = max(chance, chances.get(number, 0.0))
        if not chances:
            return _NO_READINGS
        numbers = np.array(sorted(chances), np.int32)
        return _Readings(numbers, np.log([chances[number] for number in numbers.tolist()]))

    def _neighbours(
        self, token: Token, found: Likenesses, read: NDArray[np.int32], said: NDArray[np.int32]
    ) -> Neighbours:
        bearers = self.index.bearers(found.numbers, found.value)
        if len(said):
            said = said[np.isin(said, found.numbers)]  # what is not alike enough is not among those found
        return Neighbours(token, self.index, found, read, said, rarity(token.text, bearers, self.index.info.entities))

    def _vectors(self, tokens: Sequence[Token]) -> NDArray[np.float32]:
        """The vector of each token; those of the index are read there, the others computed together, with what the
        tokens are measured by."""
        numbers = [self._number(token) for token in tokens]
        foreign = [token.text for token, number in zip(tokens, numbers, strict=True) if number is None]
        computed = [*foreign, *(text for token in tokens for text in measured_by(token))]
        others = iter(vectors()(computed) if computed else ())
        there = [number for number in numbers if number is not None]
        found = iter(self.index.vectors.vectors(np.array(there, np.int32)))
        return np.stack([next(others if number is None else found) for number in numbers])

    def _number(self, token: Token) -> int | None:
        """The number of a token of which the index has the vector: it is written there just so, but for case."""
        number = self.index.token_number(token.key)
        there = number is not None and self.index.token(number).text.casefold() == token.text.casefold()
        return number if there else None

    def candidates(self, query: ParsedName, type: EntityType | None = None) -> NDArray[np.int32]:
        """Up to 100 names that share tokens with the query, best first; names equal but for gaps lead."""
        tokens = [t for t in query.content if t.role == "name"] or list(query.tokens)
        found = self.neighbours(tokens)
        # Characters are but guessed, and cut into words by guess.
        sharp = all(script_of(token.text) not in CHARACTERS for token in tokens)
        joined, wanted = self.index.names_joined(query.joined), -1
        if type is not None:
            wanted = ENTITY_TYPES.index(type)
            joined = joined[self.index.types_of_names(joined) == wanted]
        mine = _QUERY_SHARE * sum(one.rarity for one in found)
        groups = [(one.numbers, one.values(sharp=sharp)) for one in found]
        names = self.index.best_names(groups, Wanted(_CANDIDATES, mine, 1 - _QUERY_SHARE, wanted))
        return np.concatenate([joined, names[~np.isin(names, joined)]]) if len(joined) else names
