"""The endings that the grammar of a language gives all names: the nominative of Georgian, Latvian and Lithuanian, and
what Ukrainian has for those of Russian surnames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from resolver.names.given import genders
from resolver.text import fold
from resolver.variants.letters import Spellings
from resolver.variants.words import Word

ENDED = frozenset({"ka", "lv", "lt", "uk"})
_RUSSIAN = re.compile("(?<=[^жчшщц])е(?=ва?$)")
"""The vowel of Russian surnames that Ukrainian writes as it is spoken: Медведев is Медведєв."""
_NOMINATIVE = "ი"
_GEORGIAN_VOWELS, _VOWELS = frozenset("აეიოუ"), frozenset("aeiouy")
_OF_MEN = {"lv": ("s",), "lt": ("as", "is")}
_OF_WOMEN = {"lv": ("e", "a"), "lt": ("",)}
"""What is added to a name that a consonant ends."""
_MALE = {"lv": ("s",), "lt": ("as", "is", "us", "ys", "s")}
_WOMEN = "f"


def ended(found: Sequence[Spellings], words: Sequence[Word], lang: str) -> list[Spellings]:
    """The spellings of the words of a name in one of the languages `ENDED`, each with an ending that it may have."""
    is_name = [word.token.role != "particle" and not word.is_numeral for word in words]
    is_last = [False] * (len(words) - 1) + [True]
    is_woman = genders(words[0].token.key) == {_WOMEN} and len(words) > 1
    each = zip(found, words, is_name, is_last, strict=True)
    if lang == "uk":
        return [_ukrainian(some, of.regions.get("east", 0.0)) if name else some for some, of, name, _ in each]
    if lang == "ka":
        return [_georgian(some, of, last) if name else some for some, of, name, last in each]
    endings, male = (_OF_WOMEN[lang], _MALE[lang]) if is_woman else (_OF_MEN[lang], ())
    return [_baltic(some, endings, male) if name else some for some, _, name, _ in each]


def _ukrainian(found: Spellings, east: float) -> Spellings:
    """Russian surnames in -ev, which those of Bulgaria keep, have the letter for ye."""
    by_ending: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        by_ending[_RUSSIAN.sub("є", word)] += odds * east
        by_ending[word] += odds * (1.0 - east)
    return by_ending


def _georgian(found: Spellings, of: Word, is_last: bool) -> Spellings:
    """The last word of a name ends in -i if it ended in a consonant; those before it have that only if they have it
    elsewhere: Charles Michel is შარლ მიშელი."""
    text = fold(max(of.latin, key=of.latin.__getitem__, default=""))
    by_ending: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        stem = word.removesuffix(_NOMINATIVE) if text and text[-1] not in _VOWELS else word
        by_ending[stem + _NOMINATIVE * (is_last and stem[-1:] not in _GEORGIAN_VOWELS)] += odds
    return by_ending


def _baltic(found: Spellings, endings: Sequence[str], without: Sequence[str]) -> Spellings:
    """Names end in a vowel or in -s; what a consonant ends gets an ending, the first oftenest. Women's are `without`
    the endings of men's."""
    by_ending: defaultdict[str, float] = defaultdict(float)
    for word, odds in found.items():
        stem = next((word.removesuffix(end) for end in without if word.endswith(end)), word)
        if fold(stem)[-1:] in _VOWELS | {"s"}:
            by_ending[stem] += odds
        else:
            for at, ending in enumerate(endings):
                by_ending[stem + ending] += odds * (1.0 + (at == 0)) / (1.0 + len(endings))
    return by_ending
