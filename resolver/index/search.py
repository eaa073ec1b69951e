"""Candidate generation: from the tokens of a query to the names worth a closer look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from resolver.index.names import NameIndex
from resolver.model import ENTITY_TYPES, EntityType
from resolver.names import ParsedName, Token
from resolver.text import script_of
from resolver.tokens import CHARACTERS, Likeness, Likenesses, encode, encoded_texts, known, likenesses, rarity, vectors

_NEIGHBOURS = 100
_CANDIDATES = 100
_QUERY_SHARE = 0.7
"""How much of what a name shares is measured by the query, and not by the name; longer names are no worse ones."""
_TOKENS_CACHED = 1 << 11


class Neighbours:
    """The vocabulary tokens like one query token: their numbers, ascending, and how alike they are."""

    def __init__(self, token: Token, index: NameIndex, likenesses: Likenesses, rarity: float) -> None:
        self.numbers = likenesses.numbers
        self.likenesses = likenesses
        self.rarity = rarity
        self._known = known(token)
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

    def is_akin(self, token: int) -> bool:
        """Whether any token of the vocabulary is known to stand for this one, whatever its letters."""
        if token not in self._akin:
            kin = self._known.kin(self._index.known(token))
            self._akin[token] = kin is not None and kin.kind != "guarded"
        return self._akin[token]


class Searcher:
    """Finds names in one index; keeps the neighbours of tokens it has met."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.neighbours = lru_cache(maxsize=_TOKENS_CACHED)(self._neighbours)

    def _neighbours(self, token: Token) -> Neighbours:
        index = self.index
        vector = self._vector(token)
        by_letters = index.similar_tokens(token, _NEIGHBOURS)
        numbers = np.union1d(by_letters, index.vectors.nearest(vector, _NEIGHBOURS))
        found = likenesses(token, index.spelled, numbers, index.vectors.cosines(vector, numbers))
        return Neighbours(token, index, found, rarity(token.text, self._bearers(found), index.info.entities))

    def encode(self, tokens: Iterable[Token]) -> None:
        """Computes the vectors that the neighbours of several tokens need at once, which is quicker than one by one."""
        encode(token for token in tokens if self._number(token) is None)

    def _vector(self, token: Token) -> NDArray[np.float32]:
        number = self._number(token)
        known = number is not None
        found = self.index.vectors.vectors(np.array([number])) if known else vectors()(encoded_texts(token))
        vector: NDArray[np.float32] = found[0]
        return vector

    def _number(self, token: Token) -> int | None:
        """The number of a token in plain letters of which the index has the vector."""
        number = self.index.token_number(token.key) if token.text.isascii() else None
        return number if number is not None and self.index.token(number).text.isascii() else None

    def _bearers(self, found: Likenesses) -> float:
        """How many entities bear the token or one much like it: a misspelled common name is no rare name."""
        order = np.argsort(found.value, kind="stable")
        counted = (4 * found.value[order].astype(np.float32) - 3).astype(np.float32)
        order, counted = order[counted > 0], counted[counted > 0]
        if not len(order):
            return 0.0
        names, shares = self.index.best_totals([(found.numbers[order], counted)])
        entities = self.index.entities_of(names)
        by_entity = np.lexsort((shares, entities))
        last = np.flatnonzero(np.diff(entities[by_entity], append=-1))
        return float(shares[by_entity[last]].astype(np.float64).sum())

    def candidates(self, query: ParsedName, type: EntityType | None = None) -> NDArray[np.int32]:
        """Up to 100 names that share tokens with the query, best first; names equal but for gaps lead."""
        tokens = [t for t in query.content if t.role == "name"] or list(query.tokens)
        found = [self.neighbours(t) for t in tokens]
        names, scores = self._score(found, sharp=all(script_of(t.text) not in CHARACTERS for t in tokens))
        joined = self.index.names_joined(query.joined)
        if type is not None:
            wanted = ENTITY_TYPES.index(type)
            keep = self.index.types_of_names(names) == wanted
            names, scores = names[keep], scores[keep]
            joined = joined[self.index.types_of_names(joined) == wanted]
        if len(names) > _CANDIDATES:
            near = scores >= np.partition(scores, -_CANDIDATES)[-_CANDIDATES]
            names, scores = names[near], scores[near]
        ordered = names[np.lexsort((names, -scores))][:_CANDIDATES]
        return np.concatenate([joined, ordered[~np.isin(ordered, joined)]])

    def _score(self, found: Sequence[Neighbours], *, sharp: bool) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The names that any neighbour stands in, with the share of rarity that query and name have in common.

        Where likeness is `sharp`, it is cubed: else a word somewhat like two words of the query counts as much as one
        that is the same as either. Characters are but guessed, and cut into words by guess.
        """
        groups = []
        for neighbours in found:
            order = np.argsort(neighbours.likenesses.value, kind="stable")
            value = neighbours.likenesses.value[order]
            values = (value * value * value if sharp else value) * neighbours.rarity
            groups.append((neighbours.numbers[order], values.astype(np.float32)))
        names, totals = self.index.best_totals(groups)
        mine = sum(n.rarity for n in found)
        return names, totals / (_QUERY_SHARE * mine + (1 - _QUERY_SHARE) * self.index.mass_of(names))
