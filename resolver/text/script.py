"""Which script a character or token is written in, as ISO 15924 codes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from types import MappingProxyType

_BY_NAME = MappingProxyType(
    # First word of the Unicode character name -> ISO 15924.
    {
        "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARMENIAN": "Armn", "GEORGIAN": "Geor", "HEBREW": "Hebr",
        "ARABIC": "Arab", "SYRIAC": "Syrc", "THAANA": "Thaa", "DEVANAGARI": "Deva", "BENGALI": "Beng",
        "GURMUKHI": "Guru", "GUJARATI": "Gujr", "ORIYA": "Orya", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda",
        "MALAYALAM": "Mlym", "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "TIBETAN": "Tibt", "MYANMAR": "Mymr",
        "KHMER": "Khmr", "ETHIOPIC": "Ethi", "MONGOLIAN": "Mong", "HANGUL": "Hang", "HIRAGANA": "Hira",
        "KATAKANA": "Kana", "KATAKANA-HIRAGANA": "Kana", "BOPOMOFO": "Bopo", "CJK": "Hani", "IDEOGRAPHIC": "Hani",
        "CHEROKEE": "Cher", "TIFINAGH": "Tfng", "NKO": "Nkoo",
    }
)  # fmt: skip


_SEVERAL = 2


def known_scripts() -> tuple[str, ...]:
    """The codes of the scripts that are told apart, in order."""
    return tuple(sorted({*_BY_NAME.values(), "Jpan"}))


@lru_cache(maxsize=1 << 12)
def char_script(char: str) -> str:
    """The script of one character; "Zyyy" (common) for digits, punctuation, marks and what has no script here."""
    if char.isascii():
        return "Latn" if char.isalpha() else "Zyyy"
    if not unicodedata.category(char).startswith(("L", "M")):
        return "Zyyy"
    return _BY_NAME.get(unicodedata.name(char, "").split(" ", 1)[0], "Zyyy")


@lru_cache(maxsize=1 << 11)
def script_of(text: str) -> str:
    """The script that most letters of a token are written in; "Zyyy" if it has none.

    Kanji with kana is "Jpan"; hiragana alone "Hira", katakana alone "Kana".
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    scripts = [script for script in map(char_script, text) if script != "Zyyy"]
    if len(set(scripts)) < _SEVERAL:
        return scripts[0] if scripts else "Zyyy"
    counts = Counter(scripts)
    if counts["Hani"] and (counts["Hira"] or counts["Kana"]):
        return "Jpan"
    return max(sorted(counts), key=lambda s: counts[s])
