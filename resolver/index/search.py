"""Candidate generation: from the tokens of a query to the names worth a closer look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from resolver.index.names import NameIndex
from resolver.model import ENTITY_TYPES, EntityType
from resolver.names import ParsedName, Token
from resolver.tokens import CUT, Likeness, encoder, likenesses, rarity

_NEIGHBOURS = 100
_CANDIDATES = 100
_QUERY_SHARE = 0.6
_TOKENS_CACHED = 1 << 11


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The vocabulary tokens like one query token, and the names they stand in."""

    likeness: dict[int, Likeness]
    rarity: float
    names: NDArray[np.int32]
    values: NDArray[np.float32]


class Searcher:
    """Finds names in one index; keeps the neighbours of tokens it has met."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.neighbours = lru_cache(maxsize=_TOKENS_CACHED)(self._neighbours)

    def _neighbours(self, token: Token) -> Neighbours:
        index = self.index
        vector = encoder().encode([token.text])[0]
        by_letters = index.similar_tokens(token, _NEIGHBOURS)
        numbers = np.union1d(by_letters, index.vectors.nearest(vector, _NEIGHBOURS))
        likes = likenesses(token, [index.token(n) for n in numbers.tolist()], index.vectors.cosines(vector, numbers))
        found = {n: like for n, like in zip(numbers.tolist(), likes, strict=True) if like.value >= CUT}
        # Ascending, so that a name with several of these tokens keeps the best when values are written by number.
        order = sorted(found, key=lambda n: found[n].value)
        postings = [index.names_with(n) for n in order]
        names = np.concatenate(postings) if postings else np.zeros(0, np.int32)
        values = np.repeat(np.array([found[n].value for n in order], np.float32), [len(p) for p in postings])
        return Neighbours(found, rarity(token.text, self._bearers(names, values), index.info.entities), names, values)

    def _bearers(self, names: NDArray[np.int32], values: NDArray[np.float32]) -> float:
        """How many entities bear the token or one much like it: a misspelled common name is no rare name."""
        entities = self.index.entities_of(names)
        share = np.zeros(self.index.info.entities, np.float32)
        share[entities] = np.maximum(0.0, 4 * values - 3)
        return float(share.sum())

    def candidates(self, query: ParsedName, type: EntityType | None = None) -> NDArray[np.int32]:
        """Up to 100 names that share tokens with the query, best first; names equal but for gaps lead."""
        tokens = [t for t in query.content if t.role == "name"] or list(query.tokens)
        found = [self.neighbours(t) for t in tokens]
        names, scores = self._score(found)
        joined = self.index.names_joined(query.joined)
        if type is not None:
            wanted = ENTITY_TYPES.index(type)
            keep = self.index.types_of_names(names) == wanted
            names, scores = names[keep], scores[keep]
            joined = joined[self.index.types_of_names(joined) == wanted]
        if len(names) > _CANDIDATES:
            best = np.argpartition(-scores, _CANDIDATES)[:_CANDIDATES]
            names, scores = names[best], scores[best]
        ordered = names[np.lexsort((names, -scores))]
        return np.concatenate([joined, ordered[~np.isin(ordered, joined)]])

    def _score(self, found: Sequence[Neighbours]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The names that any neighbour stands in, with the share of rarity that query and name have in common."""
        total = np.zeros(self.index.info.names, np.float32)
        slot = np.zeros(self.index.info.names, np.float32)
        for neighbours in found:
            slot[neighbours.names] = neighbours.values * neighbours.rarity
            total[neighbours.names] += slot[neighbours.names]  # a name given twice is written twice, not added twice
        names = np.flatnonzero(total).astype(np.int32)
        mine = sum(n.rarity for n in found)
        return names, total[names] / (_QUERY_SHARE * mine + (1 - _QUERY_SHARE) * self.index.mass_of(names))
