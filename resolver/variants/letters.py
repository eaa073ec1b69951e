"""Which letters of two spellings of a name stand for each other, and how one spelling follows from the other.

A model is a joint n-gram model of segments, each a piece of both spellings (Bisani and Ney, Joint-sequence models for
grapheme-to-phoneme conversion, 2008): how likely a segment is depends on the two before it, so that a letter is written
by what stands around it. The same counts lead from the left spelling to the right one and back. Words that are often
met, mostly given names, are known whole besides: how often each spelling was met tells, and the letters as far as that
was seldom. Learned by training/spellings.py.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from resolver.text import fold, script_of
from resolver.variants.grams import Following, Grams
from resolver.variants.met import Met

EDGE = 0
"""The number of the segment that stands before and behind a word."""
MOST_LEFT, MOST_RIGHT = 6, 2
"""Letters of a segment at most. In Hangul, letters are jamo."""
_BEAM = 14
_FAR = 7.0
"""How much less likely (natural logarithm) than the likeliest a beginning may be that is followed further."""
_CHOICES = 14
"""Segments that are tried for the same letters, the most frequent ones."""
_TONOS = "\u0301"
_SIGNS = "".join(f"{chr(at + 0x3E)}-{chr(at + 0x4D)}" for at in range(0x900, 0xD80, 0x80))
_TWO_SIGNS = re.compile(f"[{_SIGNS}\u0dca-\u0ddf]{{2}}")
"""Two vowel signs, or signs that there is no vowel, on one letter: in the scripts of India, which have them all in one
place of their blocks, and in Sinhala."""
_BEST = 12
_LOOKED_AT = 2 * _BEST
_CACHED = 1 << 14
_BY_LETTERS = 2.0
"""How many times a word must be met for the spellings met to count as much as what its letters say."""

Spellings = Mapping[str, float]
"""Spelling -> probability."""
_Way = tuple[float, str, int, int]
"""What the segments so far cost (natural logarithm), their text, the last two of them."""


class Letters:
    """One model: `segments` are (left, right) letters, the first being the edge; `grams` how they follow each other;
    `met` how often two spellings of a whole word were met together."""

    def __init__(self, segments: Sequence[tuple[str, str]], grams: Grams, met: Met) -> None:
        self._segments = segments
        self._grams = grams
        self._met = met
        self._by_left = self._by_side(0)
        self._by_right = self._by_side(1)
        self.letters = tuple(frozenset("".join(pair[side] for pair in segments)) for side in (0, 1))
        """The letters that the left and the right spellings consist of."""

    def rightward(self, word: str) -> tuple[tuple[str, float], ...]:
        """The right spellings of a left one, each with its probability, likeliest first; at most twelve."""
        return _spelled(self, word, 1)

    def leftward(self, word: str) -> tuple[tuple[str, float], ...]:
        """The left spellings of a right one."""
        return _spelled(self, word, 0)

    def spelled(self, word: str, side: int) -> tuple[tuple[str, float], ...]:
        """The spellings of the `side` (0 left, 1 right) of a word of the other."""
        choices, most = (self._by_left, MOST_LEFT) if side else (self._by_right, MOST_RIGHT)
        ends: list[dict[tuple[str, int], _Way]] = [{} for _ in range(len(word) + 1)]
        ends[0]["", EDGE] = (0.0, "", EDGE, EDGE)
        for at in range(len(word)):
            ways = self._followed(ends[at].values())
            for length in range(1, min(most, len(word) - at) + 1):
                following = ends[at + length]
                for segment in choices.get(word[at : at + length], ()) if ways else ():
                    written, alone = self._segments[segment][side], self._grams.alone[segment]
                    for score, text, last, (known, rest, near, far) in ways:
                        key = (text + written, segment)
                        if segment in known:
                            cost = score + known[segment]
                        else:
                            cost = score + (near[segment] + rest if segment in near else far + alone)
                        if key not in following or cost > following[key][0]:
                            following[key] = cost, key[0], last, segment
        whole: defaultdict[str, float] = defaultdict(float)
        for score, text, before, last in ends[-1].values():
            whole[text] += math.exp(score + self._grams.odds(self._grams.behind(before, last), EDGE))
        met = self._met.with_left(word) if side else self._met.with_right(word)
        return self._with_met(tuple(_as_written(whole))[:_BEST], met)

    def _followed(self, ways: Iterable[_Way]) -> list[tuple[float, str, int, Following]]:
        """The likeliest ways, each with its last segment and what may follow."""
        best = sorted(ways, reverse=True)[:_BEAM]
        return [
            (score, text, last, self._grams.behind(before, last))
            for score, text, before, last in best
            if score > best[0][0] - _FAR
        ]

    @staticmethod
    def _with_met(by_letters: tuple[tuple[str, float], ...], met: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
        """What the letters say and what was met, together; that which was met is written as it was."""
        if not met:
            return by_letters
        times = sum(met.values()) + _BY_LETTERS
        found = {fold(text): (text, _BY_LETTERS * odds / times) for text, odds in by_letters}
        for jamo, count in sorted(met.items(), key=lambda one: one[1]):
            text = unicodedata.normalize("NFC", jamo)
            found[fold(text)] = text, found.get(fold(text), (text, 0.0))[1] + count / times
        return tuple(sorted(found.values(), key=lambda one: (-one[1], one[0])))[:_BEST]

    def _by_side(self, side: int) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, pair in enumerate(self._segments):
            if number != EDGE:
                found[pair[side]].append(number)
        return {key: sorted(some, key=lambda n: (-self._grams.alone[n], n))[:_CHOICES] for key, some in found.items()}


def _as_written(odds: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Spellings with their shares, likeliest first; those that differ in marks alone count as the likeliest of them."""
    alike: defaultdict[str, list[tuple[bool, float, str]]] = defaultdict(list)
    for text, share in sorted(odds.items(), key=lambda one: (-one[1], one[0]))[:_LOOKED_AT]:
        written = unicodedata.normalize("NFC", text)
        if share > 0.0 and not _is_broken(written):
            alike[fold(written)].append((_accents(written) < 2, share, written))
    total = sum(odds.values())
    found = [(max(some)[-1], sum(share for _, share, _ in some) / total) for some in alike.values()]
    yield from sorted(found, key=lambda one: (-one[1], one[0]))


