"""Names that one side writes as one word and the other as several: Tajideen and Taj al-Din, 정은 and Jong Un."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from resolver.match.align import READ, Alignment, Like, Pair, align
from resolver.match.readings import reading
from resolver.match.side import Side
from resolver.match.syllables import chinese
from resolver.names import Run, Token, acronym_run, joined_runs
from resolver.tokens import Likeness, likeness, rarity, spellings

LIKE_ENOUGH = 0.6
"""Letters that adjacent words and the one word for them have in common at least, 1 - OSA distance / longer length."""
_SETTLED = 0.95
"""Pairs alike to this degree need no better counterpart."""
_ACRONYM = Likeness(1.0, 1.0, "acronym")
_MOST = 2


def align_joined(query: Side, name: Side, like: Like, *, read: bool = False) -> Alignment:
    """The best alignment, in which adjacent tokens may be one word where the other side has them so; or, with `read`,
    where they are what characters of the other side are read as."""
    short = _acronym_join(query, name)
    if short is not None:
        query, name, like = *short.sides(query, name), _with_join(short, like)
    found = align(query, name, like)
    for _ in range(_MOST):
        join = _best_join(found, read)
        if join is None:
            break
        like = _with_join(join, like)
        found = align(*join.sides(found.query, found.name), like)
    return found


@dataclass(frozen=True, slots=True)
class _Join:
    """A run of tokens of one side is the word `token`, which stands for token `other` of the other side."""

    of_query: bool
    run: Run
    token: Token
    other: int
    likeness: Likeness

    def sides(self, query: Side, name: Side) -> tuple[Side, Side]:
        """Both names once the tokens are joined."""
        return (self._joined(query), name) if self.of_query else (query, self._joined(name))

    def _joined(self, side: Side) -> Side:
        start, end = self.run.start, self.run.end
        return replace(
            side,
            tokens=(*side.tokens[:start], self.token, *side.tokens[end:]),
            rarities=(*side.rarities[:start], rarity(self.token.text), *side.rarities[end:]),
        )


def _acronym_join(query: Side, name: Side) -> _Join | None:
    """Several words of one name as one word, where the other has their first letters for them."""
    for of_query, side, others in ((True, query, name), (False, name, query)):
        for at, token in enumerate(others.tokens):
            run = acronym_run(token, others.tokens, side.tokens)
            if run is not None:
                text = " ".join(part.text for part in run.parts)
                return _Join(of_query, run, Token(text, token.key), at, _ACRONYM)
    return None


def _best_join(alignment: Alignment, read: bool) -> _Join | None:
    joins = [*_joins(alignment, of_query=True, read=read), *_joins(alignment, of_query=False, read=read)]
    return max(joins, key=lambda join: (join.likeness.value, -join.run.start), default=None)


def _joins(alignment: Alignment, *, of_query: bool, read: bool) -> Iterator[_Join]:
    """The joins of tokens, some of them without a counterpart, that are more like one of the other side than now."""
    side, others = (alignment.query, alignment.name) if of_query else (alignment.name, alignment.query)
    spare = alignment.left_query if of_query else alignment.left_name
    if not spare:
        return
    partner = {(p.name if of_query else p.query): p for p in alignment.pairs}
    for run, latin, longest in _runs(side.tokens):
        if not any(run.start <= i < run.end for i in spare):
            continue
        for at, other in enumerate(others.tokens):
            pair = partner.get(at)
            if other.role != "name" or not _free(pair, run, of_query):
                continue
            if read and _is_read(run.word, other):
                yield _Join(of_query, run, run.word, at, READ)
                continue
            theirs = _latin(other)
            if len(theirs) <= longest or OSA.normalized_similarity(latin, theirs) < LIKE_ENOUGH:
                continue
            word = run.word
            like = _likeness(word, other) if of_query else _likeness(other, word)
            if like.value > (pair.likeness.value if pair and pair.likeness else 0.0) + (1 - _SETTLED):
                yield _Join(of_query, run, word, at, like)


@lru_cache(maxsize=1 << 14)
def _runs(tokens: tuple[Token, ...]) -> list[tuple[Run, str, int]]:
    """The runs of a name, the Latin letters of each, and how many its longest part has."""
    found = []
    for run in joined_runs(tokens):
        parts = [_latin(part) for part in run.parts]
        found.append((run, "".join(parts), max(map(len, parts))))
    return found


def _latin(token: Token) -> str:
    return spellings(token.text, token.lang)[0].text


def _is_read(word: Token, other: Token) -> bool:
    """Whether one of two words is what the other is read as, or both are the same syllables of Mandarin."""
    if other.key.isascii() and word.key.isascii():
        return not chinese(word.key).isdisjoint(chinese(other.key))
    return bool(reading(word, other))


def _free(pair: Pair | None, run: Run, of_query: bool) -> bool:
    """Whether a token has no counterpart yet, or one of the run that it is not quite like."""
    if pair is None:
        return True
    mine = pair.query if of_query else pair.name
    return run.start <= mine < run.end and pair.likeness is not None and pair.likeness.value < _SETTLED


@lru_cache(maxsize=1 << 12)
def _likeness(left: Token, right: Token) -> Likeness:
    return replace(likeness(left, right), joined=True)


def _with_join(join: _Join, like: Like) -> Like:
    """The likeness of the tokens once they are joined: the new word is like none but the one it was made for."""
    start, gone = join.run.start, join.run.end - join.run.start - 1

    def before(at: int) -> int:
        return at if at < start else at + gone

    def joined(i: int, j: int) -> Likeness | None:
        mine, theirs = (i, j) if join.of_query else (j, i)
        if mine == start:
            return join.likeness if theirs == join.other else None
        return like(before(i), j) if join.of_query else like(i, before(j))

    return joined
