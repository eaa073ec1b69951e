"""Named steps that a table may ask for before its rules (`prepare`).

They do what single-letter rules with context can't: take syllables apart, supply vowels that are not written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from resolver.romanize.burmese import by_sound as burmese
from resolver.romanize.khmer import by_series
from resolver.romanize.lao import spoken_order as lao
from resolver.romanize.thai import spoken_order as thai
from resolver.romanize.tibetan import by_sound as tibetan
from resolver.romanize.vowels import (
    point_arabic,
    point_arabic_bare,
    point_hebrew,
    point_hebrew_bare,
    point_hebrew_e,
    point_persian,
)

Step = Callable[[str], str]

_KATAKANA = MappingProxyType({code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]})
# First code points of the Brahmic blocks that share one layout: Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil,
# Telugu, Kannada, Malayalam. Sinhala has its own.
_BLOCKS = range(0x0900, 0x0D80, 0x80)


def _class(*ranges: tuple[int, int], sinhala: str) -> str:
    """The inside of a regex character class: these offsets in every block, and the Sinhala letters."""
    return "".join(f"{chr(block + a)}-{chr(block + b)}" for block in _BLOCKS for a, b in ranges) + sinhala


_CONSONANTS = _class((0x15, 0x39), sinhala="\u0d9a-\u0dc6") + "\u09f0\u09f1\u0b5f\u0b71"
_SIGNS = _class((0x3E, 0x4C), (0x55, 0x57), (0x62, 0x63), sinhala="\u0dcf-\u0ddf\u0df2\u0df3")
_VIRAMAS = _class((0x4D, 0x4D), sinhala="\u0dca")
_NUKTAS = _class((0x3C, 0x3C), sinhala="")
_LETTER_VOWELS = _class((0x05, 0x14), sinhala="\u0d85-\u0d96")
_NASALS = _class((0x00, 0x03), sinhala="\u0d82\u0d83") + "\u0a70\u0a71"
_SCHWA = "ə"
_INHERENT = re.compile(rf"([{_CONSONANTS}][{_NUKTAS}]?)(?![{_NUKTAS}{_SIGNS}{_VIRAMAS}])")
_WORDS = re.compile(rf"[\u0900-\u0DFF{_SCHWA}]+")
_LAST = re.compile(rf"(?<=[{_SIGNS}{_LETTER_VOWELS}{_NASALS}{_SCHWA}])([{_CONSONANTS}][{_NUKTAS}]?){_SCHWA}$")
_MIDDLE = re.compile(
    rf"(?<=[{_SIGNS}{_LETTER_VOWELS}{_SCHWA}])([{_CONSONANTS}][{_NUKTAS}]?){_SCHWA}"
    rf"(?=[{_CONSONANTS}][{_NUKTAS}]?[{_SIGNS}{_SCHWA}])"
)


def jamo(text: str) -> str:
    """Hangul syllables taken apart into conjoining jamo."""
    return unicodedata.normalize("NFD", text)


def hiragana(text: str) -> str:
    """Katakana, also of half width, as hiragana."""
    return unicodedata.normalize("NFKC", text).translate(_KATAKANA)


def inherent(text: str) -> str:
    """An ə, the vowel it has of its own, after every Brahmic consonant without vowel sign and virama."""
    return _INHERENT.sub(rf"\1{_SCHWA}", unicodedata.normalize("NFC", text))


def schwa(text: str) -> str:
    """`inherent`, then the schwas that Hindi and its neighbours do not speak are dropped.

    The rule of Choudhury, Basu and Sarkar (2004) in its plain form: a word's last schwa goes, and, read from the
    right, one between vowel + consonant and consonant + vowel.
    """
    return _WORDS.sub(lambda m: _without_schwas(m[0]), inherent(text))


def _without_schwas(word: str) -> str:
    word = _LAST.sub(r"\1", word)
    for found in reversed(list(_MIDDLE.finditer(word))):
        if _MIDDLE.match(word, found.start()):
            word = word[: found.end() - 1] + word[found.end() :]
    return word


PREPARE: Mapping[str, Step] = MappingProxyType(
    {
        "jamo": jamo,
        "hiragana": hiragana,
        "inherent": inherent,
        "schwa": schwa,
        "thai": thai,
        "lao": lao,
        "khmer": by_series,
        "tibetan": tibetan,
        "burmese": burmese,
        "point-arabic": point_arabic,
        "point-arabic-bare": point_arabic_bare,
        "point-persian": point_persian,
        "point-hebrew": point_hebrew,
        "point-hebrew-e": point_hebrew_e,
        "point-hebrew-bare": point_hebrew_bare,
    }
)
