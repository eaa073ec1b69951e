"""From Latin letters to scripts that no table leads back to, by what letters stand for each other in known names."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

import numpy as np

from resolver.encode.align import LATIN_SEGMENTS, MAX_LATIN
from resolver.encode.encoder import WEIGHTS
from resolver.encode.rerank import Reranker

_BEAM = 24
_BEST = 3
_FEWEST_LETTERS = 2
_ALTERNATIVES = 6
_FINAL = str.maketrans("כמנפצ", "ךםןףץ")
_MEDIAL = str.maketrans("ךםןףץ", "כמנפצ")


@cache
def spelled(word: str, script: str) -> tuple[str, ...]:
    """The likeliest spellings of a Latin word (lower-case ASCII) in a script of the letter models ("hebr", "arab",
    "kana", "hang", "cyrl"), best first; at most three."""
    cells = _cells(script)
    ends: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    ends[0][""] = 0.0
    for at in range(len(word)):
        for text, score in sorted(ends[at].items(), key=lambda way: -way[1])[:_BEAM]:
            for length in range(1, min(MAX_LATIN, len(word) - at) + 1):
                for segment, value in cells.get(word[at : at + length], ()):
                    following = ends[at + length]
                    whole = text + segment
                    following[whole] = max(following.get(whole, -np.inf), score + value)
    best = sorted(ends[-1].items(), key=lambda way: -way[1])
    shown = (_with_finals(unicodedata.normalize("NFC", text)) for text, _ in best if len(text) >= _FEWEST_LETTERS)
    return tuple(dict.fromkeys(text for text in shown if _is_whole(text)))[:_BEST]


def _with_finals(text: str) -> str:
    """The text with those Hebrew letters in their final form that end it, and no others."""
    return text.translate(_MEDIAL)[:-1] + text[-1].translate(_FINAL)


def _is_whole(text: str) -> bool:
    """Whether no jamo is left over that makes no syllable."""
    return not any("\u1100" <= char < "\u1200" for char in text)


@cache
def _cells(script: str) -> dict[str, list[tuple[str, float]]]:
    """Latin segment -> (segment of the script, natural logarithm of their joint probability), likeliest first."""
    keys, values = np.load(WEIGHTS / "segment_keys.npy"), np.load(WEIGHTS / "segment_values.npy")
    entry = next(
        one for one in Reranker.described(WEIGHTS)["models"] if (one["script"], one["letters"]) == (script, "original")
    )
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, value in zip(
        keys[entry["from"] : entry["to"]].tolist(), values[entry["from"] : entry["to"]].tolist(), strict=True
    ):
        segment, latin = divmod(key, LATIN_SEGMENTS)
        found[_latin(latin)].append((entry["segments"][segment], value))
    return {latin: sorted(some, key=lambda cell: -cell[1])[:_ALTERNATIVES] for latin, some in found.items()}


def _latin(number: int) -> str:
    """The Latin letters of a segment number, see `align.Candidates`."""
    base = 1
    for length in range(1, MAX_LATIN + 1):
        if number < base + 26**length:
            number -= base
            return "".join(chr(97 + number // 26**place % 26) for place in reversed(range(length)))
        base += 26**length
    return ""
