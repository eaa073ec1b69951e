"""Writes how Japanese surnames, and given names of one character, are read (`resolver.variants.japanese`).

    python -m training.japanese_names --shared ../shared

Source: japanese_names.tsv (shuheilocale/japanese-personal-name-dataset, MIT), where a surname in characters is followed
by the same in kana; surnames that are not in it were set down from general knowledge.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from resolver.text import script_of
from training.japanese_readings import SURNAME_WEIGHT, names

OUT = Path("resolver/variants/data/japanese_names.tsv")
HEADER = """# How Japanese surnames, and given names of one character, are read, long vowels written short: kind,
# characters, readings in order of the alphabet.
# Made by: python -m training.japanese_names (from shuheilocale/japanese-personal-name-dataset, MIT; some surnames from
# general knowledge, check against a list of members of the Diet)
"""
MORE = {
    "安倍": "abe", "石破": "ishiba", "菅": "suga", "志位": "shii", "枝野": "edano", "玉木": "tamaki", "茂木": "motegi",
    "萩生田": "hagiuda", "鳩山": "hatoyama", "麻生": "aso", "三島": "mishima", "黒澤": "kurosawa", "是枝": "koreeda",
    "伊東": "ito", "宮崎": "miyazaki", "高市": "takaichi", "羽生": "hanyu", "大坂": "osaka", "錦織": "nishikori",
    "芥川": "akutagawa", "太宰": "dazai", "北野": "kitano", "坂本": "sakamoto",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for written, letters, weight in names(options.shared / "train"):
        kind = "surname" if weight == SURNAME_WEIGHT else "given"
        if letters.isascii() and all(script_of(c) == "Hani" for c in written) and (kind != "given" or len(written) < 2):
            found[kind, written].add(letters)
    found |= {("surname", written): {letters} for written, letters in MORE.items()}
    rows = ["\t".join((*key, " ".join(sorted(readings)))) + "\n" for key, readings in sorted(found.items())]
    OUT.write_text(HEADER + "".join(rows), "utf-8")
    print(f"{len(rows):,} names")


if __name__ == "__main__":
    main()
