"""Names that one side writes as one word and the other as several: Tajideen and Taj al-Din, 정은 and Jong Un."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from resolver.match.align import READ, Alignment, Like, Pair, align
from resolver.match.phrases import with_phrases
from resolver.match.readings import reading
from resolver.match.side import Side, is_in_characters
from resolver.match.syllables import chinese
from resolver.names import Run, Token, acronym_run, blend_run, joined_runs, translated_run
from resolver.tokens import SAME, Likeness, known, likeness, rarity, usual_spelling

LIKE_ENOUGH = 0.6
"""Letters that adjacent words and the one word for them have in common at least, 1 - OSA distance / longer length."""
_LEAST_AKIN = 0.4
"""The same of what is known to be one given name."""
_SETTLED = 0.95
"""Pairs alike to this degree need no better counterpart."""
_ACRONYM = Likeness(1.0, 1.0, "acronym")
_MOST = 2
_TWO = 2


def align_joined(query: Side, name: Side, like: Like, *, read: bool = False) -> Alignment:
    """The best alignment, in which adjacent tokens may be one word where the other side has them so; or, with `read`,
    where they are what characters of the other side are read as."""
    query, name, like = with_phrases(query, name, like)
    short = _acronym_join(query, name) or (_short_join(query, name) if read else None)
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
        found = side.joined_sides.get((start, end, self.token))
        if found is None:
            found = side.joined_sides[start, end, self.token] = replace(
                side,
                tokens=(*side.tokens[:start], self.token, *side.tokens[end:]),
                rarities=(*side.rarities[:start], rarity(self.token.text), *side.rarities[end:]),
            )
        return found


def _acronym_join(query: Side, name: Side) -> _Join | None:
    """Several words of one name as one word, where the other has their first letters for them and nothing more: not
    where either has both."""
    for of_query, side, others in ((True, query, name), (False, name, query)):
        for at in others.acronyms:
            token = others.tokens[at]
            if at in others.spelled_out or any(token.key == part.key for part in side.tokens):
                continue
            run = acronym_run(token, others.tokens, side.tokens)
            if run is not None and not any(part in others.tokens for part in run.parts if part.role == "name"):
                text = " ".join(part.text for part in run.parts)
                return _Join(of_query, run, Token(text, token.key), at, _ACRONYM)
    return None


def _short_join(query: Side, name: Side) -> _Join | None:
    """Several words of one name as the one word that the other has for them in another way than by first letters."""
    return (
        _whole_join(query, name)
        or _two_letter_join(query, name)
        or _blend_join(query, name)
        or _translated_join(query, name)
    )


def _two_letter_join(query: Side, name: Side) -> _Join | None:
    """The two words of an organisation's name as one, where the other name is nothing but their first letters: HP,
    Hewlett-Packard."""
    for of_query, side, other in ((True, query, name), (False, name, query)):
        token = other.tokens[other.first_named] if len(other.named) == 1 else None
        if token is None or len(token.key) != _TWO or len(side.named) != _TWO or not token.text.isupper():
            continue
        first, last = side.named
        words = side.tokens[first : last + 1]
        if (side.is_organisation or other.is_organisation) and words[0].key[0] + words[-1].key[0] == token.key:
            text = " ".join(word.text for word in words)
            run = Run(first, last + 1, words)
            return _Join(of_query, run, Token(text, token.key), other.first_named, _ACRONYM)
    return None


def _translated_join(query: Side, name: Side) -> _Join | None:
    """Several words of an organisation's name as one, where the other has their first letters in another language."""
    for of_query, side, other in ((True, query, name), (False, name, query)):
        for at in other.abbreviated if side.is_organisation and len(side.tokens) > 1 else ():
            token = other.tokens[at]
            run = (
                None
                if any(token.key == part.key for part in side.tokens)
                else translated_run(token, other.tokens, side.tokens)
            )
            if run is not None and not any(part in other.tokens for part in run.parts):
                text = " ".join(part.text for part in run.parts)
                return _Join(of_query, run, Token(text, token.key, token.role), at, _ACRONYM)
    return None


def _whole_join(query: Side, name: Side) -> _Join | None:
    """All words of one name as one, where the other has them so: Chong Chon Gang, Chongchongang."""
    for of_query, side, other in ((True, query, name), (False, name, query)):
        if len(other.tokens) == 1 and len(side.named) == len(side.tokens) > _MOST and side.joined == other.joined:
            return _Join(of_query, Run(0, len(side.tokens), side.tokens), other.tokens[0], 0, SAME)
    return None


