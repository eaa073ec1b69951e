"""Whose child a name says one is: patronymics, and words such as bin and oglu. Data: patronymics.tsv,
descent_words.tsv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from resolver.names.given import given_names
from resolver.names.parse import ParsedName
from resolver.names.patronymic import patronymic
from resolver.names.token import Token
from resolver.names.words import rows
from resolver.text import fold

_LEAST_NAMES = 3
"""A patronymic stands between or behind given name and surname."""


@dataclass(frozen=True, slots=True)
class Descent:
    """A father named in a name: `at` is the token that tells (the patronymic, or the first of the father's own name),
    `father` the folded name or stem, `gender` "m" for son of, "f" for daughter of, and the given names (heads) that
    the father may bear, if known."""

    at: int
    father: str
    gender: str
    fathers: frozenset[str] = frozenset()


def descents(name: ParsedName) -> tuple[Descent, ...]:
    """The fathers that a name tells of, in its order: Salman bin Abdulaziz, Ilham Heydar oglu Aliyev, Ivan Petrovich
    Sidorov. A word of the shape of a patronymic counts among at least three names, and not as the first."""
    found = [d for at, token in enumerate(name.tokens) if (d := _by_word(name.tokens, at, token))]
    named = [at for at, token in enumerate(name.tokens) if token.role == "name"]
    if len(named) >= _LEAST_NAMES:
        # In the middle of three names a word that else is a surname may be a father's (Ivanov in Bulgarian).
        middle = named[1] if len(named) == _LEAST_NAMES else -1
        places = _patronymic_places(named)
        found += [d for at in places if (d := _by_ending(name.tokens[at], at, at == middle))][:1]
    return tuple(sorted(found, key=lambda d: d.at))


def _patronymic_places(named: list[int]) -> list[int]:
    """Where a patronymic may stand, the likeliest first: second (Ivan Petrovich Sidorov), then last."""
    return [named[1], named[-1]]


def _by_ending(token: Token, at: int, middle: bool) -> Descent | None:
    found = patronymic(token.key, middle)
    return Descent(at, found.stem, found.gender, found.fathers) if found else None


def _by_word(tokens: tuple[Token, ...], at: int, token: Token) -> Descent | None:
    told = _words().get(token.key)
    if not told or not at or token.role != "particle":
        return None
    gender, side = told
    if side == "before":
        father = tokens[at - 1]
        return _descent(at - 1, father.key, gender) if father.role == "name" and at > 1 else None
    start = next((i for i in range(at + 1, len(tokens)) if tokens[i].role != "particle"), len(tokens))
    if start == len(tokens) or tokens[start].role != "name":
        return None
    # Abd and the name of God behind it are one name
    end = start + 2 if is_servant(tokens[start]) else start + 1
    return _descent(start, "".join(t.key for t in tokens[start:end]), gender)


def _descent(at: int, father: str, gender: str) -> Descent:
    return Descent(at, father, gender, given_names(father))


def child(tokens: Sequence[Token]) -> int:
    """Where the name of the child stands after whom somebody is called, behind Abu or Umm at the start of a name: Abu
    Usama, Umm Kulthum; -1 if there is none. Abu Bakr is a name of its own."""
    start = next((at for at, token in enumerate(tokens) if token.role != "title"), len(tokens))
    if start == len(tokens) or tokens[start].role != "particle" or not parent(tokens[start]):
        return -1
    at = next((at for at in range(start + 1, len(tokens)) if tokens[at].role != "particle"), -1)
    return at if at > start and tokens[at].role == "name" and tokens[at].key not in _bynames("name") else -1


def parent(token: Token) -> str:
    """What a word says that somebody is to the child behind it: "father" for Abu, "mother" for Umm, "" for others."""
    return next((says for says in ("father", "mother") if token.key in _bynames(says)), "")


def parent_before(tokens: Sequence[Token], at: int) -> str:
    """What the word before a token, but for an article, says that somebody is to who is called by it (see `parent`)."""
    before = next((i for i in range(at - 1, -1, -1) if parent(tokens[i]) or tokens[i].role != "particle"), -1)
    return parent(tokens[before]) if before >= 0 else ""


def is_servant(token: Token) -> bool:
    """Whether a word is no name but with the one behind it: Abd in Abd al-Karim."""
    return token.key in _bynames("servant")


@cache
def _bynames(saying: str) -> frozenset[str]:
    return frozenset(fold(word) for word, says, *_ in rows("byname_words") if says == saying)


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {fold(word): (gender, side) for word, _, gender, side in rows("descent_words")}
