"""One Chinese name in Latin letters as two languages of China read its characters: Lee Ka-shing, Li Jiacheng."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations, product
from typing import NamedTuple

from resolver.match.align import READ, Alignment, Pair
from resolver.match.readings import readings_by_system
from resolver.match.side import Side
from resolver.match.syllables import chinese, in_pinyin
from resolver.names import BESIDE_PERSONS, Token

_LANGUAGES = {
    "Mandarin": ("Mandarin, pinyin", "Mandarin, Wade-Giles", "Mandarin, as in Taiwan"),
    "Cantonese": ("Cantonese",),
    "Hokkien": ("Hokkien",),
}
"""The systems by which each language is written (see `readings_by_system`)."""
_SURNAMES = "a customary spelling"
_CHARACTERS = frozenset({3, 4})
"""Fewer are soon others by chance."""
_MOST_WORDS, _WORDS_IN_PINYIN = 4, 2
_LONGEST_SYLLABLE = 6
_USUAL = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
"""The first bytes of the frequent characters in the standards of the mainland and of Taiwan: their level 1."""

_Table = Mapping[str, frozenset[str]]


class _Syllable(NamedTuple):
    """A syllable as written, and the place of its word in the name."""

    text: str
    word: int


def align_spoken(query: Side, name: Side) -> Alignment | None:
    """The alignment of two names in Latin letters that may be the same characters, the surname one that is known, in
    two languages of China; None if they can't be, or if both are in pinyin."""
    if not (_may_be_chinese(query) and _may_be_chinese(name)) or (_is_pinyin(query) and _is_pinyin(name)):
        return None
    if sorted(query.joined) == sorted(name.joined) or not chinese(query.joined).isdisjoint(chinese(name.joined)):
        return None  # the letters tell, or what Mandarin has for them
    for one, other in permutations(_LANGUAGES, 2):
        for mine, theirs in product(_ways(query, one), _ways(name, other)):
            if len(mine) == len(theirs) and _are_one(mine, theirs, _readings(one), _readings(other)):
                return _aligned(query, name, mine, theirs)
    return None


def _may_be_chinese(side: Side) -> bool:
    words = [side.tokens[at].key for at in side.named]
    plain = 1 < len(words) <= _MOST_WORDS and all(map(str.isascii, words))
    whole = all(token.role == "name" or token.role in BESIDE_PERSONS for token in side.tokens)
    return plain and whole and (words[0] in _surnames() or words[-1] in _surnames())


def _is_pinyin(side: Side) -> bool:
    """Whether a name may be in pinyin, which writes a given name as one word."""
    return len(side.named) == _WORDS_IN_PINYIN and all(in_pinyin(side.tokens[at].key) for at in side.named)


def _ways(side: Side, language: str) -> Iterator[list[_Syllable]]:
    """The ways to read a name as a surname, which stands first or last, and syllables of a language."""
    words = {at: side.tokens[at].key for at in side.named}
    for surname, given in ((side.named[0], side.named[1:]), (side.named[-1], side.named[:-1])):
        if words[surname] in _surnames():
            for cut in product(*(_cut(words[at], _readings(language)) for at in given)):
                spelled = (_Syllable(text, at) for at, texts in zip(given, cut, strict=True) for text in texts)
                yield [_Syllable(words[surname], surname), *spelled]


def _cut(word: str, table: _Table) -> Iterator[tuple[str, ...]]:
    """The ways to read a word as one or two syllables."""
    if word in table:
        yield (word,)
    for end in range(1, len(word)):
        if word[:end] in table and word[end:] in table:
            yield word[:end], word[end:]


def _are_one(mine: Sequence[_Syllable], theirs: Sequence[_Syllable], one: _Table, other: _Table) -> bool:
    """Whether a character may stand for each two syllables, a surname for the first."""
    if len(mine) not in _CHARACTERS or _surnames()[mine[0].text].isdisjoint(_surnames()[theirs[0].text]):
        return False
    both = zip(mine[1:], theirs[1:], strict=True)
    return not any(one[a.text].isdisjoint(other[b.text]) for a, b in both)


def _aligned(query: Side, name: Side, mine: Sequence[_Syllable], theirs: Sequence[_Syllable]) -> Alignment | None:
    """The words that stand for each other, of which several of one name may be one of the other; None where they end
    at other syllables."""
    runs: list[tuple[list[int], list[int]]] = []
    for a, b in zip(mine, theirs, strict=True):
        last = runs[-1] if runs else ([], [])
        if a.word in last[0] or b.word in last[1]:
            last[0].extend([a.word] * (a.word not in last[0]))
            last[1].extend([b.word] * (b.word not in last[1]))
        else:
            runs.append(([a.word], [b.word]))
    if any(len(ours) > 1 and len(others) > 1 for ours, others in runs):
        return None
    query, at, titles = _joined(query, [ours for ours, _ in runs])
    name, there, others = _joined(name, [others for _, others in runs])
    return Alignment(
        query, name, tuple(sorted(Pair(i, j, READ) for i, j in zip(at, there, strict=True))), titles, others
    )


def _joined(side: Side, runs: Sequence[list[int]]) -> tuple[Side, list[int], tuple[int, ...]]:
    """A name with each run of its words as one word, the place of each run then, and those of its titles."""
    parts = sorted([*runs, *([at] for at in range(len(side.tokens)) if at not in side.named)])
    words = [[side.tokens[at] for at in part] for part in parts]
    tokens = (Token(" ".join(w.text for w in some), "".join(w.key for w in some), some[0].role) for some in words)
    rarities = tuple(max(side.rarities[at] for at in part) for part in parts)
    titles = tuple(at for at, part in enumerate(parts) if part[0] not in side.named)
    return replace(side, tokens=tuple(tokens), rarities=rarities), [parts.index(run) for run in runs], titles


@cache
def _readings(language: str) -> _Table:
    """Syllables as a language writes them -> the frequent characters that are read so."""
    found: dict[str, set[str]] = {}
    for system in _LANGUAGES[language]:
        for character, texts in readings_by_system()[system].items():
            if len(character) == 1 and _is_usual(character):
                for text in texts:
                    found.setdefault(text, set()).add(character)
    return {text: frozenset(some) for text, some in found.items() if len(text) <= _LONGEST_SYLLABLE}


@cache
def _surnames() -> _Table:
    """Surnames as any language writes them -> their characters."""
    by_system = readings_by_system()
    found: dict[str, set[str]] = {}
    for character, customary in by_system[_SURNAMES].items():
        read = (by_system[system].get(character, frozenset()) for systems in _LANGUAGES.values() for system in systems)
        for text in customary.union(*read):
            found.setdefault(text, set()).add(character)
    return {text: frozenset(some) for text, some in found.items()}


def _is_usual(character: str) -> bool:
    for standard, first in _USUAL:
        try:
            if character.encode(standard)[0] in first:
                return True
        except UnicodeEncodeError:
            continue
    return False
