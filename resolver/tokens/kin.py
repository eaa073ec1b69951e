"""What two tokens are to each other beyond their letters, asked by all their spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.names import Kin, Token, given_names, kinship, kinship_among, may_be_akin, received
from resolver.text import fold, script_of
from resolver.tokens.likeness import READ_LETTER_BY_LETTER
from resolver.tokens.spellings import sound, spellings

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
        found = kinship_among(self.keys, other.keys)
        if found is not None and found.kind == "guarded" and self._is_read_as(other):
            return None
        return found

    def _is_read_as(self, other: NameKnowledge) -> bool:
        """Whether two tokens, of which not both are guarded as written, are read alike: what Julie is in other letters
        (جولی) spells Juli as well, and is no Julius. Letters of two alphabets that are read hide nothing."""
        scripts = {script_of(self.keys[0]), script_of(other.keys[0])}
        if len(scripts) == 1 or not scripts <= READ_LETTER_BY_LETTER:
            as_written = kinship(self.keys[0], other.keys[0])
            if as_written is not None and as_written.kind == "guarded":
                return False
        return not set(map(sound, self.keys)).isdisjoint(map(sound, other.keys))

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
