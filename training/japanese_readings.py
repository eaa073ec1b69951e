"""Learns what Japanese names read each character as, and writes the readings that are in use.

    python -m training.japanese_readings --shared ../shared

Source: given names in characters with their reading, and surnames in characters followed by the same in kana, of
japanese_names.tsv (shuheilocale/japanese-personal-name-dataset, MIT). A name tells the reading as a whole; which
letters belong to which character is found by expectation and maximisation: each way to cut the reading into parts
counts by how often these parts are readings of these characters elsewhere.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from math import prod
from pathlib import Path

from resolver.match.readings import shortened
from resolver.romanize import romanize
from resolver.text import fold, script_of
from training.encoder.pairs import read_table

OUT = Path("resolver/match/data/japanese_readings.tsv")
ROUNDS = 4
LONGEST_PART = 6
LONGEST_NAME = 4
LEAST_COUNT, LEAST_SHARE = 3.0, 0.02
"""Rarer readings of a character are the fancy of one family or a slip of the data."""
SURNAME_WEIGHT = 20
"""A surname stands once in the data, whoever bears it; a given name in every spelling that a child ever got."""
HEADER = """# What Japanese names read Han characters as, long vowels written short: character, readings by use.
# Made by: python -m training.japanese_readings (from shuheilocale/japanese-personal-name-dataset, MIT)
"""

Counts = dict[str, dict[str, float]]


def names(train: Path) -> Iterator[tuple[str, str, int]]:
    """Characters, reading in letters, weight."""
    before = ["", "", ""]
    for row in read_table(train / "japanese_names.tsv"):
        romaji, written, kind = row
        if kind != "surname":
            yield written, shortened(fold(romaji)), 1
        elif row[0] == before[0] and script_of(written) == "Hira" and script_of(before[1]) == "Hani":
            yield before[1], shortened(fold(romanize(written, "ja-hepburn-passport"))), SURNAME_WEIGHT
        before = row


def cuts(letters: str, parts: int) -> Iterator[tuple[str, ...]]:
    """The ways to cut letters into so many parts."""
    if parts == 1:
        if 0 < len(letters) <= LONGEST_PART:
            yield (letters,)
        return
    for end in range(1, min(LONGEST_PART, len(letters) - parts + 1) + 1):
        for rest in cuts(letters[end:], parts - 1):
            yield (letters[:end], *rest)


def learned(found: list[tuple[str, str, int]]) -> Counts:
    """How often each character is read as what."""
    counts: Counts = {}
    for _ in range(ROUNDS):
        total = {character: sum(some.values()) for character, some in counts.items()}
        after: Counts = defaultdict(lambda: defaultdict(float))
        for written, letters, weight in found:
            ways = list(cuts(letters, len(written)))
            if counts:
                chances = [
                    prod(counts[c].get(part, 1e-6) / total[c] for c, part in zip(written, way, strict=True))
                    for way in ways
                ]
            else:
                chances = [1.0] * len(ways)
            every = sum(chances)
            for way, chance in zip(ways, chances, strict=True):
                for character, part in zip(written, way, strict=True):
                    after[character][part] += weight * chance / every
        counts = after
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    found = [
        (written, letters, weight)
        for written, letters, weight in names(options.shared / "train")
        if len(written) <= LONGEST_NAME and all(script_of(c) == "Hani" for c in written) and letters.isascii()
    ]
    rows = []
    for character, some in sorted(learned(found).items()):
        least = max(LEAST_COUNT, LEAST_SHARE * sum(some.values()))
        readings = [reading for reading, count in sorted(some.items(), key=lambda x: (-x[1], x[0])) if count >= least]
        if readings:
            rows.append(f"{character}\t{' '.join(readings)}\n")
    OUT.write_text(HEADER + "".join(rows), "utf-8")
    print(f"{len(found):,} names, {len(rows):,} characters")


if __name__ == "__main__":
    main()
