"""What two tokens are to each other beyond their letters, asked by all their spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.names import Kin, Token, given_names, kinship_among, may_be_akin, received
from resolver.text import fold
from resolver.tokens.spellings import spellings

_SPELLINGS = 2
"""Romanisations of a token, most usual first, that are looked up."""


@dataclass(frozen=True, slots=True)
class NameKnowledge:
    """What a token is looked up by, the folded token first, and the given names (heads) that it may be a form of."""

    keys: tuple[str, ...]
    given: frozenset[str]

    @classmethod
    def of(cls, key: str, latin: Sequence[str]) -> NameKnowledge:
        """That of a folded token with these Latin spellings, most usual first."""
        keys = tuple(dict.fromkeys((key, *latin[:_SPELLINGS], *received(key))))
        return cls(keys, frozenset[str]().union(*map(given_names, keys)))

    @property
    def is_any(self) -> bool:
        """Whether anything is known: tokens of which nothing is are akin by their endings only."""
        return any(map(may_be_akin, self.keys))

    def kin(self, other: NameKnowledge) -> Kin | None:
        """The kinship of two tokens; None if nothing is known."""
        return kinship_among(self.keys, other.keys)

    def other_given_name(self, other: NameKnowledge) -> bool:
        """Whether two tokens are given names, but no forms of one."""
        return bool(self.given) and bool(other.given) and self.given.isdisjoint(other.given) and not self.kin(other)


@lru_cache(maxsize=1 << 13)
def kin(left: Token, right: Token) -> Kin | None:
    """The kinship of two tokens; None if nothing is known."""
    return known(left).kin(known(right))


def other_given_name(left: Token, right: Token) -> bool:
    """Whether two tokens are given names, but no forms of one."""
    return known(left).other_given_name(known(right))


@lru_cache(maxsize=1 << 13)
def known(token: Token) -> NameKnowledge:
    """What is known of a token as a part of names."""
    latin = [spelling.text for spelling in spellings(token.text, token.lang)]
    # What Baltic languages put an ending to (Osborns, Osbornas) is no further spelling of the name itself.
    apart = [text for text in latin if text == latin[0] or not text.startswith(latin[0])]
    return NameKnowledge.of(token.key or fold(token.text), apart)
