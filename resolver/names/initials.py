"""Initials: those that Brahmic scripts spell, by the name of a Latin letter (ಎಚ್. ಡಿ., H. D.) or the first syllable of a
name (மு. க., M. K.), those of several letters (Kh. Battulga), and what names they stand for. Data: letter_names.tsv."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from resolver.names.words import rows, words
from resolver.romanize import forms
from resolver.text import fold, script_of

_BRAHMIC = frozenset({"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"})
_SYLLABLE = re.compile(r"\w\W?")
_MOST = 4
_OF_SEVERAL_LETTERS = frozenset(
    ("kh", "ts", "ch", "sh", "zh", "dz", "dj", "yu", "ya", "ye", "yo", "iu", "ia", "ie", "ju", "ja", "je", "th", "ph",
     "gh", "tz", "дж", "дз")
)  # fmt: skip
"""What stands for one letter of another alphabet, or one sound, where a point follows."""
_ALSO = {
    "i": ("1",), "e": ("ye", "je", "ie"), "j": ("y",), "y": ("j", "e", "i"), "f": ("ph",),
    "h": ("kh",), "kh": ("h",), "v": ("w", "5"), "x": ("10",), "w": ("v",), "ya": ("ia", "ja"), "yu": ("iu", "ju"),
    "ye": ("e", "je"), "ts": ("c", "tz"), "zh": ("j",), "ch": ("tch", "tsch"), "dzh": ("j", "g"),
}  # fmt: skip
"""What else names begin with that one may write with these letters; I, V and X may be numbers."""


def with_initials(parts: Sequence[str], text: str) -> list[str]:
    """The words of a name, which is written as `text`, with the letter for each of the first of them that spells an
    initial. Something else must follow."""
    letters = list(takewhile(bool, (_letter(word, text) for word in parts[:_MOST])))
    return [*letters, *parts[len(letters) :]] if letters and len(letters) < len(parts) else list(parts)


def _letter(word: str, text: str) -> str:
    """The capital letter that a word stands for as an initial; "" if it is none. Syllables do where a dot follows: else
    they may be short names (Jo)."""
    if word.isascii() or script_of(word) not in _BRAHMIC or fold(word) in words("titles"):
        return ""
    named = _named().get(fold(word))
    if named:
        return named
    is_syllable = _SYLLABLE.fullmatch(word) and f"{word}." in text
    return forms(word, limit=1)[0].text[:1].upper() if is_syllable else ""


def is_pointed(text: str, key: str, within: str) -> bool:
    """Whether a word, as written and folded, is an initial of several letters, with its point in the whole name."""
    return key in _OF_SEVERAL_LETTERS and f"{text}." in within


def stand_for(initials: Sequence[str], names: Sequence[str]) -> bool:
    """Whether one of the spellings of an initial may stand for one of those of a name or of another initial."""
    begun = tuple(start for letter in initials for start in (letter, *_ALSO.get(letter, ())))
    return any(name.startswith(begun) for name in names)


@cache
def _named() -> dict[str, str]:
    """The folded names of letters -> the letter."""
    return {fold(name): letter.upper() for letter, names in rows("letter_names") for name in names.split(" ")}
