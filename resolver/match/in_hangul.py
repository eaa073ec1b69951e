"""Chinese names in Hangul, which has them by the Korean reading of their characters (여포, Lü Bu) or by how they sound
in Mandarin (저우, Zhou). Data: mandarin_in_hangul.tsv (training/chinese_in_hangul.py)."""

from __future__ import annotations

from functools import cache, lru_cache

from resolver.match.rows import read_rows

MOST_READINGS = 48
_LONGEST_SYLLABLE = 2

Way = tuple[str, ...]
"""Syllables of Mandarin, in pinyin without tones."""


@lru_cache(maxsize=1 << 10)
def in_mandarin(hangul: str) -> tuple[tuple[Way, float], ...]:
    """What Hangul that stands for a Chinese name may be in Mandarin, likeliest first, and how likely each way is."""
    table = _readings()
    ends: list[dict[Way, float]] = [{(): 1.0}]
    for end in range(1, len(hangul) + 1):
        found: dict[Way, float] = {}
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            for syllable, share in table.get(hangul[start:end], ()):
                for way, chance in ends[start].items():
                    further = (*way, syllable)
                    found[further] = max(chance * share, found.get(further, 0.0))
        ends.append(dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_READINGS]))
    return tuple(ends[-1].items())


@cache
def _readings() -> dict[str, tuple[tuple[str, float], ...]]:
    """Syllables of Hangul -> what they stand for, with the share of each."""
    pairs = ((hangul, (one.split(":") for one in readings.split(" ")))
             for hangul, readings in read_rows("mandarin_in_hangul"))  # fmt: skip
    return {hangul: tuple((text, float(share)) for text, share in some) for hangul, some in pairs}
