"""Chinese, Japanese and Korean words in Latin letters, by syllables: which are one however a system spells them (Deng,
Teng; Satoh, Sato; Kŭn, Geun), which differ for all that they look alike (Jianguo, Jianhua), and how many characters
they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from resolver.match.readings import hangul, mandarin, readings_of_one, shortened
from resolver.names import Token

Read = Callable[[str], frozenset[str]]
"""A folded word as syllables, in each way that it may be read; empty if it can't be."""

_LONGEST_SYLLABLE = 6
_MOST_SYLLABLES = 3
_PARTS = (2, 3)
"""The least and the most words, and syllables, of the name of a Chinese person."""
_VOWELS = frozenset("aeiou")
_OFTEN_CONFUSED = re.compile(r"(?<=n)g\b|(?<=[zcs])h")
"""What half of China doesn't hear: the ends of min and ming, the beginnings of zang and zhang."""
_MORA = re.compile(
    r"(?:(?:ky|gy|sy|sh|zy|j|jy|ty|c?ch|ts|ny|hy|by|py|my|ry|[kgsztdnhbpmrfwy])?[aiueo]|n|[kstpc](?=[kstpc]))+"
)
_KUNREI = (
    ("sh(?=i)", "s"), ("sh", "sy"), ("t?ch(?=i)", "t"), ("t?ch", "ty"), ("ts", "t"), ("j(?=i)", "z"), ("j(?=y)", "z"),
    ("j", "zy"), ("f", "h"), ("d(?=[iu])", "z"), ("wo", "o"), ("m(?=[bpm])", "n"),
)  # fmt: skip
"""From the letters of any system to those of Kunrei, step by step."""


def compared(left: Token, right: Token, one: Sequence[Read], other: Sequence[Read]) -> str:
    """Whether a word of one name and a word of another are the same syllables ("syllables_same") or others
    ("syllables_differ"; "syllables_of_names_differ" where both look like names of Chinese people), where there is a way
    to read all words of both (see `ways_to_read`); else ""."""
    common = [read for read in one if read in other]
    if any(not read(left.key).isdisjoint(read(right.key)) for read in common):
        return "syllables_same"
    return ("syllables_of_names_differ" if chinese_name in common else "syllables_differ") if common else ""


def ways_to_read(words: Sequence[str]) -> tuple[Read, ...]:
    """Which of `chinese`, `japanese` and `korean` make syllables of all these folded words. A word alone, or beside an
    initial (M. Soltani), is not taken for Korean."""
    if not words or not all(map(str.isascii, words)):
        return ()
    ways = (chinese, japanese, korean) if len(words) > 1 else (chinese, japanese)
    found = tuple(read for read in ways if all(map(read, words)))
    return (chinese_name, *found) if _is_chinese_name(words) else found


def _is_chinese_name(words: Sequence[str]) -> bool:
    """Whether these folded words look like a surname of one syllable in pinyin and a given name of one or two, in any
    order: Zhang Xiaoping."""
    counts = [{way.count(" ") + 1 for way in in_pinyin(word)} for word in words]
    return (
        len(words) in _PARTS
        and all(counts)
        and any(1 in count for count in counts)
        and (_PARTS[0] <= sum(map(min, counts)) <= _PARTS[1])
    )


@lru_cache(maxsize=1 << 11)
def chinese(word: str) -> frozenset[str]:
    """The ways to read a folded word as syllables of Mandarin, in pinyin parted by spaces; it may be in Wade-Giles."""
    return frozenset(" ".join(way) for way in _cut(word, _mandarin(), _MOST_SYLLABLES))


def chinese_name(word: str) -> frozenset[str]:
    """The same of a word of what looks like the name of a Chinese person."""
    return chinese(word)


@lru_cache(maxsize=1 << 11)
def in_pinyin(word: str) -> frozenset[str]:
    """The ways to read a folded word as syllables of Mandarin in pinyin."""
    return frozenset(" ".join(way) for way in _cut(word, _pinyin(), _MOST_SYLLABLES))


def may_be_heard_alike(left: str, right: str) -> bool:
    """Whether two folded words may be the same syllables of Mandarin, but for sounds that many take for one."""
    one, other = ({_OFTEN_CONFUSED.sub("", way) for way in chinese(word)} for word in (left, right))
    return not one.isdisjoint(other)


def is_syllable(word: str) -> bool:
    """Whether a folded word is one syllable of Mandarin in pinyin, or of Korean."""
    return word in _pinyin() or word in _korean()


@lru_cache(maxsize=1 << 11)
def japanese(word: str) -> frozenset[str]:
    """A folded word of Japanese in one spelling for all systems; empty if it can be none."""
    plain = shortened(word)
    if not _MORA.fullmatch(plain):
        return frozenset()
    for pattern, letters in _KUNREI:
        plain = re.sub(pattern, letters, plain)
    return frozenset([plain])


@lru_cache(maxsize=1 << 11)
def korean(word: str) -> frozenset[str]:
    """The ways to read a folded word as syllables of Korean, in the Revised Romanisation parted by spaces; it may be in
    that of McCune and Reischauer, or as families write it."""
    return frozenset(" ".join(way) for way in _cut(word, _korean(), _MOST_SYLLABLES))


def characters_for(words: Sequence[str]) -> frozenset[int]:
    """How many characters these folded words of a name may stand for, by what single ones are read as in any language;
    empty if one of them can't be read so."""
    counts = {0}
    for word in words:
        counts = {before + count for before in counts for count in _characters_for(word)}
    return frozenset(counts)


@lru_cache(maxsize=1 << 13)
def _characters_for(word: str) -> frozenset[int]:
    known, longest = readings_of_one()
    word = shortened(word)
    counts: list[set[int]] = [{0}]
    for end in range(1, len(word) + 1):
        starts = (start for start in range(max(0, end - longest), end) if word[start:end] in known)
        counts.append({count + 1 for start in starts for count in counts[start]})
    return frozenset(counts[-1])


def _cut(word: str, syllables: Mapping[str, frozenset[str]], most: int) -> Iterator[tuple[str, ...]]:
    """The ways to read a word as so many syllables at most."""
    if not word:
        yield ()
    if len(word) > most * _LONGEST_SYLLABLE:
        return
    for end in range(1, min(_LONGEST_SYLLABLE, len(word)) + 1):
        if word[end - 1] == word[end : end + 1] and word[end] in _VOWELS:
            continue  # Lee is no "le e"
        for first in syllables.get(word[:end], ()):
            for rest in _cut(word[end:], syllables, most - 1):
                yield (first, *rest)


@cache
def _pinyin() -> dict[str, frozenset[str]]:
    """Syllables in pinyin -> themselves."""
    return _by_spelling((pinyin, pinyin) for pinyin, _ in mandarin())


@cache
def _mandarin() -> dict[str, frozenset[str]]:
    """Syllables in pinyin or Wade-Giles -> the same in pinyin."""
    return _by_spelling((spelled, pinyin) for pinyin, wade_giles in mandarin() for spelled in (pinyin, wade_giles))


@cache
def _korean() -> dict[str, frozenset[str]]:
    """Syllables of names in Korean under any system -> the same in the Revised Romanisation."""
    return _by_spelling((spelled, revised) for revised, forms in hangul() for spelled in forms)


def _by_spelling(syllables: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for spelled, syllable in syllables:
        found.setdefault(spelled, set()).add(syllable)
    return {spelled: frozenset(some) for spelled, some in found.items()}
