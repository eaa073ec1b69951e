"""Where the surname of a Japanese name in characters ends. Data: kanji_places.tsv."""

from __future__ import annotations

import math
from functools import cache

from resolver.names.words import rows

_SURNAME_LENGTHS = {1: 0.017, 2: 0.923, 3: 0.060}
_GIVEN_NAME_LENGTHS = {1: 0.068, 2: 0.770, 3: 0.161}
"""How many characters there are, by the share of names; source as of the data."""
_FIRST, _MIDDLE, _LAST = range(3)
_UNKNOWN = (0,) * 6
_GIVEN = 3
"""Where the places of given names begin."""
_SMOOTHED = 0.5
_LEAST_KNOWN = 0.75
"""Of the characters of a Japanese name, at least so many are among the frequent ones that the data count."""


def likely_end(name: str) -> int:
    """How many characters the surname has, most likely; 0 where the characters are not those of Japanese names, or one
    of the two names would be longer than any is."""
    if sum(character in _places() for character in name) < _LEAST_KNOWN * len(name):
        return 0
    ends = (end for end in _SURNAME_LENGTHS if len(name) - end in _GIVEN_NAME_LENGTHS)
    return max(ends, key=lambda end: _log_chance(name[:end], name[end:]), default=0)


def _log_chance(surname: str, given: str) -> float:
    lengths = math.log(_SURNAME_LENGTHS[len(surname)] * _GIVEN_NAME_LENGTHS[len(given)])
    of_surname = [_FIRST, *[_MIDDLE] * (len(surname) - 2), _LAST][: len(surname)]
    of_given = [_FIRST, *[_MIDDLE] * (len(given) - 2), _LAST][-len(given) :]
    both = zip(surname + given, [*of_surname, *(_GIVEN + place for place in of_given)], strict=True)
    return lengths + sum(_log_share(character, place) for character, place in both)


def _log_share(character: str, place: int) -> float:
    """How often a character stands in a place, of all its places."""
    counts = _places().get(character, _UNKNOWN)
    return math.log((counts[place] + _SMOOTHED) / (sum(counts) + _SMOOTHED * len(counts)))


@cache
def _places() -> dict[str, tuple[int, ...]]:
    return {character: tuple(map(int, counts.split(" "))) for character, counts in rows("kanji_places")}
