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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from resolver.text import fold, script_of

EDGE = 0
"""The number of the segment that stands before and behind a word."""
MOST_LEFT, MOST_RIGHT = 6, 2
"""Letters of a segment at most. In Hangul, letters are jamo."""
_BEAM = 14
_FAR = 7.0
"""How much less likely (natural logarithm) than the likeliest a beginning may be that is followed further."""
_CHOICES = 8
"""Segments that are tried for the same letters, the most frequent ones."""
_UNSEEN = 1e-7
_TONOS = "\u0301"
_SIGNS = "".join(f"{chr(at + 0x3E)}-{chr(at + 0x4D)}" for at in range(0x900, 0xD80, 0x80))
_TWO_SIGNS = re.compile(f"[{_SIGNS}\u0dca-\u0ddf]{{2}}")
"""Two vowel signs, or signs that there is no vowel, on one letter: in the scripts of India, which have them all in one
place of their blocks, and in Sinhala."""
_ODDS_KNOWN = 1 << 17
_BEST = 12
_LOOKED_AT = 2 * _BEST
_CACHED = 1 << 14
_BY_LETTERS = 2.0
"""How many times a word must be met for the spellings met to count as much as what its letters say."""

Counts = Mapping[tuple[int, ...], int]
Spellings = Mapping[str, float]
"""Spelling -> probability."""
_Way = tuple[float, str, int, int]
"""What the segments so far cost (natural logarithm), their text, the last two of them."""


class Letters:
    """One model: `segments` are (left, right) letters, the first being the edge; `counts` of one to three segments;
    `words` how often two spellings of a whole word were met together."""

    def __init__(
        self, segments: Sequence[tuple[str, str]], counts: Counts, words: Mapping[tuple[str, str], int] | None = None
    ) -> None:
        self._segments = segments
        self._met: tuple[defaultdict[str, dict[str, int]], ...] = (defaultdict(dict), defaultdict(dict))
        for (left, right), count in (words or {}).items():
            self._met[0][right][left] = count
            self._met[1][left][right] = count
        self._odds: dict[tuple[int, ...], float] = {}
        self._new: dict[tuple[int, ...], float] = {}
        self._known: dict[tuple[int, int, int], float] = {}
        totals: defaultdict[tuple[int, ...], int] = defaultdict(int)
        kinds: defaultdict[tuple[int, ...], int] = defaultdict(int)
        for gram, count in counts.items():
            totals[gram[:-1]] += count
            kinds[gram[:-1]] += 1
        for gram, count in counts.items():
            self._odds[gram] = count / (totals[gram[:-1]] + kinds[gram[:-1]])
        for context, total in totals.items():
            self._new[context] = kinds[context] / (total + kinds[context])
        self._by_left = self._by_side(0, counts)
        self._by_right = self._by_side(1, counts)
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
        known = self._known
        for at in range(len(word)):
            ways = sorted(ends[at].values(), reverse=True)[:_BEAM]
            ways = [way for way in ways if way[0] > ways[0][0] - _FAR]
            for length in range(1, min(most, len(word) - at) + 1):
                following = ends[at + length]
                for segment in choices.get(word[at : at + length], ()) if ways else ():
                    written = self._segments[segment][side]
                    for score, text, before, last in ways:
                        odds = known.get((before, last, segment))
                        odds = self._log_odds(before, last, segment) if odds is None else odds
                        key = (text + written, segment)
                        if key not in following or score + odds > following[key][0]:
                            following[key] = score + odds, key[0], last, segment
        whole: defaultdict[str, float] = defaultdict(float)
        for score, text, before, last in ends[-1].values():
            whole[text] += math.exp(score + self._log_odds(before, last, EDGE))
        return self._with_met(tuple(_as_written(whole))[:_BEST], self._met[side].get(word, {}))

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

    def _log_odds(self, before: int, last: int, segment: int) -> float:
        """The natural logarithm of the odds of a segment behind two others (Witten and Bell's interpolation)."""
        known = self._known.get((before, last, segment))
        if known is None:
            odds, new = self._odds, self._new
            found = odds.get((segment,), 0.0) + new[()] * _UNSEEN
            found = odds.get((last, segment), 0.0) + new.get((last,), 1.0) * found
            found = odds.get((before, last, segment), 0.0) + new.get((before, last), 1.0) * found
            if len(self._known) >= _ODDS_KNOWN:
                self._known.clear()
            known = self._known[before, last, segment] = math.log(found)
        return known

    def _by_side(self, side: int, counts: Counts) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, pair in enumerate(self._segments):
            if number != EDGE:
                found[pair[side]].append(number)
        return {key: sorted(some, key=lambda n: (-counts.get((n,), 0), n))[:_CHOICES] for key, some in found.items()}


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
    """Whether a jamo is left over that makes no syllable, a mark stands on no letter, or the text is empty."""
    stray = any(unicodedata.category(mark)[0] == "M" for mark in text[:1]) or _TWO_SIGNS.search(text)
    return not text or bool(stray) or any("\u1100" <= char < "\u1200" for char in text)


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
        counts: dict[tuple[int, ...], int] = {}
        for length in (1, 2, 3):
            grams, count = data[f"grams{length}"], data[f"counts{length}"]
            counts |= dict(zip(map(tuple, grams.tolist()), count.tolist(), strict=True))
        met = [line.split("\t") for line in data["words"].tobytes().decode("utf-8").split("\n") if line]
    words = {(left, right): int(count) for left, right, count in met}
    return Letters([(left, right) for left, right in pairs], counts, words)


def spelled_apart(word: str) -> str:
    """A word in the letters that models are made of: lower case, Hangul as jamo, other letters whole."""
    lower = word.lower()
    return (
        unicodedata.normalize("NFD", lower)
        if "\uac00" <= lower[:1] <= "\ud7a3"
        else unicodedata.normalize("NFC", lower)
    )
