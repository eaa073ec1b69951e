"""Which spellings are words of a language, and how often they are met there: what letters leave open is mostly written
as a word that is in use. Made by training/words_in_use.py."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from resolver.text import fold
from resolver.variants.letters import Spellings

STEPS = 10
"""Steps that a decimal logarithm is told in."""
_POWER = 0.5
"""The power of how often a word is met that a spelling is weighed by."""
_UNKNOWN, _OFTENEST = 2.0, 5.0
"""What a word counts that is not among those in use, and one at most (decimal logarithm of times in a billion words):
that a word is met everywhere does not make it a name."""
_ALIKE = 0.5
"""How likely a spelling is whose letters are those of a likely one, but not its marks."""
_INDIC = range(0x900, 0xD80, 0x80)
"""The blocks of the scripts of India, which have the same letters at the same places."""


def _in_block(letters: str, start: int) -> str:
    """Letters of Devanagari as those of another block of `_INDIC`."""
    return "".join(chr(ord(letter) - _INDIC.start + start) for letter in letters)


_NASALS = (
    (_in_block("ँं", at), _in_block("ङञणनम", at), _in_block("्", at), _in_block("क", at), _in_block("भ", at))
    for at in _INDIC
)
_NASAL = re.compile(
    "|".join(f"[{dots}]|[{letters}]{closed}(?=[{first}-{last}])" for dots, letters, closed, first, last in _NASALS)
)
"""A dot for a nasal, or the nasal as a letter before another consonant."""


def skeleton(word: str) -> str:
    """The letters and vowels of a word, without marks that many leave out or write otherwise: accents, dots, signs that
    there is no vowel, nasals before another consonant (गाँधी, गांधी, गान्धी)."""
    apart = _NASAL.sub("", unicodedata.normalize("NFD", fold(word)))
    return "".join(char for char in apart if not unicodedata.combining(char))


def as_written(words: Spellings, lang: str) -> Spellings:
    """Spellings of a word in a language, those the more that are in use there, and with them words in use that differ
    in marks alone (महातमा, महात्मा)."""
    lines = _lines(lang) if words else ()
    if not lines:
        return words
    found: defaultdict[str, float] = defaultdict(float)
    for word, share in words.items():
        found[word] = max(found[word], share)
        for near, often in _of_letters(lines, skeleton(word)):
            times = 10.0 ** (_POWER * (min(often, _OFTENEST) - _UNKNOWN))
            found[near] = max(found[near], share * times * (1.0 if near == word else _ALIKE))
    whole = sum(found.values())
    return {text: share / whole for text, share in found.items()}


def _of_letters(lines: Sequence[bytes], letters: str) -> Iterator[tuple[str, float]]:
    """The words in use of these letters, with how often they are met (decimal logarithm)."""
    key = f"{letters}\t".encode()
    for at in range(bisect_left(lines, key), len(lines)):
        if not lines[at].startswith(key):
            return
        _, word, steps = lines[at].decode().split("\t")
        yield word, int(steps) / STEPS


@cache
def _lines(lang: str) -> tuple[bytes, ...]:
    """The words in use of a language in order: letters, word and steps, parted by tabs; none if nothing is known."""
    path = files("resolver.variants").joinpath("data", f"words-{lang}.npz")
    if not path.is_file():
        return ()
    with path.open("rb") as file, np.load(file) as data:
        return tuple(data["lines"].tobytes().split(b"\n"))
