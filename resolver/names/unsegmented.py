"""Names without gaps between their words: in Han characters, Hangul, Burmese and Tibetan letters. Data:
compound_surnames.tsv, kanji_places.tsv, japanese_surnames.tsv."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from resolver.names.words import rows, words
from resolver.romanize import burmese, tibetan
from resolver.text import fold, script_of

_LONGEST = 5
"""Characters of a name; longer words are none of a person mostly."""
_LONGEST_CHINESE = 4
_LONGEST_SURNAME = 3
_SYLLABLES = 3
"""Characters of most names whose given name has two syllables."""
_WITH_KANA = re.compile(r"([\u4e00-\u9fff々]{1,3})([\u3041-\u3096]{2,4})")
"""A surname in Han characters, a given name in hiragana."""
_MOST_SYLLABLES = 6
"""Syllables of a Burmese name, with what stands before it, at most."""
_SYLLABLES_OF_WORDS, _MOST_WORDS = 2, 5
"""Of Tibetan names: syllables of nearly all words, words at most."""
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


def ways_apart(parts: Sequence[str]) -> list[list[str]]:
    """The ways in which a name may be taken apart that is written without gaps, the likeliest first: Han characters and
    Hangul as one word, with the surname ending after the first, second or third character, or, of three, as so many
    words (Kim Sang-hyun); Hangul with a gap behind the surname with one between the other two syllables as well; Han
    characters and hiragana where these begin; Burmese syllable by syllable, Tibetan two by two, or either as one word.
    None for other names."""
    *before, word = parts or [""]
    script = script_of(word)
    if script == "Mymr" and all(fold(part) in words("titles") for part in before):
        apart = [*before, *burmese.syllables(word)]
        return [apart, list(parts)] if len(apart) <= _MOST_SYLLABLES else []
    if not before and (found := _WITH_KANA.fullmatch(word)):
        return [list(found.groups()), [word]]
    if script == "Tibt":
        return _by_two_syllables([syllable for part in parts for syllable in tibetan.syllables(part)])
    if [len(part) for part in parts] == [1, _SYLLABLES - 1] and all(script_of(part) == "Hang" for part in parts):
        return [list(parts), list("".join(parts))]
    if before or script not in ("Hani", "Hang") or not 2 <= len(word) <= _LONGEST:
        return []
    ends = dict.fromkeys([_likely_end(word), *range(min(len(word), _LONGEST_SURNAME + 1))])
    return [[word[:end], word[end:]] if end else [word] for end in ends] + [list(word)] * (len(word) == _SYLLABLES)


def _by_two_syllables(syllables: Sequence[str]) -> list[list[str]]:
    """A Tibetan name, of which nearly all words have two syllables: by these, or as one word."""
    apart: list[list[str]] = [[]]
    for syllable in syllables:
        if sum(map(tibetan.spoken, apart[-1])) >= _SYLLABLES_OF_WORDS:
            apart.append([])
        apart[-1].append(syllable)
    found = [tibetan.TSHEG.join(word) for word in apart]
    return [found, [tibetan.TSHEG.join(syllables)]] if 1 < len(found) <= _MOST_WORDS else []


def _likely_end(word: str) -> int:
    """How many characters the surname of an unsegmented name has, most likely; 0 if it is one word. Chinese and Korean
    names have three characters at most, but for those with a surname of two; Japanese ones of three are told by their
    surname."""
    if 2 < len(word) <= _LONGEST_CHINESE and word[:2] in words("compound_surnames"):
        return 2
    if len(word) == _SYLLABLES and word[:2] in words("japanese_surnames"):
        return 2
    end = _japanese_end(word) if len(word) >= _LONGEST_CHINESE else 0
    return end or (1 if len(word) <= _LONGEST_CHINESE else 0)


def _japanese_end(name: str) -> int:
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