def _blend_join(query: Side, name: Side) -> _Join | None:
    """Several words of an organisation's name as one, where the other name is put together from their beginnings."""
    for of_query, side, other in ((True, query, name), (False, name, query)):
        if len(other.named) == 1 < len(side.named) and side.is_organisation:
            at = other.first_named
            token = other.tokens[at]
            run = None if any(token.key == part.key for part in side.tokens) else blend_run(token, side.tokens)
            if run is not None:
                text = " ".join(part.text for part in run.parts)
                return _Join(of_query, run, Token(text, token.key), at, _ACRONYM)
    return None


def _best_join(alignment: Alignment, read: bool) -> _Join | None:
    if not alignment.left_query and not alignment.left_name:
        return None
    joins = [*_joins(alignment, of_query=True, read=read), *_joins(alignment, of_query=False, read=read)]
    return max(joins, key=lambda join: (join.likeness.value, -join.run.start), default=None)


def _joins(alignment: Alignment, *, of_query: bool, read: bool) -> Iterator[_Join]:
    """The joins of tokens, some of them without a counterpart, that are more like one of the other side than now."""
    side, others = (alignment.query, alignment.name) if of_query else (alignment.name, alignment.query)
    spare = alignment.left_query if of_query else alignment.left_name
    runs = _runs(side.tokens) if spare else ()
    if not runs:
        return
    partner = {(p.name if of_query else p.query): p for p in alignment.pairs}
    for run, word, parts, letters, longest, in_characters, in_syllables in runs:
        if spare[-1] < run.start or spare[0] >= run.end or not any(run.start <= i < run.end for i in spare):
            continue
        for at in others.named:
            other = others.tokens[at]
            length = len(others.latin[at])
            by_letters = length > longest and min(length, letters) >= LIKE_ENOUGH * max(length, letters)
            by_reading = in_characters or others.in_characters[at] or (in_syllables and other.key.isascii())
            if not by_letters and not (read and by_reading):
                continue
            pair = partner.get(at)
            if pair is not None and not _is_free(pair, run, of_query):
                continue
            like = _as_one(word, parts, other, of_query, read)
            now = pair.likeness.value if pair and pair.likeness else 0.0
            if like is not None and (like is READ or like.value > now + (1 - _SETTLED)):
                yield _Join(of_query, run, word, at, like)


class _Made(NamedTuple):
    """A run of words of a name as one word: the Latin letters of its parts, how many there are in all and in the
    longest, and whether it is of characters, or of syllables of Mandarin."""

    run: Run
    word: Token
    parts: tuple[str, ...]
    letters: int
    longest: int
    in_characters: bool
    in_syllables: bool


@lru_cache(maxsize=1 << 13)
def _runs(tokens: tuple[Token, ...]) -> tuple[_Made, ...]:
    """The runs of a name."""
    return tuple(map(_made, joined_runs(tokens)))


def _made(run: Run) -> _Made:
    word, parts = run.word, tuple(usual_spelling(part.text, part.lang) for part in run.parts)
    lengths = [len(part) for part in parts]
    return _Made(
        run,
        word,
        parts,
        sum(lengths),
        max(lengths),
        is_in_characters(word),
        word.key.isascii() and bool(chinese(word.key)),
    )


@lru_cache(maxsize=1 << 13)  # in lists one in 25 is asked again, in pairs of names that share words most are
def _as_one(word: Token, parts: tuple[str, ...], other: Token, of_query: bool, read: bool) -> Likeness | None:
    """How alike the word is that a run of `parts` makes, in Latin letters, and another; None if they are not."""
    if read and _is_read(word, other):
        return READ
    theirs = usual_spelling(other.text, other.lang)
    if len(theirs) <= max(map(len, parts)):
        return None
    alike = OSA.normalized_similarity("".join(parts), theirs)
    if alike < LIKE_ENOUGH and not (alike > _LEAST_AKIN and _are_forms(word, other)):
        return None
    return replace(likeness(word, other) if of_query else likeness(other, word), joined=True)


def _are_forms(word: Token, other: Token) -> bool:
    """Whether two words are known to be one given name (Ghiyath al-Din, Ghiassouddine)."""
    given = known(other).given
    return bool(given) and not given.isdisjoint(known(word).given)


def _is_read(word: Token, other: Token) -> bool:
    """Whether one of two words is what the other is read as, or both are the same syllables of Mandarin."""
    if other.key.isascii() and word.key.isascii():
        return not chinese(word.key).isdisjoint(chinese(other.key))
    return bool(reading(word, other))


def _is_free(pair: Pair, run: Run, of_query: bool) -> bool:
    """Whether the counterpart that a token has is one of the run, and it is not quite like it."""
    mine = pair.query if of_query else pair.name
    return run.start <= mine < run.end and pair.likeness is not None and pair.likeness.value < _SETTLED


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
