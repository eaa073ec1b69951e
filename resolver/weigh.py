"""Which names of an index a query may mean, and how well each fits: a first look at many, a closer one at the best."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from resolver.decide import DecisionModel, QueryClass, denied, query_class, says_more
from resolver.index import IndexInfo, NameIndex
from resolver.index.search import Neighbours, Searcher
from resolver.index.together import further_readings
from resolver.kernels import ACRONYM, IN_CHARACTERS, WORDS, RoughQuery
from resolver.looks import Columns, Looks, best_of_each
from resolver.match import (
    READ,
    Near,
    Piece,
    Side,
    align_joined,
    evidence,
    is_in_characters,
    is_read,
    lattices,
    likely_readings,
    pair_log_odds,
    pair_weights,
    pairings,
    read_among,
    rough_log_odds,
    rough_query,
    translated_log_odds,
)
from resolver.model import EntityType
from resolver.names import ParsedName, Token, acronym_run, is_reign, parse
from resolver.text import script_of
from resolver.tokens import READ_LETTER_BY_LETTER, Likeness

_HOPELESS = -4.0
"""Names whose first look says less than this are looked at closely only where it may have missed something."""
_ENTITIES = 50
"""Entities of an answer, most of them looked at roughly only."""
_NAMES_CACHED = 1 << 9
"""Names of the index as sides of an alignment: those of whom many ask are compared again and again."""
_QUERIES_CACHED = 64
"""Readings of queries: each is asked for once a candidate."""


class Fit(NamedTuple):
    """How well one name of the index fits one reading of the query; `equal` says that all letters are the same,
    `denied` that the names speak against each other whatever their letters, or that the query says more. `pieces` is
    the evidence where it was looked at closely."""

    equal: bool
    denied: bool
    log_odds: float
    name: int
    query: ParsedName
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A reading of a query made ready: as one side of an alignment, with the words of the vocabulary like each of its
    own, and for a first look."""

    side: Side
    neighbours: list[Neighbours]
    rough: RoughQuery
    of: QueryClass


