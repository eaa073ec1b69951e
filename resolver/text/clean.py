"""Unicode cleaning: `clean` for what is shown, `fold` for what is compared."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType

from resolver.text.letters import Letters
from resolver.text.script import char_script

MAX_NAME_LENGTH = 1000
"""Longest name that is read, in characters. The longest personal names and ship names in use stay far below."""

_APOSTROPHES = "'`´ʹʼʽʾʿ‘’‛′＇ˈʻˮ"
_LETTERS_TO_LATIN = MappingProxyType(
    # Latin letters that no Unicode decomposition reduces to the basic alphabet, as they are commonly written without.
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ə": "a",
        "ŋ": "ng", "ß": "ss", "ŧ": "t", "ƀ": "b", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y", "ɣ": "gh",
        "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u", "ĸ": "k", "ſ": "s", "ơ": "o", "ư": "u", "ƶ": "z", "ǝ": "a",
    }
)  # fmt: skip
_ARABIC_LETTERS = MappingProxyType(
    # One letter for the forms that Arabic, Persian and Urdu keyboards write for the same name.
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ۀ": "ه", "ؤ": "و",
     "ہ": "ه", "ھ": "ه", "ە": "ه", "ـ": "", "ۂ": "ه", "ے": "ی"}
)  # fmt: skip
_STRIP_MARKS_IN = frozenset({"Latn", "Grek", "Hebr", "Arab"})
_CYRILLIC_ACCENTS = frozenset("\u0300\u0301\u0304")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_MARK = "\uffff"
"""Stands for marks that are not composed with their letter; no character itself."""


def clean(text: str) -> str:
    """The text as it is shown: NFC, one space between words, one kind of apostrophe; control, bidi and other
    invisible characters, lone surrogates and private-use characters are dropped. Joiners stay, since Indic and Persian
    spelling needs them. Never raises; at most `MAX_NAME_LENGTH` characters are looked at by callers, any length works.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "'").split())
    return " ".join(unicodedata.normalize("NFC", text).translate(_shown()).split())


@cache
def _shown() -> Letters:
    return Letters(_as_shown)


def _as_shown(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char.isspace():
        return " "
    return char if char in _JOINERS or unicodedata.category(char) not in _INVISIBLE else ""


@lru_cache(maxsize=1 << 11)
def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, without apostrophes, and without what writers leave out:
    diacritics of Latin, Greek, Hebrew and Arabic, stress marks of Cyrillic (й, ї, ў stay letters, ё becomes е),
    joiners. Arabic letters that differ by keyboard become one. Idempotent.
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    lowered = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold()
    found = lowered.translate(_compared())
    return _letter_by_letter(lowered) if _MARK in found else unicodedata.normalize("NFC", found)


@cache
def _compared() -> Letters:
    return Letters(_as_compared)


def _as_compared(char: str) -> str:
    """What stands for a letter with whatever marks it is composed with; of a mark alone its letter has to be known."""
    return _MARK if unicodedata.category(unicodedata.normalize("NFD", char)[0]) == "Mn" else _letter_by_letter(char)


def _letter_by_letter(lowered: str) -> str:
    kept: list[str] = []
    base_script = ""
    for char in unicodedata.normalize("NFD", lowered):
        if unicodedata.category(char) == "Mn":
            if base_script in _STRIP_MARKS_IN or (base_script == "Cyrl" and _is_dropped_in_cyrillic(char, kept)):
                continue
        elif char in _APOSTROPHES or char in _JOINERS or char == "ʺ":
            continue
        else:
            base_script = char_script(char)
            char = _LETTERS_TO_LATIN.get(char) or _ARABIC_LETTERS.get(char, char)
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_dropped_in_cyrillic(mark: str, before: list[str]) -> bool:
    """Stress marks are no part of a Cyrillic name; the diaeresis of ё is mostly left out, that of ї is not."""
    return mark in _CYRILLIC_ACCENTS or (mark == "\u0308" and before[-1:] == ["е"])
