"""A Korean name: what one in Han characters is read as, in Hangul, and how Hangul is written in Russian.

Data: korean_surnames.tsv, and what characters are read as in the letter table of the encoder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import product

from resolver.match.readings import hangul as spelled
from resolver.romanize import romanize
from resolver.text import clean
from resolver.tokens import reranker

_LENGTHS = (2, 3)
"""Characters of a Korean name; nearly all have three."""
_SURNAME_AND_GIVEN = 2
_SYSTEM = "ko-rr-2000"
_FIRST, _VOWELS, _FINALS = 0xAC00, 21, 28
_INITIALS = range(19)
_NATIVE_FINALS = (0, 1, 4, 8, 16, 17, 21)
"""The final consonants of syllables that characters are read as: none, k, n, l, m, p, ng."""
_ABROAD = 10.0
"""How many Chinese there are for one whose name is met in traditional characters in which Korean ones stand."""
_VOICED = str.maketrans("kp", "gb")
"""Final consonants as the letter table has them."""

_RUSSIAN_INITIALS = (
    "к", "кк", "н", "т", "тт", "р", "м", "п", "пп", "с", "сс", "", "ч", "чч", "чх", "кх", "тх", "пх", "х",
)  # fmt: skip
_RUSSIAN_VOWELS = (
    "а", "э", "я", "йя", "о", "е", "ё", "йе", "о", "ва", "вэ", "ве", "ё", "у", "во", "ве", "ви", "ю", "ы", "ый", "и",
)  # fmt: skip
_RUSSIAN_FINALS = {0: "", 4: "н", 8: "ль", 16: "м", 21: "н", 1: "к", 17: "п"}
_VOICED_RUSSIAN = {"к": "г", "т": "д", "п": "б", "ч": "чж"}
_VOICELESS_FINALS = "кп"
_RUSSIAN_SURNAMES = {"이": "ли"}


def likely(name: str) -> float:
    """How much likelier a name in Han characters is a Korean one than a Chinese one (odds); 0 if it can't be one."""
    text = clean(name)
    if len(text) not in _LENGTHS or not hangul(text):
        return 0.0
    simplified = reranker().letters.simplified
    is_simple = any(char not in simplified and char in _simple() for char in text)
    _, korean, chinese = _surnames()[text[0]]
    abroad = 1.0 if is_simple else _ABROAD
    return korean * abroad / max(chinese, 1.0)


def is_native(words: Sequence[str]) -> bool:
    """Whether words in Hangul are a surname and a given name, whose syllables characters are read as."""
    if len(words) != _SURNAME_AND_GIVEN:
        return False
    return words[0] in {syllable for syllable, *_ in _surnames().values()} and is_read(words[1])


def bearers(surname: str) -> float:
    """How many thousands of Koreans bear a surname in Hangul."""
    return max((korean for syllable, korean, _ in _surnames().values() if syllable == surname), default=0.0)


def written_so(latin: str) -> tuple[str, ...]:
    """The syllables in Hangul that are written so in Latin letters in names."""
    return _by_latin().get(latin.replace("ck", "k").replace("eui", "ui"), ())


@cache
def _by_latin() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for plain, written in spelled():
        for latin in {plain, *written} if plain in _syllables() else ():
            found[latin].append(_syllables()[plain])
    for latin in ("kim", "gim"):
        found[latin] = ["김"]  # the surname alone is read so
    return {latin: tuple(syllables) for latin, syllables in found.items()}


def is_read(word: str) -> bool:
    """Whether characters are read as all syllables of a word in Hangul."""
    return set(word) <= _read_so()


@cache
def _read_so() -> frozenset[str]:
    """The syllables that characters are read as, in Hangul."""
    return frozenset(_syllables().get(latin, "") for latin in reranker().letters.korean.values())


def hangul(name: str) -> str:
    """A name in Han characters as Koreans read it, surname and given name parted by a gap; "" if they don't."""
    text = clean(name)
    table = reranker().letters.korean
    given = [_syllables().get(table.get(char, ""), "") for char in text[1:]]
    surname = _surnames().get(text[:1], ("", 0.0, 0.0))[0]
    return f"{surname} {''.join(given)}" if surname and given and all(given) else ""


@cache
def _simple() -> frozenset[str]:
    """Characters that stand for more complicated ones in China."""
    return frozenset(reranker().letters.simplified.values())


@cache
def _surnames() -> dict[str, tuple[str, float, float]]:
    """Character -> Hangul, how many thousands bear it in Korea and in China."""
    text = files("resolver.variants").joinpath("data", "korean_surnames.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {
        char: (syllable, float(korean), float(chinese))
        for characters, syllable, korean, chinese in rows
        for char in characters.split(" ")
    }


@cache
def _syllables() -> dict[str, str]:
    """Syllables in the Revised Romanisation -> Hangul."""
    found: dict[str, str] = {}
    for initial, vowel, final in product(_INITIALS, range(_VOWELS), _NATIVE_FINALS):
        syllable = chr(_FIRST + (initial * _VOWELS + vowel) * _FINALS + final)
        latin = romanize(syllable, _SYSTEM)
        for text in (latin, latin[:-1] + latin[-1:].translate(_VOICED)):
            found.setdefault(text, syllable)
    return found


def russian(word: str, surname: str) -> str:
    """A word of a Korean name in Hangul in Russian, a syllable a word, after Kontsevich, with чж for the voiced
    affricate as newspapers write it; "" if it is no such name. `surname` is the one before it, "" if it is that itself.
    Source: the Wikipedia article on the system."""
    parts: list[str] = []
    if not surname and word in _RUSSIAN_SURNAMES:
        return _RUSSIAN_SURNAMES[word]
    end = russian(surname, "")[-1:] if surname else ""
    for char in word:
        number = ord(char) - _FIRST
        vowel, final = number // _FINALS % _VOWELS, number % _FINALS
        if not 0 <= number < len(_INITIALS) * _VOWELS * _FINALS or final not in _RUSSIAN_FINALS:
            return ""
        initial = _RUSSIAN_INITIALS[number // _FINALS // _VOWELS]
        if end and end not in _VOICELESS_FINALS:
            initial = _VOICED_RUSSIAN.get(initial, initial)
        sound = _RUSSIAN_VOWELS[vowel]
        if not initial and sound == "е":
            sound = "э"
        if initial:
            sound = "и" if sound == "ый" else sound.removeprefix("й")
        parts.append(initial + sound + _RUSSIAN_FINALS[final])
        end = parts[-1][-1]
    return " ".join(parts)
