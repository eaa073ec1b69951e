"""Puts Burmese in the order of its sounds: what closes a syllable as such, the vowel that is not written supplied."""

from __future__ import annotations

import re

_CONSONANT = "[\u1000-\u1021\u103f]"
_MEDIALS = "[\u103b-\u103e]"
_ASAT, _VIRAMA, _CREAKY, _HIGH = "\u103a", "\u1039", "\u1037", "\u1038"
_VOWELS = "[\u102b-\u1036]"
_TALL_A, _A = "\u102b", "\u102c"
_CLOSING = "[ကငစညဉတနပမယ]"
"""What changes the vowel of the syllable that it closes, so that the tables tell both as one."""
_BARE = re.compile(rf"({_CONSONANT}{_MEDIALS}*)(?!{_MEDIALS}|{_VOWELS}|{_CLOSING}?{_CREAKY}?{_ASAT})")
_SYLLABLE = re.compile(rf"(?<!{_VIRAMA})(?=[\u1000-\u102a\u103f](?!{_CREAKY}?[{_ASAT}{_VIRAMA}]))")


def by_sound(text: str) -> str:
    """Burmese without the high tone, with one a, stacked letters side by side, the creaky tone (့) before the mark that
    closes a syllable, and ə after each consonant that is spoken with the vowel it has of its own, unchanged."""
    text = text.replace(_HIGH, "").replace(_TALL_A, _A).replace(_ASAT + _CREAKY, _CREAKY + _ASAT)
    text = text.replace(_ASAT + _VIRAMA, _ASAT).replace(_VIRAMA, _ASAT)
    return _BARE.sub("\\1ə", text)


def syllables(word: str) -> list[str]:
    """The syllables of a Burmese word."""
    return [part for part in _SYLLABLE.split(word) if part]
