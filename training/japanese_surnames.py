"""Writes the Japanese surnames of two characters by which a name of three is told to be Japanese.

    python -m training.japanese_surnames --shared ../shared

Source: the surnames of japanese_names.tsv (shuheilocale/japanese-personal-name-dataset, MIT), which lacks some of the
most usual ones (鈴木, 田中); these are those of data/japanese_surnames.tsv, from general knowledge.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from resolver.text import script_of
from training.encoder.pairs import read_table

OUT = Path("resolver/names/data/japanese_surnames.tsv")
USUAL = Path(__file__).parent / "data" / "japanese_surnames.tsv"
LENGTH = 2
HEADER = """# Japanese surnames of two characters, the more frequent ones of them: surname.
# Made by: python -m training.japanese_surnames (from shuheilocale/japanese-personal-name-dataset, MIT, and general
# knowledge, training/data/japanese_surnames.tsv)
"""


def surnames(train: Path) -> list[str]:
    """In order of their characters."""
    listed = {name for _, name, kind in read_table(train / "japanese_names.tsv") if kind == "surname"}
    usual = {line.split("\t")[0] for line in USUAL.read_text("utf-8").splitlines() if not line.startswith("#")}
    return sorted(name for name in listed | usual if len(name) == LENGTH and script_of(name) == "Hani")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.write_text(HEADER + "".join(f"{name}\n" for name in surnames(options.shared / "train")), "utf-8")


if __name__ == "__main__":
    main()
