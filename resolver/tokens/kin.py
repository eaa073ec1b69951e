"""What two tokens are to each other beyond their letters, asked by all their spellings."""

from __future__ import annotations

from functools import lru_cache

from resolver.names import Kin, Token, given_names, kinship_among
from resolver.text import fold
from resolver.tokens.spellings import spellings

_SPELLINGS = 2
"""Romanisations of a token, most usual first, that are looked up."""


@lru_cache(maxsize=1 << 16)
def kin(left: Token, right: Token) -> Kin | None:
    """The kinship of two tokens; None if nothing is known."""
    return kinship_among(_keys(left), _keys(right))


def other_given_name(left: Token, right: Token) -> bool:
    """Whether two tokens are given names, but no forms of one."""
    mine, theirs = _given_names(left), _given_names(right)
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs) and kin(left, right) is None


@lru_cache(maxsize=1 << 15)
def _given_names(token: Token) -> frozenset[str]:
    return frozenset[str]().union(*map(given_names, _keys(token)))


@lru_cache(maxsize=1 << 15)
def _keys(token: Token) -> tuple[str, ...]:
    latin = (spelling.text for spelling in spellings(token.text, token.lang)[:_SPELLINGS])
    return tuple(dict.fromkeys((token.key or fold(token.text), *latin)))