def _accents(text: str) -> int:
    """The accents of a Greek word; it has one at most."""
    return unicodedata.normalize("NFD", text).count(_TONOS) if script_of(text) == "Grek" else 0


def _is_broken(text: str) -> bool:
    """Whether a jamo is left over that makes no syllable, a mark stands on no letter, a letter of Hiragana stands for
    one of Katakana that looks like it (べ), or the text is empty."""
    stray = any(unicodedata.category(mark)[0] == "M" for mark in text[:1]) or _TWO_SIGNS.search(text)
    return not text or bool(stray) or any("\u1100" <= char < "\u1200" or "\u3041" <= char < "\u3097" for char in text)


@lru_cache(maxsize=_CACHED)
def _spelled(model: Letters, word: str, side: int) -> tuple[tuple[str, float], ...]:
    return model.spelled(word, side)


@cache
def letters(key: str) -> Letters | None:
    """The shipped model of this key, None if there is none: "ru" leads from Latin letters to Russian ones, "ru-uk" from
    Russian to Ukrainian ones."""
    found = files("resolver.variants").joinpath("data", f"{key}.npz")
    if not found.is_file():
        return None
    with found.open("rb") as file, np.load(file) as data:
        pairs = [tuple(line.split("\t")) for line in data["segments"].tobytes().decode("utf-8").split("\n")]
        grams = Grams([data[f"grams{n}"] for n in (1, 2, 3)], [data[f"counts{n}"] for n in (1, 2, 3)], len(pairs))
        return Letters([(left, right) for left, right in pairs], grams, Met(data["words"].tobytes()))


def spelled_apart(word: str) -> str:
    """A word in the letters that models are made of: lower case, Hangul as jamo, other letters whole."""
    lower = word.lower()
    return (
        unicodedata.normalize("NFD", lower)
        if "\uac00" <= lower[:1] <= "\ud7a3"
        else unicodedata.normalize("NFC", lower)
    )
