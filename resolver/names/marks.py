"""What two tokens have in common where they are akin: a quick look before `resolver.names.kin` is asked."""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import chain

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
    return array("q", {*map(hash, chain.from_iterable(map(_marks, keys)))})


def _marks(key: str) -> list[str]:
    """The word, what a woman is called by it, the names and words that it may stand for, surnames of its stem, and what
    it is guarded against; all patronymics have a mark in common."""
    marks = [key, f"{key}a", f"{key}ne", *feminine_forms(key), *without_ending(key), *parts(key)]
    if patronymic(key):
        marks += ("^patronymic", *surnames_of(key))
    marks += [f"^surname {line}" for line in surname_lines(key)]
    marks += [f"^women {stem}" for stem in women_of(key)]
    marks += [f"^stem {stem}" for stem in stems(key)]
    marks += [f"^sounds {some}" for some in classes(key)]
    for short in shorts(key):
        marks += (*short.words, *(f"={head}" for head in short.heads))
    for node in nodes(key):
        marks += (node, *guards().get(node, ()))
    marks += [f"^{word.head}" for word in organisation_words(key)]
    if key.startswith("mc"):
        marks.append(f"mac{key[2:]}")
    if cities(key):
        marks += ("^city", *cities(key))
    return marks
