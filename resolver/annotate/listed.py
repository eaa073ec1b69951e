"""A name of an index as running text is searched for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of the index: its number, its entity, the words that it consists of (numbers of the lexicon)."""

    name: int
    entity: int
    words: tuple[int, ...]
    acronym: bool
