"""One-to-one alignment of the tokens of two names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from resolver.names import Descent, ParsedName, Token, descents, numbers, suffixes
from resolver.tokens import CUT, SAME, Likeness, kin, spellings
from resolver.tokens.likeness import akin

READ = Likeness(1.0, 1.0, "reading", across=True)
"""The likeness of Han characters and what they are read as."""

Like = Callable[[int, int], Likeness | None]
"""The likeness of token i of the query and token j of the name, None if they are not alike at all."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a name says of itself: whose child one is, its numbers in order of size, the generation."""

    fathers: tuple[Descent, ...]
    numbers: tuple[int, ...]
    generation: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.fathers or self.numbers or self.generation)


@dataclass(frozen=True)
class Side:
    """The tokens of one name and the rarity of each (see `resolver.tokens.rarity`)."""

    tokens: tuple[Token, ...]
    rarities: tuple[float, ...]
    joined: str

    @cached_property
    def told(self) -> Told:
        """What the name says of itself."""
        name = ParsedName(" ".join(token.text for token in self.tokens), self.tokens, self.joined)
        return Told(descents(name), tuple(sorted(numbers(name))), suffixes(name))


@dataclass(frozen=True, slots=True)
class Pair:
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
    scored: list[tuple[float, int, Pair]] = []
    for i, mine in enumerate(query.tokens):
        for j, theirs in enumerate(name.tokens):
            pair = _pair(i, mine, j, theirs, like)
            if pair is not None:
                value = pair.likeness.value if pair.likeness else CUT
                scored.append((-value, abs(i - j), pair))
    scored.sort(key=lambda x: (x[0], x[1], x[2].query, x[2].name))
    left_query, left_name = set(range(len(query.tokens))), set(range(len(name.tokens)))
    pairs = []
    for _, _, pair in scored:
        if pair.query in left_query and pair.name in left_name:
            left_query.remove(pair.query)
            left_name.remove(pair.name)
            pairs.append(pair)
    pairs += _kindred(query, name, left_query, left_name)
    pairs.sort(key=lambda p: p.query)
    return Alignment(query, name, tuple(pairs), tuple(sorted(left_query)), tuple(sorted(left_name)))


def _kindred(query: Side, name: Side, left_query: set[int], left_name: set[int]) -> list[Pair]:
    """Pairs of what is left that are known to be one name, however little the letters tell (Sasha, Alexander)."""
    pairs = []
    for i in sorted(left_query):
        for j in sorted(left_name):
            mine, theirs = query.tokens[i], name.tokens[j]
            known = kin(mine, theirs) if mine.role == theirs.role == "name" else None
            if known is not None and known.kind != "guarded":
                left_query.discard(i)
                left_name.discard(j)
                pairs.append(Pair(i, j, akin(known.kind)))
                break
    return pairs


def _pair(i: int, mine: Token, j: int, theirs: Token, like: Like) -> Pair | None:
    if "initial" in (mine.role, theirs.role):
        initials_fit = {mine.role, theirs.role} <= {"initial", "name"} and _starts_alike(mine, theirs)
        return Pair(i, j, None) if initials_fit else None
    likeness = like(i, j)
    if likeness is None or ((mine.role == "name") != (theirs.role == "name") and likeness is not SAME):
        return None
    return Pair(i, j, likeness)


def _starts_alike(left: Token, right: Token) -> bool:
    """Whether two tokens can begin with the same letter in Latin; an initial is one letter or what it romanises to."""
    mine = [s.text for s in spellings(left.text, left.lang)]
    theirs = [s.text for s in spellings(right.text, right.lang)]
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)
