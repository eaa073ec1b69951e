"""Makes Tibetan tell how it is read: letters that are silent gone, the vowel that is not written supplied."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

TSHEG = "\u0f0b"
"""What stands between syllables."""
_INHERENT = "ə"
_STACK = re.compile("([\u0f40-\u0f6c])([\u0f90-\u0fbc]*)([\u0f71-\u0f7d\u0f80]*)")
_FOREIGN = re.compile("([\u0f40-\u0f61\u0f64\u0f65\u0f67-\u0f6c])([\u0f90-\u0fac\u0fae-\u0fb0\u0fb4-\u0fb6])")
"""Letters below one that no Tibetan word has them below: དྨ is read as དམ."""
_WORD = re.compile("[\u0f00-\u0fbc]+")
_BELOW = 0x50
"""How far the code of a letter is from that of the same letter below another."""
_PREFIXES, _HEADS, _SUFFIXES = frozenset("གདབམའ"), frozenset("རལས"), frozenset("གངདནབམའརལས")
_BEFORE_S = frozenset("གངབམ")
"""Suffixes that a second one, s, may follow."""
_LINKS = {"བ": "བ", "འ": "ན", "ར": "ར"}
"""What stands silent before a letter, and is heard as the end of an open syllable before it: Lobsang, Gendun, Dorje."""
_YA, _RA, _LA = "\u0fb1", "\u0fb2", "\u0fb3"


class _Syllable(NamedTuple):
    """What is heard before the first letter where the syllable before is open, the first letter with what is below it,
    the vowel, the letter that closes it."""

    link: str
    onset: str
    vowel: str
    end: str


def syllables(word: str) -> list[str]:
    """The syllables of a word as written."""
    return [part for part in word.split(TSHEG) if part]


def spoken(syllable: str) -> int:
    """How many syllables are heard where one is written: more than one in words of Sanskrit (Karma, Pema)."""
    return len(_syllables(syllable))


def by_sound(text: str) -> str:
    """Tibetan in which each syllable has its first letter with y, r or h below it, its vowel (ə for a), and the letter
    that closes it, if any; a tsheg stands between syllables."""
    return _WORD.sub(lambda found: _read(found[0]), text)


def _read(word: str) -> str:
    read = [syllable for part in syllables(word) for syllable in _syllables(part)]
    linked = [one.end or (other.link if other else "") for one, other in pairwise([*read, None]) if one]
    heard = (f"{one.onset}{one.vowel}{end}" for one, end in zip(read, linked, strict=True))
    return TSHEG.join(heard)


def _syllables(part: str) -> list[_Syllable]:
    """The syllable, or several: what is no Tibetan spelling has a vowel on each letter."""
    stacks = [found.groups() for found in _STACK.finditer(_FOREIGN.sub(_side_by_side, part))]
    if not stacks:
        return []
    root = _root(stacks)
    before, after = stacks[:root], stacks[root + 1 :]
    if any(letter not in _PREFIXES for letter, _, _ in before) or len(before) > 1:
        return [*_syllables("".join(map("".join, before))), *_syllables("".join(map("".join, stacks[root:])))]
    end = after[0][0] if after and not after[0][1] and not after[0][2] and after[0][0] in _SUFFIXES else ""
    rest = [stack for stack in (after[1:] if end else after) if stack != ("ས", "", "") and stack != ("ད", "", "")]
    prefix = before[0][0] if before else ""
    letter, below, vowel = stacks[root]
    if below and letter in _HEADS and below[0] not in (_YA, _RA, _LA, "\u0fad", "\u0fb7"):
        prefix, letter, below = prefix or letter, chr(ord(below[0]) - _BELOW), below[1:]
    found = _Syllable(
        _LINKS.get(prefix, ""), _onset(prefix, letter, below), vowel or _INHERENT, "" if end == "འ" else end
    )
    return [found, *_syllables("".join(map("".join, rest)))]


def _side_by_side(found: re.Match[str]) -> str:
    return found[1] + chr(ord(found[2]) - _BELOW)


def _root(stacks: list[tuple[str, ...]]) -> int:
    """The place of the letter that has the vowel."""
    for at, (_, below, vowel) in enumerate(stacks):
        if below or vowel:
            return at
    letters = [letter for letter, _, _ in stacks]
    closed_twice = letters[2:] == ["ས"] and letters[1] in _BEFORE_S
    return 1 if len(letters) > 2 and letters[0] in _PREFIXES and not closed_twice else 0


def _onset(prefix: str, letter: str, below: str) -> str:
    """The letters that a syllable is heard to begin with."""
    if letter == "བ" and prefix == "ད":
        return "ཡ" if _YA in below else "ཝ"
    if _LA in below:
        return "ད" if letter == "ཟ" else "ལ"
    return letter + "".join(mark for mark in below if mark in (_YA, _RA, "\u0fb7"))
