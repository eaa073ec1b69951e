"""Makes Khmer tell how it is read: the series of each vowel marked, the vowel that is not written supplied."""

from __future__ import annotations

import re
from typing import NamedTuple

_BARE_VOWEL, _OF_O_SERIES, _OF_A_SERIES, _SHORT, _FOOT = "\u17b4", "\u17ca", "\u17c9", "\u17cb", "\u17d2"
"""The vowel that is not written, the signs that move a consonant into the other series, what makes a vowel short, what
puts a consonant below another."""
_C = "[\u1780-\u17a2]"
_VOWELS = "\u17b6-\u17c8\u17d0"
_OF_ITSELF = "\u17a3-\u17b3"
_A_SERIES = frozenset("កខចឆដឋណតថបផសហឡអ")
_WEAK = frozenset("ងញនមយរលវ")
"""Consonants that leave the series to the other of their group."""
_SILENT = re.compile(f"{_C}(?:{_FOOT}{_C})*[\u17b7\u17bb]?\u17cd|[\u17cc\u17ce\u17cf\u17d1\u17d7\u200b]")
_UNIT = re.compile(f"({_C}(?:[{_OF_A_SERIES}{_OF_O_SERIES}]|{_FOOT}{_C})*)([{_VOWELS}]*)({_SHORT}?)|([{_OF_ITSELF}])")
_WORD = re.compile(f"[\u1780-\u17a2{_VOWELS}{_OF_ITSELF}{_OF_A_SERIES}{_OF_O_SERIES}{_SHORT}{_FOOT}]+")


class _Unit(NamedTuple):
    """A group of consonants, the vowel signs on it, whether it is closed short; or a vowel letter instead."""

    onset: str
    vowel: str
    short: str
    letter: str

    @property
    def is_bare(self) -> bool:
        """Whether no vowel is written."""
        return not (self.vowel or self.letter)


def by_series(text: str) -> str:
    """Khmer in which ៊ stands before each vowel of the second series and nowhere else, ឴ for the vowel that is not
    written, and ់ behind the vowel that it makes short."""
    return _WORD.sub(lambda found: _read(found[0]), _SILENT.sub("", text))


def _read(word: str) -> str:
    read: list[str] = []
    units = [_Unit(*found.groups("")) for found in _UNIT.finditer(word)]
    opened = False  # whether a syllable may be closed by the unit at hand
    for at, unit in enumerate(units):
        closes = unit.is_bare and (bool(unit.short) or (opened and _closes(units[at + 1 : at + 3])))
        if closes:
            read += [unit.short, unit.onset[0]]
        else:
            read.append(unit.letter or _onset(unit.onset) + (unit.vowel or _BARE_VOWEL))
        opened = not closes
    return "".join(read)


def _closes(following: list[_Unit]) -> bool:
    """Whether a unit without a vowel ends a syllable: it is the last, or one with a vowel follows, or two without; not
    where the next one ends it."""
    if not following or not following[0].is_bare:
        return True
    return not following[0].short and len(following) > 1


def _onset(onset: str) -> str:
    """A group of consonants with the mark of its series."""
    letters = [letter for letter in onset if letter not in (_FOOT, _OF_A_SERIES, _OF_O_SERIES)]
    strong = [letter for letter in letters if letter not in _WEAK] or letters
    in_o_series = _OF_O_SERIES in onset or (_OF_A_SERIES not in onset and strong[-1] not in _A_SERIES)
    group = onset.replace(_OF_O_SERIES, "")
    group = group if group.startswith(f"ប{_OF_A_SERIES}") else group.replace(_OF_A_SERIES, "")
    return group + (_OF_O_SERIES if in_o_series else "")
