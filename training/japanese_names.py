"""Writes how Japanese surnames, and given names of one character, are read (`resolver.variants.japanese`).

    python -m training.japanese_names --shared ../shared

Source: japanese_names.tsv (shuheilocale/japanese-personal-name-dataset, MIT), where a surname in characters is followed
by the same in kana; the most usual surnames, which it mostly lacks, from data/japanese_surnames.tsv.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from resolver.text import script_of
from training.encoder.pairs import read_table
from training.japanese_readings import SURNAME_WEIGHT, names

OUT = Path("resolver/variants/data/japanese_names.tsv")
HEADER = """# How Japanese surnames, and given names of one character, are read, long vowels written short: kind,
# characters, readings in order of the alphabet.
# Made by: python -m training.japanese_names (from shuheilocale/japanese-personal-name-dataset, MIT; the most usual
# surnames from general knowledge, training/data/japanese_surnames.tsv)
"""
MORE = Path(__file__).parent / "data" / "japanese_surnames.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for written, letters, weight in names(options.shared / "train"):
        kind = "surname" if weight == SURNAME_WEIGHT else "given"
        if letters.isascii() and all(script_of(c) == "Hani" for c in written) and (kind != "given" or len(written) < 2):
            found[kind, written].add(letters)
    found |= {("surname", written): {letters} for written, letters in read_table(MORE)}
    rows = ["\t".join((*key, " ".join(sorted(readings)))) + "\n" for key, readings in sorted(found.items())]
    OUT.write_text(HEADER + "".join(rows), "utf-8")
    print(f"{len(rows):,} names")


if __name__ == "__main__":
    main()
