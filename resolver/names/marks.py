"""What two tokens have in common where they are akin: a quick look before `resolver.names.kin` is asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache

from resolver.names.cities import cities
from resolver.names.endings import stems, without_ending
from resolver.names.gendered import feminine_forms, women_of
from resolver.names.given import shorts
from resolver.names.guards import guards, nodes
from resolver.names.organisations import organisation_words, parts
from resolver.names.patronymic import patronymic, surnames_of
from resolver.names.sisters import classes
from resolver.names.surnames import surname_lines


def may_share(lefts: tuple[str, ...], rights: tuple[str, ...]) -> bool:
    """Whether one of several spellings of a token has a mark in common with one of another, which two that are akin in
    any way that `kinship` knows have: most words have none."""
    return not set(_hashed(lefts)).isdisjoint(_hashed(rights))


@lru_cache(maxsize=1 << 13)
def _hashed(keys: tuple[str, ...]) -> array[int]:
    """The marks of some spellings, as numbers: they take a sixth of the room, and so many of them are kept."""
    return array("q", {hash(mark) for key in keys for mark in _marks(key)})


def _marks(key: str) -> Iterator[str]:
    """The word, what a woman is called by it, the names and words that it may stand for, surnames of its stem, and what
    it is guarded against; all patronymics have a mark in common."""
    yield from (key, f"{key}a", f"{key}ne", *feminine_forms(key))
    if patronymic(key):
        yield from ("^patronymic", *surnames_of(key))
    yield from (f"^surname {line}" for line in surname_lines(key))
    yield from (f"^women {stem}" for stem in women_of(key))
    yield from (f"^stem {stem}" for stem in stems(key))
    yield from without_ending(key)
    yield from (f"^sounds {some}" for some in classes(key))
    for short in shorts(key):
        yield from (*short.words, *(f"={head}" for head in short.heads))
    for node in nodes(key):
        yield from (node, *guards().get(node, ()))
    yield from (f"^{word.head}" for word in organisation_words(key))
    yield from parts(key)
    if key.startswith("mc"):
        yield f"mac{key[2:]}"
    if cities(key):
        yield from ("^city", *cities(key))
