"""Back from Latin letters to a script, by a romanisation table read the other way round."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from resolver.names.words import rows
from resolver.romanize.catalogue import romaniser, table
from resolver.text import fold, script_of

_BEAM = 48
_SHARPEST = 4
_SILENT = 1
_MUTED = -1.5
"""What a letter without trace costs beside its likelihood, in natural logarithms."""
_RARE = -6.0
_NO_SIGN_AFTER = frozenset("аеёиоуыэюяіїєйўьъ'")


@cache
def respelled(word: str, system_id: str) -> tuple[str, ...]:
    """The spellings that the system romanises as `word` (lower case; diacritics aside), likeliest first; at most four.

    Spellings are cut together from the table's letters and kept where the table, with all its rules, leads back to the
    word. Which of several letters is meant is told by how often they follow each other in the language's given names.
    """
    target = fold(word)
    letters, silent = _letters(system_id)
    likely = _bigrams(table(system_id).system.lang)
    back = romaniser(system_id)
    ends: list[list[tuple[float, str, int]]] = [[] for _ in range(len(target) + 1)]
    ends[0].append((0.0, "", 0))
    longest = max(map(len, letters), default=1)
    for at in range(len(target) + 1):
        ways = sorted(set(ends[at]), reverse=True)[:_BEAM]
        for score, text, mute in list(ways):
            if text and mute < _SILENT and text[-1] not in _NO_SIGN_AFTER:
                ways += [(score + _step(likely, text, s) + _MUTED, text + s, mute + 1) for s in silent]
        for score, text, mute in ways:
            for length in range(1, min(longest, len(target) - at) + 1):
                for source in letters.get(target[at : at + length], ()):
                    ends[at + length].append((score + _step(likely, text, source), text + source, mute))
        ends[at] = ways
    found = sorted(ends[-1], key=lambda way: -(way[0] + likely.get(way[1][-1:] + "$", _RARE)))
    right = (text for _, text, _ in found if _plain(back.lower(text)) == target)
    return tuple(dict.fromkeys(right))[:_SHARPEST]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _step(likely: Mapping[str, float], text: str, source: str) -> float:
    letters = (text[-1:] or "^") + source
    return sum(likely.get(letters[i : i + 2], _RARE) for i in range(len(source)))


@cache
def _letters(system_id: str) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Folded Latin letters -> the letters of the script that they may stand for, and letters that leave no trace."""
    found: dict[str, list[str]] = defaultdict(list)
    silent: list[str] = []
    script = table(system_id).system.script
    for rule in table(system_id).rules:
        if script_of(rule.source) != script or fold(rule.source) != rule.source:
            continue  # marks and accents are left out, as they mostly are where one searches
        key = _plain(rule.target)
        if key and rule.source not in found[key]:
            found[key].append(rule.source)
        elif not key and rule.source in ("ь", "ъ"):
            silent.append(rule.source)
    return {key: tuple(sources) for key, sources in found.items()}, tuple(dict.fromkeys(silent))


@cache
def _bigrams(lang: str) -> Mapping[str, float]:
    """The natural logarithm of how likely the second of two letters follows the first in the given names of a language;
    ^ and $ are the edges of a word."""
    counts: Counter[str] = Counter()
    for _, _, groups in rows("given_names"):
        for group in groups.split("; "):
            code, *written = group.split(" ")
            for text in written if code == lang else ():
                if script_of(text) != "Latn":
                    word = f"^{text.lower()}$"
                    counts.update(word[i : i + 2] for i in range(len(word) - 1))
    firsts: Counter[str] = Counter()
    for pair, count in counts.items():
        firsts[pair[0]] += count
    return {pair: math.log(count / firsts[pair[0]]) for pair, count in counts.items()}
