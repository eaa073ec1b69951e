"""A word of a name and what it is there."""

from __future__ import annotations

from typing import Literal, NamedTuple

Role = Literal["name", "initial", "title", "particle", "legal", "land", "lifetime"]
ROLES: tuple[Role, ...] = ("name", "initial", "title", "particle", "legal", "land", "lifetime")
"""An index numbers them so."""

BESIDE_PERSONS: frozenset[Role] = frozenset({"title", "land", "lifetime"})
"""What stands beside the name of a person and is no part of it: Dr., (South Korea), 1952-2010."""


class Token(NamedTuple):
    """A part of a name: `text` as written, `key` folded for comparison, its role, and the language it is known to be
    written in (an ISO 639 code, "" if unknown). A tuple, for most of what is known of it is looked up by all of it."""

    text: str
    key: str
    role: Role = "name"
    lang: str = ""