class Weigher:
    """Weighs the names of one index against queries by the weights of one decision model.

    `among` is the list that the names of the index are part of, where it is larger than the index: the more names there
    are, the sooner one is alike by chance.
    """

    def __init__(self, index: NameIndex, model: DecisionModel, among: IndexInfo | None = None) -> None:
        self.searcher = Searcher(index, likely_readings, lattices)
        self._pair_weights = {of: pair_weights(weights) for of, weights in model.weights.items()}
        self._index = index
        self._among = among or index.info
        self._model = model
        self._weighed: WeakKeyDictionary[Neighbours, dict[QueryClass, Near]] = WeakKeyDictionary()
        self._asked = lru_cache(maxsize=_QUERIES_CACHED)(self._made_ready)
        self._listed = lru_cache(maxsize=_NAMES_CACHED)(self._made_side)

    def fits(self, ways: Sequence[ParsedName], type: EntityType | None) -> dict[int, Fit]:
        """How well the entities fit that a query may denote, each with its best name and in the best reading.

        All are looked at roughly; the best, and those that may come close to it, closely. Where an entity has names in
        the script of the query, or in an alphabet that tells how it is read, these speak for it: what a name in another
        script might be read as proves nothing beside them.
        """
        looks, ways = self._looks_together(self._looks(ways, type), ways, type)
        close = dict(self._look_closer(looks, ways))
        log_odds, equal = looks.log_odds.copy(), np.zeros(len(looks.names), np.bool_)
        if close:
            log_odds[list(close)] = [fit.log_odds for fit in close.values()]
            equal[list(close)] = [fit.equal for fit in close.values()]
        told = self._speak(looks.names, ways)
        entities = self._index.entities_of(looks.names)
        plainest = np.where(equal, looks.way, 0)  # of the readings with the same letters the first needs no other
        best = best_of_each(entities, (~told, ~equal, plainest, -log_odds))[:_ENTITIES]
        names, odds = looks.names.tolist(), log_odds.tolist()
        rough = (at for at in best if at not in close)
        fits = close | {at: Fit(False, False, odds[at], names[at], ways[looks.way[at]]) for at in rough}
        return {entity: fits[at] for entity, at in zip(entities[best].tolist(), best, strict=True)}

    def best_of(self, names: Sequence[int], ways: Sequence[ParsedName]) -> Fit:
        """The name of one entity, and the reading of the query, that fit best, however little they are alike."""
        speak = self._speak(np.array(names), ways).tolist()
        fits = [(spoken, self.closely(name, way)) for spoken, name in zip(speak, names, strict=True) for way in ways]
        return max(fits, key=lambda one: (one[0], one[1].equal, one[1].log_odds))[1]

    def _speak(self, names: NDArray[np.int32], ways: Sequence[ParsedName]) -> NDArray[np.bool_]:
        """Which names are in the script of the query, or in an alphabet that tells how it is read."""
        return self._index.written_in(names, (script_of(ways[0].untitled), *READ_LETTER_BY_LETTER))

    def candidates(self, query: ParsedName, type: EntityType | None = None, least: float = -math.inf) -> list[int]:
        """The names that may fit, those that look best first."""
        looks = self._looks([query], type)
        names: list[int] = looks.names[looks.log_odds >= least].tolist()
        return names

    def evidence(self, query: ParsedName, name: int) -> tuple[Piece, ...]:
        """The evidence for one name of the index, spelled as it stands there."""
        asked = self._asked(query)
        theirs, numbers = self._listed(name)
        # A single character is read as too many words for one of them to prove anything.
        read = asked.of == "full"

        def like(i: int, j: int) -> Likeness | None:
            if read and is_read(query.tokens[i], theirs.tokens[j]):
                return READ
            return asked.neighbours[i].likeness(numbers[j])

        alignment = align_joined(asked.side, theirs, like, read=read)
        return tuple(evidence(alignment, self._among.names))

    def _made_side(self, name: int) -> tuple[Side, list[int]]:
        """A name of the index as one side of an alignment, and the numbers of its words."""
        numbers, roles = self._index.tokens_of(name)
        tokens = [self._index.token(n) for n in numbers]
        own = parse(self._index.own_text(name)).tokens
        # Another version may have built the index and split the name otherwise.
        spelled = own if len(own) == len(tokens) else tokens
        side = Side(
            tuple(Token(o.text, t.key, role, t.lang) for o, t, role in zip(spelled, tokens, roles, strict=True)),
            tuple(self._index.rarity_of(n) for n in numbers),
            "".join(t.key for t in tokens),
        )
        return side, numbers

    def _looks(self, ways: Sequence[ParsedName], type: EntityType | None) -> Looks:
        """The candidate names in every reading as they fit at a first look."""
        self.searcher.meet(token for way in ways for token in way.tokens)
        return Looks.of([self._look(way, query, type) for way, query in enumerate(ways)])

    def _look(self, way: int, query: ParsedName, type: EntityType | None) -> Columns:
        """Those in one reading, which has this number."""
        names = self.searcher.candidates(query)
        if type is not None:  # none is left out for its type, and none of the type for the others
            names = np.union1d(names, self.searcher.candidates(query, type))
        joined = self._index.names_joined(query.joined)
        equal = np.isin(names, joined) if len(joined) else np.zeros(len(names), np.bool_)
        log_odds, unseen = self._roughly(query, names)
        return names, np.full(len(names), way), log_odds, equal, unseen

    def _looks_together(
        self, looks: Looks, ways: Sequence[ParsedName], type: EntityType | None
    ) -> tuple[Looks, Sequence[ParsedName]]:
        """The same, and names with one word for what may be two of the query, as further readings of it."""
        found = [looks.columns]
        ways = list(ways)
        for query, lists in further_readings(self.searcher, ways[0], promising=looks.promising):
            having = [np.concatenate([self._index.names_with(word) for word in words]) for words in lists]
            both = reduce(np.intersect1d, having)
            if not len(both):
                continue
            names, way, log_odds, equal, unseen = self._look(len(ways), query, type)
            there = np.isin(names, both)
            found.append((names[there], way[there], log_odds[there], equal[there], unseen[there]))
            ways.append(query)
        return (Looks.of(found) if len(found) > 1 else looks), ways

    def _roughly(self, query: ParsedName, names: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        asked = self._asked(query)
        known, searched = self._index.name_tokens, self._among.names
        weights = self._model.weights[asked.of]
        log_odds, unseen = rough_log_odds(asked.rough, names, known, searched, weights)
        for token, found in zip(asked.side.tokens, asked.neighbours, strict=True):
            if is_reign(token.text):  # of rulers many are called so, and the number tells which
                for number in found.numbers.tolist():
                    log_odds[np.isin(names, self._index.names_with(number))] += weights.get("numbers_agree", 0.0)
        return log_odds, unseen

    def _near(self, token: Token, found: Neighbours, of: QueryClass) -> Near:
        """The words of the vocabulary like one token, with what each weighs; kept as long as they are."""
        weighed = self._weighed.setdefault(found, {})
        if of not in weighed:
            weighed[of] = self._weighed_near(token, found, of)
        return weighed[of]

    def _weighed_near(self, token: Token, found: Neighbours, of: QueryClass) -> Near:
        # A single character is read as too many words (see `evidence`).
        read = found.read[:0]
        if of == "full":
            read = found.read if token.key.isascii() else self._read(token, found)
        likenesses, places = found.likenesses.as_read(read)
        log_odds = pair_log_odds(token, found.rarity, likenesses, self._index.rarities, self._pair_weights[of])
        log_odds[places] += self._model.weights[of].get("reading", 0.0)
        if len(found.said):
            at = found.numbers.searchsorted(found.said)
            log_odds[at] = np.maximum(log_odds[at], translated_log_odds(found.rarity, self._model.weights[of]))
        return found.numbers, likenesses.value, log_odds, likenesses.same

    def _read(self, token: Token, found: Neighbours) -> NDArray[np.int32]:
        """The words of the vocabulary, of those like a token in characters, that it is read as, ascending."""
        keys = self._index.keys_of(found.numbers) if is_in_characters(token) else []
        return found.numbers[read_among(token, keys)]

    def _look_closer(self, looks: Looks, ways: Sequence[ParsedName]) -> Iterator[tuple[int, Fit]]:
        """How well the names fit that may be the best, by their places; where the first look leaves no hope, and
        nothing that it misses may speak for them, by that."""
        closer = looks.closer()
        for number, query in enumerate(ways):
            places = [at for at in closer if looks.way[at] == number]
            if not places:
                continue
            asked = self._asked(query)
            weights = self._model.weights[asked.of]
            found = pairings(asked.rough, looks.names[places], self._index.name_tokens, weights)
            rows = zip(places, *(column.tolist() for column in found), strict=True)
            for at, row, told, hint, gains, whole in rows:
                name, odds = int(looks.names[at]), float(looks.log_odds[at])
                hopeless, wanted = told and odds < _HOPELESS and not looks.equal[at], _HOPELESS - odds - whole
                if hopeless and not self._may_be_more(asked, name, row, hint, gains, wanted):
                    yield at, Fit(False, False, odds, name, query)
                else:
                    yield at, self.closely(name, query)

    def _may_be_more(
        self, asked: _Asked, name: int, partners: list[int], hints: int, gains: list[float], wanted: float
    ) -> bool:
        """Whether more than the letters of words may speak for a name, of which the words stand for those of the query
        as `partners` has them: numbers, what characters are read as, first letters for words, names akin that gain as
        much as is wanted. `hints` say which of these may be (see `resolver.kernels.Pairings`)."""
        side = asked.side
        if side.told:
            return True
        characters = asked.of == "full" and (hints & IN_CHARACTERS or any(side.in_characters))
        acronym = hints & ACRONYM or side.acronyms
        hope = sum(gains)
        akin = hints & WORDS and hope >= wanted
        if not (characters or acronym or akin):
            return False
        numbers, roles = self._index.tokens_of(name)
        theirs = [self._index.token(number) for number in numbers] if characters or acronym else []
        if characters and any(is_read(one, other) for one in side.tokens for other in theirs):
            return True
        both = ((side.tokens, theirs), (theirs, side.tokens)) if acronym else ()
        if any(acronym_run(token, one, other) for one, other in both for token in one):
            return True
        if not akin:
            return False
        spare, gained = [k for k, role in enumerate(roles) if role == "name" and k not in partners], 0.0
        for i, j in enumerate(partners[: len(side.tokens)]):
            if not hints >> i & 1:
                continue
            if any(asked.neighbours[i].is_akin(numbers[k]) for k in ((j,) if j >= 0 else spare)):
                gained += gains[i]
                if gained >= wanted:
                    return True
            else:
                hope -= gains[i]
            if hope < wanted:
                break
        return False

    def closely(self, name: int, query: ParsedName) -> Fit:
        """How well a name fits a query, with all that speaks for and against it."""
        pieces = self.evidence(query, name)
        equal = any(piece.kind == "same_letters" for piece in pieces)
        log_odds = self._model.log_odds(pieces, query_class(query))
        return Fit(equal, denied(pieces) or says_more(pieces), log_odds, name, query, pieces)

    def shown(self, fit: Fit) -> tuple[Piece, ...]:
        """The evidence for a name, also where it was looked at roughly only."""
        return fit.pieces or self.evidence(fit.query, fit.name)

    def _made_ready(self, query: ParsedName) -> _Asked:
        of = query_class(query)
        weights = self._model.weights[of]
        tokens = [Token(t.text, t.key) for t in query.tokens]
        neighbours = self.searcher.neighbours(tokens)
        rarities = tuple(found.rarity for found in neighbours)
        near = [self._near(token, found, of) for token, found in zip(tokens, neighbours, strict=True)]
        known = [found.known for found in neighbours]
        side = Side(query.tokens, rarities, query.joined)
        return _Asked(side, neighbours, rough_query(query.tokens, rarities, known, near, weights), of)
