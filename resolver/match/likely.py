"""What a word in characters is likely to be read as, for the search to propose what neither letters nor vectors find.
Data: japanese_on.tsv (training/japanese_on.py), and those of `resolver.match.readings` and of `in_hangul`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from types import MappingProxyType

from resolver.encode.views import is_han
from resolver.match.in_hangul import MOST_READINGS, in_mandarin
from resolver.match.readings import readings_by_system, shortened
from resolver.match.rows import read_rows
from resolver.names import Token
from resolver.text import script_of
from resolver.tokens import reranker

_NONE: Mapping[str, float] = MappingProxyType({})
_LONGEST = 4
_USUAL = (0.5, 0.25, 0.13, 0.07, 0.05, 0.04, 0.03, 0.02, 0.02, 0.02)
"""About how often the first, the second, … reading of a character is meant."""

_Table = Callable[[str], Mapping[str, float]]
"""Gives the readings of a character, each with its share."""


@lru_cache(maxsize=1 << 10)
def likely_readings(token: Token) -> tuple[tuple[str, float], ...]:
    """What a word in characters may be read as, in folded Latin letters, likeliest first, and how likely each is; of
    Hangul only what it is read as in Mandarin, where it stands for a Chinese name."""
    script = script_of(token.text)
    if len(token.key) > _LONGEST or script not in ("Hani", "Hang"):
        return ()
    if script == "Hang":
        return tuple(("".join(way), share) for way, share in in_mandarin(token.text))
    found: dict[str, float] = {}
    for table in _by_use():
        ways = {"": 1.0}
        for character in token.key:
            ways = {so_far + text: chance * share for so_far, chance in ways.items()
                    for text, share in table(character).items()}  # fmt: skip
            ways = dict(sorted(ways.items(), key=lambda way: (-way[1], way[0]))[:MOST_READINGS])
        for text, chance in ways.items():
            found[text] = max(chance, found.get(text, 0.0))
    return tuple(sorted(found.items(), key=lambda way: (-way[1], way[0])))


@cache
def _by_use() -> tuple[_Table, ...]:
    """By system, the readings of each Han character, and about how usual each is."""
    letters = reranker().letters
    plain = (letters.cantonese, letters.korean)
    japanese = {c: dict(zip(some.split(" "), _USUAL, strict=False)) for c, some in read_rows("japanese_readings")}
    for c, on in letters.on.items():
        japanese.setdefault(c, {}).setdefault(shortened(on), _USUAL[-1])
    by_sound = {c: _equally(some.split(" ")) for c, some in read_rows("japanese_on")}
    # A dictionary for each character of the plain tables would be a tenth of what a worker holds.
    usual = (*(partial(_the_one, table) for table in plain), partial(_listed, japanese), partial(_listed, by_sound))
    return (*usual, *(partial(_any_of, table) for table in readings_by_system().values()))


def _any_of(table: Mapping[str, frozenset[str]], character: str) -> Mapping[str, float]:
    readings = sorted(table.get(character, ()))
    return _equally(readings) if readings else _NONE


def _the_one(table: Mapping[str, str], character: str) -> Mapping[str, float]:
    text = table.get(character)
    return _NONE if text is None or not is_han(character) else {text: 1.0}


def _listed(table: Mapping[str, Mapping[str, float]], character: str) -> Mapping[str, float]:
    return table.get(character, _NONE)


def _equally(readings: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(readings, 1 / len(readings))
