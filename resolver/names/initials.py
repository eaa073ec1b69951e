"""Initials that Brahmic scripts spell: the name of a Latin letter (ಎಚ್. ಡಿ., H. D.) or the first syllable of a name
(மு. க., M. K.). Data: letter_names.tsv."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from resolver.names.words import rows
from resolver.romanize import forms
from resolver.text import fold, script_of

_BRAHMIC = frozenset({"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"})
_SYLLABLE = re.compile(r"\w\W?")
_ONE, _MOST = 1, 4


def with_initials(parts: Sequence[str]) -> list[str]:
    """The words of a name, with the letter for each of the first of them that spells an initial. Something else must
    follow."""
    letters = list(takewhile(bool, map(_letter, parts[:_MOST])))
    return [*letters, *parts[len(letters) :]] if letters and len(letters) < len(parts) else list(parts)


def _letter(word: str) -> str:
    """The capital letter that a word stands for as an initial; "" if it is none."""
    if word.isascii() or script_of(word) not in _BRAHMIC:
        return ""
    named = _named().get(fold(word))
    if named:
        return named
    is_syllable = len(word) <= _ONE + 1 and _SYLLABLE.fullmatch(word) and script_of(word[0]) in _BRAHMIC
    return forms(word, limit=1)[0].text[:1].upper() if is_syllable else ""


@cache
def _named() -> dict[str, str]:
    """The folded names of letters -> the letter."""
    return {fold(name): letter.upper() for letter, names in rows("letter_names") for name in names.split(" ")}
