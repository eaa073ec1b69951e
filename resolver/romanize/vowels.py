"""Points Arabic and Hebrew words: supplies the vowels that are not written, as vowel signs of the script itself.

A word of the list of pointed names (data/pointed-*.txt) is pointed as there. Others get the vowels that names most
often have: CaCīC (Karim), CāCiC (Khalid), CaCCūC (Mahmud), CaCaC (Hasan). A guess, not a reading; words with vowel
signs of their own keep them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

_FATHA, _DAMMA, _KASRA, _SHADDA = "\u064e", "\u064f", "\u0650", "\u0651"
_PATAH, _SEGOL, _HIRIQ, _HOLAM = "\u05b7", "\u05b6", "\u05b4", "\u05b9"
_ARABIC_SIGNS = "\u064b-\u0652\u0670"
_HEBREW_SIGNS = "\u05b0-\u05bc\u05c1\u05c2\u05c7"
_SIGNS = re.compile(f"[{_ARABIC_SIGNS}{_HEBREW_SIGNS}]")
_ARABIC_WORD = re.compile(f"[\u0621-\u064a\u066e-\u06d3\u06d5{_ARABIC_SIGNS}]+")
_HEBREW_WORD = re.compile(f"[\u05d0-\u05ea׳'\"״{_HEBREW_SIGNS}]+")
_ONE_LETTER = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ة", "ـ": "", "ٱ": "ا", "ے": "ي"})
_DOUBLED = re.compile(f"(.)([{_FATHA}{_DAMMA}{_KASRA}]?){_SHADDA}")
_BARE = "(?<=[\u0628-\u0648\u064a\u0679-\u06cc])"  # after a consonant without sign
_LONG_U = re.compile(f"{_BARE}و(?![{_ARABIC_SIGNS}اىآةو])")
_LONG_I = re.compile(f"{_BARE}ي(?![{_ARABIC_SIGNS}اىآةي])")
_LONG_A = re.compile(f"{_BARE}(?=[اى])")
_FEMININE = re.compile(f"(?<![{_ARABIC_SIGNS}اى])(?=ة)")
_ARTICLE = "ال"
_SERVANT = "عبدال"  # Abd al-, as one word with what follows
_AFTER_LONG = MappingProxyType({"ا": _KASRA})
_BEFORE_Y = MappingProxyType({"ي": _KASRA, "י": _HIRIQ})


def point_arabic(text: str) -> str:
    """Arabic words with short vowels and the sign that makes و and ي long; doubled letters written twice."""
    return _ARABIC_WORD.sub(lambda m: _pointed_arabic(m[0].translate(_ONE_LETTER)), text)


def point_arabic_bare(text: str) -> str:
    """As `point_arabic`, without short vowels: foreign names spell most of theirs with long ones."""
    return _ARABIC_WORD.sub(lambda m: _pointed_arabic(m[0].translate(_ONE_LETTER), bare=True), text)


def point_persian(text: str) -> str:
    """As `point_arabic`, with the final ه of Persian as a vowel and without the Arabic article."""
    return _ARABIC_WORD.sub(lambda m: _pointed_arabic(m[0].translate(_ONE_LETTER), persian=True), text)


def point_hebrew(text: str) -> str:
    """Hebrew words with a between consonants, vav and yod told apart as vowel and consonant."""
    return _HEBREW_WORD.sub(lambda m: _pointed_hebrew(m[0], _PATAH), text)


def point_hebrew_bare(text: str) -> str:
    """As `point_hebrew`, with nothing between consonants: foreign names spell most of their vowels."""
    return _HEBREW_WORD.sub(lambda m: _pointed_hebrew(m[0], ""), text)


def point_hebrew_e(text: str) -> str:
    """As `point_hebrew`, with e between consonants."""
    return _HEBREW_WORD.sub(lambda m: _pointed_hebrew(m[0], _SEGOL), text)


def unpointed(word: str) -> str:
    """The word without vowel signs."""
    return _SIGNS.sub("", word)


@cache
def _pointed(script: str) -> dict[str, str]:
    """Unpointed -> pointed, of the names listed for a script."""
    text = files("resolver.romanize").joinpath("data", f"pointed-{script}.txt").read_text("utf-8")
    words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    pointed = {unpointed(word): unicodedata.normalize("NFC", word) for word in words}
    without_hamza = {f"ا{bare[1:]}": word for bare, word in pointed.items() if bare[0] in "أإ"}
    return without_hamza | pointed


@lru_cache(maxsize=256)  # every system of the script asks for the same word
def _pointed_arabic(word: str, *, persian: bool = False, bare: bool = False) -> str:
    if not bare and not _SIGNS.search(word):
        known = _known_arabic(word)
        if known is None and not persian and word.startswith(_ARTICLE) and len(word) > 4:
            return _ARTICLE + _pointed_arabic(word[2:])
        if known is None and word.startswith(_SERVANT) and len(word) > 7:
            return f"{_pointed_arabic(_SERVANT[:3])}{_DAMMA}{_ARTICLE}{_pointed_arabic(word[5:])}"
        word = known or _supplied(word, _arabic_kinds(word, persian=persian), _FATHA, _AFTER_LONG)
        if persian and not known and word.endswith("ه") and word[-2:-1] not in ("ا", _FATHA, _KASRA):
            word = f"{word[:-1]}{_KASRA}ه"
    word = _DOUBLED.sub(r"\1\1\2", word)
    word = _LONG_I.sub(f"{_KASRA}ي", _LONG_U.sub(f"{_DAMMA}و", word))
    return _FEMININE.sub(_FATHA, _LONG_A.sub(_FATHA, word))


def _known_arabic(word: str) -> str | None:
    """The listed pointing of the word, or of the name that it is the nisba of (Muhammad-i)."""
    names = _pointed("arab")
    if word in names:
        return names[word]
    return f"{names[word[:-1]]}ي" if word.endswith("ي") and word[:-1] in names else None


def _arabic_kinds(word: str, *, persian: bool) -> str:
    """A letter per letter: C consonant, V long vowel, S short vowel that has a letter of its own."""
    kinds = ""
    for at, char in enumerate(word):
        following = word[at + 1 : at + 2]
        if char in "اىآة":
            kind = "S" if at == 0 and char == "ا" else "V"
        elif char in "أإ" and at == 0:
            kind = "S"
        elif char in "وي":
            is_vowel = at > 0 and following not in tuple("اىآة") and (kinds[-1] == "C" or at == 1)
            kind = "V" if is_vowel else "C"
        else:
            kind = "V" if persian and char == "ه" and not following and kinds[-1:] == "C" else "C"
        kinds += kind
    return kinds


@lru_cache(maxsize=256)
def _pointed_hebrew(word: str, short: str) -> str:
    if _SIGNS.search(word):
        return word
    if word in _pointed("hebr"):
        return _pointed("hebr")[word]
    word = word.replace("וו", "ו\u05bf")  # rafe marks a vav that is surely a consonant
    kinds = _hebrew_kinds(word)
    long = {"ו": f"ו{_HOLAM}", "י": f"{_HIRIQ}י"}
    letters = [long.get(char, char) if kind == "V" else char for char, kind in zip(word, kinds, strict=True)]
    return _supplied(letters, kinds, short, {"א": short, "ע": short, "ו": short})


def _hebrew_kinds(word: str) -> str:
    """As `_arabic_kinds`; - for signs."""
    kinds = ""
    for at, char in enumerate(word):
        following, before = word[at + 1 : at + 2], kinds.rstrip("-")[-1:]
        if char in "׳'\"״\u05bf":
            kind = "-"
        elif char in "אע":
            kind = "S" if at == 0 else "C" if following in ("ו", "י") else "V"
        elif char == "ה" and not following:
            kind = "V"
        elif char == "ו" and at > 0 and following != "\u05bf":
            kind = "V" if before == "C" or at == 1 else "C"
        elif char == "י" and at > 0:
            is_glide = following in ("ו", "א", "י") or word[at + 1 :] == "ה"
            kind = "V" if (before == "C" and not is_glide) or (at == 1 and before == "S") else "C"
        else:
            kind = "C"
        kinds += kind
    return kinds


def _supplied(letters: str | list[str], kinds: str, short: str, after: Mapping[str, str]) -> str:
    """The letters with a short vowel where two consonants would else begin or end a syllable together; `after` a long
    vowel it is another (CāCiC) or none."""
    written: list[str] = []
    opened = False  # whether a vowel stands before the letter at hand
    for at, letter in enumerate(letters):
        written.append(letter)
        kind, following, then = kinds[at], kinds[at + 1 : at + 2], kinds[at + 2 : at + 3]
        if kind == "-":
            continue
        vowel = ""
        if kind == "C" and following == "C":
            if then == "V" and letters[at + 1] in _BEFORE_Y:
                vowel = _BEFORE_Y[letters[at + 1]]
            elif not opened:
                vowel = short
            elif not then or (then == "V" and letters[at - 1] == "ا" and at + 3 == len(kinds)):
                vowel = after.get(letters[at - 1][0], "") if kinds[at - 1] == "V" else short
        written.append(vowel)
        opened = bool(vowel) or kind in "VS"
    return "".join(written)
