"""What the letter models read of kana: each sound as it is spoken, with long vowels and doubled consonants.

A small letter changes the sound before it (キャ is kya, not kiya), ー makes a vowel long and ッ a consonant;
a table of single letters knows none of it. Readings: Hepburn romanisation, with the sounds for foreign words of the
Japanese Cabinet's notice no. 2 of 1991 (外来語の表記).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONG, DOUBLED = "ー", "ッ"
_KANA = re.compile("[ァ-ヶ]+(?:[ァ-ヺー]*)")
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_OPEN = {"u": "w", "i": "y", "ku": "kw", "gu": "gw"}
"""What is left of a sound before the vowel of a small letter, where that is not the sound without its vowel."""
_SOFT = ("sh", "ch", "j")
"""Consonants that have a y in them already."""


def spelled(word: str, latin: Mapping[str, str]) -> tuple[str, str] | None:
    """*word* as it sounds, in Latin letters, and as it is written, in katakana; both keep the signs of a long
    vowel and a doubled consonant.

    None if any letter is no kana. *latin* has the reading of each letter.
    """
    written = unicodedata.normalize("NFKC", word).translate(_HIRAGANA)
    if not _KANA.fullmatch(written):
        return None
    sounds: list[str] = []
    for letter in written:
        if letter in _SMALL and sounds and sounds[-1][-1:] in "aiueo":
            sounds[-1] = _joined(sounds[-1], _SMALL[letter])
        else:
            sounds.append(letter if letter in (LONG, DOUBLED) else latin.get(letter, ""))
    return "".join(sounds), written


def _joined(sound: str, small: str) -> str:
    """A sound and the small letter behind it as one."""
    if sound[-1] == small:
        return sound + LONG
    start = sound[:-1]
    if small[0] in "yw":
        return start + (small[1:] if start in _SOFT else small)
    return _OPEN.get(sound, start) + small
