"""Writes how Western given names are spelled where they are written by their sound.

    python -m training.received_names --shared ../shared

The pairs of ../shared/train `wd_*` (an English word beside one of another script, or full names; COLING 2018, from
Wikidata, CC0) of which the English word is a given name, or short for one, in a language of Europe (given_names.tsv,
hypocoristics.tsv), and both words are alike to the product: a few in a hundred of the pairs are misaligned. Scripts
that tell letter by letter how a name is read need no table.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from resolver.names import Token
from resolver.names.given import forms, shorts
from resolver.text import fold, script_of
from resolver.tokens import likeness

LANGUAGES = {"he": "hebrew", "ja": "katakana", "ko": "korean", "zh": "chinese"}
SCRIPTS = frozenset({"Hebr", "Kana", "Hang", "Hani"})
OF_EUROPE = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu", "ro"})
ALIKE = 0.62
"""Least likeness (`Likeness.value`) of the two words."""
LEAST_LETTERS = 3
OUT = Path("resolver/names/data/received_names.tsv")
HEAD = """\
# Western given names and their short forms as they are written by their sound: language, spelling, the names.
# Source: COLING 2018 pairs of English words and their spellings from Wikidata (CC0), those of them that are given
# names of given_names.tsv or hypocoristics.tsv. Written by training/received_names.py.
"""


FULL = frozenset({"he", "ko"})
"""Languages of which there are pairs of full names as well."""
LEAST_OFTEN = 2
"""How often words that stand in one place of two full names must do so."""


def _words(train: Path, lang: str) -> Iterator[tuple[str, str]]:
    """English words and the spellings that stand for them."""
    yield from _pairs(train / f"wd_{LANGUAGES[lang]}.tsv.gz")
    if lang in FULL:
        full = _pairs(train / f"wd_full_{LANGUAGES[lang]}.tsv.gz")
        both = ((english.lower().split(" "), foreign.split(" ")) for english, foreign in full)
        often = Counter(chain.from_iterable(zip(*some, strict=True) for some in both if len(some[0]) == len(some[1])))
        yield from (pair for pair, count in sorted(often.items()) if count >= LEAST_OFTEN)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            english, _, foreign = line.rstrip("\n").partition("\t")
            yield english, foreign


def received(train: Path, lang: str) -> Iterator[tuple[str, str]]:
    """Spellings in a language and the English word of each."""
    for english, foreign in _words(train, lang):
        western = len(english) >= LEAST_LETTERS and _is_western(fold(english))
        by_sound = len(foreign) > 1 and foreign.isalpha() and script_of(foreign) in SCRIPTS
        if western and by_sound and not forms(fold(foreign)):
            like = likeness(Token(foreign, fold(foreign)), Token(english.title(), fold(english)))
            if like.value >= ALIKE:
                yield foreign, fold(english)


def _is_western(key: str) -> bool:
    return any(form.lang in OF_EUROPE for form in forms(key)) or any(
        not OF_EUROPE.isdisjoint(short.langs) for short in shorts(key)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    lines = []
    for lang in LANGUAGES:
        found: dict[str, set[str]] = {}
        for foreign, name in received(options.shared / "train", lang):
            found.setdefault(foreign, set()).add(name)
        lines += [f"{lang}\t{foreign}\t{' '.join(sorted(names))}\n" for foreign, names in sorted(found.items())]
        print(lang, len(found))
    OUT.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
