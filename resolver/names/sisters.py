"""A Russian surname and its Belarusian or Ukrainian form in any romanisation: Tikhanovskaya, Tsikhanouskaya,
Cichanouska. Data: sister_sounds.tsv, surname_endings.tsv."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from resolver.names.endings import endings_of
from resolver.names.words import rows

_LANGUAGES = {"be": "Belarusian", "uk": "Ukrainian"}
_VOWELS = frozenset("aeiouyAOU")
_ANY = "-"
_NOT_RUSSIAN = re.compile("[wD]|u$")
"""Sounds that no Russian surname has, or ends in."""
_BASE = {
    "shch": "Q", "sh": "S", "zh": "Z", "ch": "C", "kh": "x", "ts": "c", "tz": "c", "dz": "D",
    "ya": "A", "ia": "A", "ja": "A", "yo": "O", "io": "O", "jo": "O", "yu": "U", "iu": "U", "ju": "U",
    "ye": "e", "ie": "e", "je": "e",
}  # fmt: skip
_OWN: tuple[dict[str, str], ...] = (
    {},
    {"szcz": "Q", "sz": "S", "cz": "C", "ch": "x", "w": "v"},
    {"schtsch": "Q", "tsch": "C", "sch": "S", "ch": "x", "z": "c", "w": "v"},
    {"chtch": "Q", "tch": "C", "ch": "S", "ou": "u", "j": "Z"},
)
_WAYS = tuple(_BASE | own for own in _OWN)
"""How sounds are written in folded Latin letters: in English, Polish and the Belarusian alphabet, German, French; the
latter by their own groups of letters, beside those that all share."""
_ADJECTIVE = (re.compile(r"(?<=k)[iyj]+$"), "i"), (re.compile(r"(?<=sk)a[iyj]a$"), "a")
_UNMISTAKABLE = frozenset({"-ov", "-kov", "-sky", "-enko", "-enkov"})
"""Endings that hardly any other language has."""
_FATHERLY = re.compile(r"v[iy]t?ch$|wicz$|witsch$")
_OF_KO = "ka"
"""What -ko is in Belarusian."""
_AMBIGUOUS = ("ow", "ew")
_FORM, _MAY = 2, 1
"""How much a sound tells that is the form of another, and one that may be."""
_ENOUGH, _ENOUGH_FOR_ANY = 2, 4
"""How much it takes with an unmistakable ending, and with any."""
_LEAST = 5
_TWICE = re.compile(r"(.)\1")
_ONE_CLASS = str.maketrans("oAOecDwhyU", "aaaatdvgiu")
"""Sounds that may stand for each other, as one."""


class _Change(NamedTuple):
    becomes: str
    after: str
    before: str
    tells: str


def sister_form(left: str, right: str) -> str:
    """The language of which one of two folded tokens in Latin letters has the form of the other, a Russian surname; ""
    if it isn't so. Symmetric."""
    enough = _ENOUGH if _is_slavic(left) and _is_slavic(right) else _ENOUGH_FOR_ANY
    # Where both have a w, it stands for the same.
    one_way = "w" in left and "w" in right
    ways = zip(sounds(left), sounds(right), strict=False) if one_way else product(sounds(left), sounds(right))
    for mine, theirs in ways:
        if mine != theirs and len(mine) == len(theirs):
            for lang, name in _LANGUAGES.items():
                if max(_told(mine, theirs, lang), _told(theirs, mine, lang)) >= enough:
                    return name
    return ""


def _is_slavic(key: str) -> bool:
    if key.endswith(_AMBIGUOUS):
        return False
    return not _UNMISTAKABLE.isdisjoint(endings_of(key)) or bool(_FATHERLY.search(key))


def classes(key: str) -> frozenset[str]:
    """What two tokens have in common, one at least, where one is a form of the other."""
    return frozenset(spelled.translate(_ONE_CLASS) for spelled in sounds(key))


@lru_cache(maxsize=1 << 11)
def sounds(key: str) -> tuple[str, ...]:
    """The sounds, a letter each, of a folded token that ends as an East Slavic surname, in every way that it may be
    spelled in; none for other tokens."""
    if len(key) < _LEAST or not key.isascii() or not (endings_of(key) or key.endswith(_OF_KO)):
        return ()
    plain = _heard(key, 0)
    return tuple(_heard(key, way) if any(group in key for group in own) else plain for way, own in enumerate(_OWN))


def _heard(key: str, way: int) -> str:
    """The sounds of a token as one way has them."""
    for ending, plain in _ADJECTIVE:
        key = ending.sub(plain, key)
    found = _letters(way).sub(lambda letters: _WAYS[way][letters.group()], key)
    heard = ""
    for at, sound in enumerate(found):
        if sound in "uwiy":
            closes = heard[-1:] in _VOWELS and found[at + 1 : at + 2] not in _VOWELS
            if sound in "uw":
                sound = "w" if closes else sound.replace("w", "v")
            elif closes:
                sound = "j"
        heard += sound
    return _TWICE.sub(r"\1", heard)


@cache
def _letters(way: int) -> re.Pattern[str]:
    return re.compile("|".join(sorted(_WAYS[way], key=len, reverse=True)))


def _told(russian: str, other: str, lang: str) -> int:
    """How much tells that one is what the Russian sounds become in the language; 0 if they become something else."""
    told = 0
    if _NOT_RUSSIAN.search(russian):
        return 0
    for at, (sound, theirs) in enumerate(zip(russian, other, strict=True)):
        changes = {one.becomes: one.tells for one in _changes()[lang].get(sound, ()) if _stands(russian, at, one)}
        if sound == theirs and "must" not in changes.values():
            continue
        if theirs not in changes:
            return 0
        told += _MAY if changes[theirs] == "may" else _FORM
    return told


def _stands(sounds: str, at: int, change: _Change) -> bool:
    before, behind = sounds[at - 1 : at] if at else "^", sounds[at + 1 : at + 2] or "$"
    return all(some == _ANY or sound in some for sound, some in ((before, change.after), (behind, change.before)))


@cache
def _changes() -> dict[str, dict[str, list[_Change]]]:
    """Language -> Russian sound -> what it may become, and where."""
    found: dict[str, dict[str, list[_Change]]] = {}
    for lang, sound, becomes, after, before, tells in rows("sister_sounds"):
        found.setdefault(lang, {}).setdefault(sound, []).append(_Change(becomes, after, before, tells))
    return found
