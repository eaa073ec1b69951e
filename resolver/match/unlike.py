"""In what way two words that are alike differ: a slip of the pen and a spelling leave other marks than another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, product

from rapidfuzz.distance import OSA

from resolver.match.piece import Features
from resolver.names import Token
from resolver.text import script_of
from resolver.tokens import CHARACTERS, READ_LETTER_BY_LETTER, sound, usual_spelling

_VOWELS = frozenset("aeiouy")
_ONE_NAME = 4
"""Words of so few characters are one name mostly, in which each tells."""
_START = 3
"""So many first letters in common make a start that names of many roots share."""
_TAIL = 2
_GROUPS = re.compile("tsch|tch|dzh|dsch|sch|sh|zh|cz|sz|dz|dj|ts|tz|ch|kh|gh|ck|ph|th|c(?=[eiy])|.")
_SIBILANTS = ["tsch", "tch", "dzh", "dsch", "sch", "sh", "zh", "cz", "sz", "dz", "dj", "ts", "tz", "s", "z"]
_CLASSES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_SIBILANTS, ("s",)), **dict.fromkeys(("kh", "gh", "ck", "k", "g", "q", "x"), ("k",)),
    **dict.fromkeys(("ph", "f", "v", "w"), ("v",)), **dict.fromkeys(("th", "t", "d"), ("t",)),
    **dict.fromkeys(("p", "b"), ("p",)), **dict.fromkeys(("ch", "c"), ("s", "k")), "j": ("s", ""), "h": ("",),
    **dict.fromkeys(sorted(_VOWELS), (".",)),
}  # fmt: skip
"""What letters may sound like, at its coarsest: spellings of one name keep to it, in whichever language."""


def differences(left: Token, right: Token) -> Features:
    """What tells two tokens apart, as features; symmetric. Nothing for scripts whose letters don't tell how a name is
    read, but for two words in characters."""
    scripts = {script_of(left.text), script_of(right.text)}
    if len(scripts) == 1 and scripts <= CHARACTERS:
        short = max(len(left.key), len(right.key)) <= _ONE_NAME
        return (("characters_differ", 1.0), *([("characters_of_one_name", 1.0)] if short else []))
    if not scripts <= READ_LETTER_BY_LETTER:
        return ()
    suffix = "_read" if len(scripts) > 1 else ""
    return tuple(
        (f"{name}{suffix}", 1.0)
        for name in _marks(*(usual_spelling(token.text, token.lang) for token in (left, right)))
    )


def _marks(left: str, right: str) -> Iterator[str]:
    short, long = sorted((left, right), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if start == len(short):
        if len(long) - len(short) >= _TAIL:
            yield "goes_on"
        elif long[-1:] in _VOWELS:
            yield "vowel_added"
        return
    if long.endswith(short) and len(long) - len(short) >= _TAIL:
        yield "starts_earlier"
        return
    if start >= _START and min(len(short), len(long)) - start >= _TAIL:
        yield "ends_otherwise" if _end(short, long) < _TAIL else "differs_inside"
    if not start and sound(short)[:1] != sound(long)[:1]:
        yield "starts_otherwise"
    if _skeleton(short) == _skeleton(long):
        yield "vowels_only"
    elif OSA.distance(short, long) == 1:
        yield "one_consonant"
    if short[-1] != long[-1] and {short[-1], long[-1]} <= _VOWELS:
        yield "last_vowel"


def _end(left: str, right: str) -> int:
    """How many last letters two words have in common."""
    return next((i for i, (a, b) in enumerate(zip(reversed(left), reversed(right), strict=False)) if a != b), len(left))


def _skeleton(word: str) -> str:
    """The consonants, doubled ones once."""
    consonants = [letter for letter in word if letter not in _VOWELS]
    return "".join(letter for letter, _ in groupby(consonants))


def consonants_apart(left: Token, right: Token) -> int:
    """How many consonants tell two tokens apart that no other spelling accounts for; 0 in scripts whose letters don't
    tell how a name is read. Symmetric."""
    if not {script_of(left.text), script_of(right.text)} <= READ_LETTER_BY_LETTER:
        return 0
    mine, theirs = (_coarse(usual_spelling(token.text, token.lang)) for token in (left, right))
    return min(OSA.distance(one, other) for one, other in product(mine, theirs))


@lru_cache(maxsize=1 << 11)
def _coarse(word: str) -> tuple[str, ...]:
    """The consonants of a word by classes, in each way that a letter of several may be read all through it."""
    groups: list[str] = _GROUPS.findall(word)
    several = [group for group in dict.fromkeys(groups) if len(_CLASSES.get(group, ())) > 1]
    found: dict[str, None] = {}
    for ways in product(*(_CLASSES[group] for group in several)):
        read = dict(zip(several, ways, strict=True))
        sounds = [read[group] if group in read else _CLASSES.get(group, (group,))[0] for group in groups]
        found["".join(sound for sound, _ in groupby("".join(sounds))).replace(".", "")] = None
    return tuple(found)
