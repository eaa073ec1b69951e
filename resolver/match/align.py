"""One-to-one alignment of the tokens of two names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from resolver.match.side import Side
from resolver.names import Token, stand_for
from resolver.tokens import CUT, SAME, Likeness, kin, spellings
from resolver.tokens.likeness import akin

READ = Likeness(1.0, 1.0, "reading", across=True)
"""The likeness of Han characters and what they are read as."""

Like = Callable[[int, int], Likeness | None]
"""The likeness of token i of the query and token j of the name, None if they are not alike at all."""


class Pair(NamedTuple):
    """Token `query` of the query stands for token `name` of the name; `likeness` is None where one is an initial."""

    query: int
    name: int
    likeness: Likeness | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which tokens stand for each other (in the order of the query) and which have no counterpart."""

    query: Side
    name: Side
    pairs: tuple[Pair, ...]
    left_query: tuple[int, ...]
    left_name: tuple[int, ...]


def align(query: Side, name: Side, like: Like) -> Alignment:
    """The best alignment, most alike tokens first; tokens in the same place win a tie.

    Words beside the name (titles, particles, legal forms) stand for each other, or for the very same word.
    """
    scored: list[tuple[float, int, int, int, Likeness | None]] = []
    query_places, name_places = query.places, name.places
    for i, mine in enumerate(query.tokens):
        role = mine.role
        for j, theirs in enumerate(name.tokens):
            other = theirs.role
            if role == "initial" or other == "initial":
                if {role, other} <= {"initial", "name"} and _starts_alike(mine, theirs):
                    scored.append((-CUT, abs(query_places[i] - name_places[j]), i, j, None))
                continue
            likeness = like(i, j)
            if likeness is SAME:
                scored.append((-1.0, abs(query_places[i] - name_places[j]), i, j, likeness))
            elif likeness is not None and (role == "name") == (other == "name"):
                scored.append((-likeness.value, abs(query_places[i] - name_places[j]), i, j, likeness))
    scored.sort()
    left_query, left_name = list(range(len(query.tokens))), list(range(len(name.tokens)))
    pairs = []
    for _, _, i, j, likeness in scored:
        if i in left_query and j in left_name:
            left_query.remove(i)
            left_name.remove(j)
            pairs.append(Pair(i, j, likeness))
    if left_query or left_name:
        if any(pair.likeness is not None and pair.likeness.kind == "learned" for pair in pairs):
            pairs = _without_doubtful(pairs, query, name, left_query, left_name)
        if left_query and left_name:
            pairs += _kindred(query, name, left_query, left_name)
    if len(pairs) > 1:
        pairs.sort()
    return Alignment(query, name, tuple(pairs), tuple(left_query), tuple(left_name))


def _without_doubtful(
    pairs: list[Pair], query: Side, name: Side, left_query: list[int], left_name: list[int]
) -> list[Pair]:
    """The pairs but for those that are only alike to the encoder where one of the two is known to be one word with what
    is left (한국은행, Bank of Korea: 은행 is the bank, not 한국); their tokens are left too."""
    kept = []
    for pair in pairs:
        doubtful = pair.likeness is not None and pair.likeness.kind == "learned"
        if doubtful and not _are_kin(query.tokens[pair.query], name.tokens[pair.name]):
            mine, theirs = query.tokens[pair.query], name.tokens[pair.name]
            if any(_are_kin(mine, name.tokens[j]) for j in left_name) or any(
                _are_kin(query.tokens[i], theirs) for i in left_query
            ):
                left_query.append(pair.query)
                left_name.append(pair.name)
                continue
        kept.append(pair)
    left_query.sort()
    left_name.sort()
    return kept


def _are_kin(mine: Token, theirs: Token) -> bool:
    known = kin(mine, theirs) if mine.role == theirs.role == "name" else None
    return known is not None and known.kind != "guarded"


def _kindred(query: Side, name: Side, left_query: list[int], left_name: list[int]) -> list[Pair]:
    """Pairs of what is left that are known to be one name, however little the letters tell (Sasha, Alexander)."""
    pairs = []
    for i in list(left_query):
        for j in list(left_name):
            mine, theirs = query.tokens[i], name.tokens[j]
            known = kin(mine, theirs) if mine.role == theirs.role == "name" else None
            if known is not None and known.kind != "guarded":
                left_query.remove(i)
                left_name.remove(j)
                pairs.append(Pair(i, j, akin(known.kind)))
                break
    return pairs


@lru_cache(maxsize=1 << 10)
def _starts_alike(left: Token, right: Token) -> bool:
    """Whether one of two tokens, an initial, may stand for the other."""
    mine, theirs = ([each.key, *(s.text for s in spellings(each.text, each.lang))] for each in (left, right))
    return (left.role == "initial" and stand_for(mine, theirs)) or (right.role == "initial" and stand_for(theirs, mine))
