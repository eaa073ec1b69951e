"""Writes what Han characters are read as in Hokkien, as families of Taiwan, Singapore and Malaysia read their names.

    python -m training.hokkien_readings

Source: the words of Taibun (taibun on PyPI, to be installed for this), which has them from the Taiwanese-Chinese Online
Dictionary and the iTaigi dictionary (via ChhoeTaigi, CC BY-SA 4.0); only which syllables stand for which character is
kept.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from resolver.encode.views import is_han
from resolver.tokens import reranker

OUT = Path("resolver/match/data/hokkien_readings.tsv")
LEAST_SHARE, MOST = 0.15, 3
"""Of a character, other readings are those of few words."""
HEADER = """# What Hokkien reads Han characters as, in Tai-lo without tones and nasal marks: character, readings.
# Made by: python -m training.hokkien_readings (from words of Taibun 1.1, of ChhoeTaigi, CC BY-SA 4.0)
"""


def plain(syllable: str) -> str:
    """A syllable of Tai-lo without tone and without the mark of nasal vowels."""
    letters = "".join(c for c in unicodedata.normalize("NFD", syllable.lower()) if c.isalpha() and c.isascii())
    return re.sub("nn(?=h?$)", "", letters)


def readings(words: Mapping[str, str]) -> dict[str, list[str]]:
    """The readings of each character, most usual first, from words and how they are said."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, said in words.items():
        syllables = [plain(one) for one in re.split(r"[- /]+", said)]
        if len(syllables) == len(word) and all(map(is_han, word)) and all(syllables):
            for character, syllable in zip(word, syllables, strict=True):
                counts[character][syllable] += 1
    simplified = reranker().letters.simplified
    for character in list(counts):
        counts[simplified.get(character, character)] |= counts[character]
    found = {}
    for character, some in counts.items():
        least = LEAST_SHARE * some.total()
        ranked = sorted(some.items(), key=lambda one: (-one[1], one[0]))[:MOST]
        found[character] = [syllable for syllable, count in ranked if count >= least]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    import msgpack  # type: ignore[import-not-found,unused-ignore]

    words = msgpack.unpackb((files("taibun") / "data" / "words.msgpack").read_bytes())
    rows = (f"{character}\t{' '.join(some)}\n" for character, some in sorted(readings(words).items()))
    options.out.write_text(HEADER + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
