"""What the encoder sees of a string: its words, each in several spellings.

The learned weights are tied to this normalisation and to the frozen letter table beside them
(``weights/letters.tsv``), so it is kept apart from the product's own romanisation, which may change
between releases while the weights stay.

A word becomes up to five *views*: its Latin spelling, its original letters (decomposed: Hangul as
jamo, accents as marks; hiragana written as katakana, Han characters simplified) where these differ
from the Latin spelling, and for Han characters the Cantonese, Sino-Korean and Sino-Japanese readings.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

LATIN, ORIGINAL, CANTONESE, KOREAN, ON = range(5)
"""Namespaces of the views."""

MAX_LETTERS = 48
"""Letters of a view that are looked at; longer words are cut."""

MAX_WORDS = 12
"""Words of a name that are looked at."""

APOSTROPHES = "'`´ʹʺʻʼʽʾʿˈˊˋ‘’‛′＇׳״\""
_ARABIC = {ord("ی"): "ي", ord("ى"): "ي", ord("ک"): "ك", ord("ہ"): "ه", ord("ھ"): "ه", ord("ۀ"): "ه",
           ord("ە"): "ه", 0x640: None}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterTable:
    """Frozen readings of single characters.

    ``latin`` maps a character to Latin letters; the other tables cover Han characters only.
    """

    latin: dict[str, str]
    cantonese: dict[str, str]
    korean: dict[str, str]
    on: dict[str, str]
    simplified: dict[str, str]

    @classmethod
    @cache
    def load(cls, path: Path) -> LetterTable:
        """Read the tab-separated table: character, Latin, Cantonese, Korean, On, simplified form.

        Who reads it again in one process gets the same one.
        """
        columns: list[dict[str, str]] = [{}, {}, {}, {}, {}]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#\t") or not line:
                continue
            letter, *readings = line.split("\t")
            for column, reading in zip(columns, readings, strict=False):
                if reading:
                    column[letter] = intern(reading)  # of tens of thousands, hundreds differ
        return cls(*columns)


def is_han(letter: str) -> bool:
    """Whether a letter is a Han character."""
    return "\u3400" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or letter >= "\U00020000"


def _drop_mark(code: int) -> bool:
    """Vowel points that writers of Arabic and Hebrew leave out as a rule."""
    return 0x591 <= code <= 0x5C7 or 0x610 <= code <= 0x61A or 0x64B <= code <= 0x652 or code == 0x670


def _words(text: str) -> list[str]:
    """Case-folded words of *text*, composed; punctuation parts words, apostrophes stay inside them."""
    text = unicodedata.normalize("NFKC", text[: 4 * MAX_LETTERS * MAX_WORDS])
    text = unicodedata.normalize("NFC", text.casefold().translate(_ARABIC))
    out: list[str] = []
    for letter in text:
        category = unicodedata.category(letter)
        if letter == "々" and out:
            out.append(out[-1])
        elif letter in APOSTROPHES:
            out.append("'")
        elif category[0] in "LN" or (category[0] == "M" and not _drop_mark(ord(letter))):
            out.append(letter)
        elif category not in ("Cf", "Mn", "Me", "Lm"):
            out.append(" ")
    words = [w.strip("'") for w in "".join(out).split()]
    return [w for w in words if any(c.isalnum() for c in w)]


def _read(word: str, table: dict[str, str], fallback: dict[str, str]) -> str:
    read = "".join([c if c.isascii() else table.get(c) or fallback.get(c, "") for c in word])
    return "".join([c for c in read if "a" <= c <= "z" or "0" <= c <= "9"])


def _original(word: str, letters: LetterTable) -> str:
    out = []
    for c in word:
        if "\u3041" <= c <= "\u3096":
            out.append(chr(ord(c) + 0x60))
        else:
            out.append(letters.simplified.get(c, c))
    return unicodedata.normalize("NFD", "".join(out))


def views(text: str, letters: LetterTable) -> list[list[tuple[int, str]]]:
    """The views of each word of *text*: lists of (namespace, spelling), spellings never empty.

    A text without letters or digits has no words.
    """
    out = []
    for word in _words(text)[:MAX_WORDS]:
        latin = _read(word, letters.latin, letters.latin)
        found = [(LATIN, latin)] if latin else []
        original = _original(word, letters)
        if original.replace("'", "") != latin:
            found.append((ORIGINAL, original))
        if any(is_han(c) for c in word):
            for space, table in ((CANTONESE, letters.cantonese), (KOREAN, letters.korean), (ON, letters.on)):
                reading = _read(word, table, letters.latin)
                if reading:
                    found.append((space, reading))
        out.append([(space, spelling[:MAX_LETTERS]) for space, spelling in found if spelling])
    return [word for word in out if word]
