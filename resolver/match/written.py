"""Which Han characters a word in Latin letters may be read from, for the search to propose what neither letters nor
vectors find: the way back of `resolver.match.likely`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from resolver.match.readings import LEAST_LETTERS, readings_by_system, shortened

_SHORT = "Japanese"
"""The system whose readings have long vowels written short."""
_LONGEST_READING = 8
_MOST_CHARACTERS = 4
_LAST = np.iinfo(np.uint16).max
"""Characters beyond this code are hardly met in names."""

Lattice = Mapping[int, list[tuple[int, NDArray[np.uint16]]]]
"""See `resolver.index.characters`."""
_Table = Mapping[str, NDArray[np.uint16]]
"""What is read so -> the characters that are, as codes, ascending."""


@lru_cache(maxsize=1 << 10)
def lattices(word: str) -> tuple[tuple[Lattice, int], ...]:
    """The ways to read a folded Latin word as Han characters, four at most, by system; each with the number of letters
    that it is about."""
    if len(word) < LEAST_LETTERS or not word.isascii() or not word.isalpha():
        return ()
    found = []
    short = shortened(word)
    if any(_lattice(letters, _of_any()) for letters in {word, short}):
        for system, table in _characters().items():
            letters = short if system == _SHORT else word
            if lattice := _lattice(letters, table):
                found.append((lattice, len(letters)))
    found += [(_of_one(word, characters), len(word)) for characters in _surnames().get(word, ())]
    return tuple(found)


def _of_one(word: str, characters: str) -> Lattice:
    """That of characters which are read as the word together; it doesn't matter where the first of them ends."""
    ends = [*range(1, len(characters)), len(word)]
    codes = [np.array([ord(character)], np.uint16) for character in characters]
    return {start: [(end, code)] for start, end, code in zip([0, *ends], ends, codes, strict=False)}


def _lattice(word: str, table: _Table) -> Lattice:
    """Empty if the word can't be read to its end."""
    lattice: dict[int, list[tuple[int, NDArray[np.uint16]]]] = {}
    reached = {0}
    for _ in range(_MOST_CHARACTERS):
        for at in reached - lattice.keys():
            ends = range(at + 1, min(len(word), at + _LONGEST_READING) + 1)
            lattice[at] = [(end, table[word[at:end]]) for end in ends if word[at:end] in table]
        reached = {end for at in reached for end, _ in lattice[at]} - {len(word)}
    return lattice if any(end == len(word) for some in lattice.values() for end, _ in some) else {}


@cache
def _characters() -> dict[str, _Table]:
    """By system, the readings and what is read so."""
    return {system: _inverted(table) for system, table in readings_by_system().items()}


@cache
def _of_any() -> _Table:
    """The same of all systems, of which most words of other languages are read under none."""
    return {reading: codes for table in _characters().values() for reading, codes in table.items()}


@cache
def _surnames() -> dict[str, list[str]]:
    """Readings of several characters together -> these."""
    found: dict[str, list[str]] = {}
    for table in readings_by_system().values():
        for characters, readings in table.items():
            if len(characters) > 1:
                for reading in readings:
                    found.setdefault(reading, []).append(characters)
    return found


def _inverted(table: Mapping[str, frozenset[str]]) -> _Table:
    alike: dict[frozenset[str], list[int]] = {}  # some hundreds of sets are the readings of all characters
    for character, readings in table.items():
        if len(character) == 1 and ord(character) <= _LAST:
            alike.setdefault(readings, []).append(ord(character))
    found: dict[str, list[int]] = {}
    for readings, codes in alike.items():
        for reading in readings:
            found.setdefault(reading, []).extend(codes)
    return {reading: np.array(sorted(codes), np.uint16) for reading, codes in found.items()}
