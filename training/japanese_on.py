"""Writes what Han characters are read as in Japanese by their Chinese sounds (on), as monks and artists read theirs.

    python -m training.japanese_on --unicode /usr/share/unicode

Source: kJapaneseOn of the Unihan database, version 15.0.0 (Unicode licence), as in Debian's package `unicode-data`, of
the characters in common use and those for names (kJoyoKanji, kJinmeiyoKanji, japanese_readings.tsv).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from resolver.match.readings import shortened
from resolver.match.rows import read_rows
from training.encoder.readings import plain, unihan

OUT = Path("resolver/match/data/japanese_on.tsv")
HEADER = """# What Japanese reads characters as by their Chinese sounds, long vowels written short: character, readings.
# Made by: python -m training.japanese_on (from Unihan 15.0.0, kJapaneseOn, Unicode licence)
"""


def readings(folder: Path) -> dict[str, list[str]]:
    """Character -> its readings, in the order of the source."""
    listed = unihan(folder, "Unihan_Readings.txt.bz2")["kJapaneseOn"]
    lists = unihan(folder, "Unihan_OtherMappings.txt.bz2")
    in_names = (c for c in {*lists["kJoyoKanji"], *lists["kJinmeiyoKanji"], *_in_names()} if c in listed)
    return {c: list(dict.fromkeys(shortened(plain(one)) for one in listed[c].split(" "))) for c in in_names}


def _in_names() -> Iterator[str]:
    return (character for character, _ in read_rows("japanese_readings"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unicode", type=Path, default=Path("/usr/share/unicode"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    rows = (f"{character}\t{' '.join(some)}\n" for character, some in sorted(readings(options.unicode).items()))
    options.out.write_text(HEADER + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
