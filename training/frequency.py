"""Counts how often name tokens occur in the world and writes the sketch that `resolver.tokens.rarity` reads.

    python -m training.frequency --shared ../shared

Counted: the distinct English full names of the COLING 2018 Wikidata pairs (Merhav & Ash, CC0 1.0), each token once a
name. Deterministic: the same pairs give the same file.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from pathlib import Path

import numpy as np

from resolver.names import parse
from resolver.tokens.rarity import ROWS, STEPS_PER_OCTAVE, WIDTH, slot, table_path

LEAST = 2
"""Tokens seen less often stay out: they would fill the sketch with noise."""


def count_tokens(train: Path) -> tuple[Counter[str], int]:
    """The names each folded token stands in, and the number of names, over the full-name pairs in `train`."""
    names: set[str] = set()
    for path in sorted(train.glob("wd_full_*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            next(file)
            names.update(line.split("\t", 1)[0] for line in file)
    counts: Counter[str] = Counter()
    for name in names:
        counts.update({token.key for token in parse(name).tokens})
    return counts, len(names)


def write_table(counts: Counter[str], names: int, out: Path) -> None:
    """Writes the count-min sketch and, beside it, the number of names it was counted over."""
    sketch = np.zeros((ROWS, WIDTH), np.int64)
    for token, count in counts.items():
        if count >= LEAST:
            for row in range(ROWS):
                sketch[row, slot(token, row)] += count
    steps = np.zeros((ROWS, WIDTH), np.uint8)
    filled = sketch > 0
    steps[filled] = np.clip(np.rint(np.log2(sketch[filled]) * STEPS_PER_OCTAVE), 1, 255).astype(np.uint8)
    np.save(out, steps, allow_pickle=False)
    text = f"{names} distinct names counted by training/frequency.py over the COLING 2018 Wikidata pairs (CC0 1.0).\n"
    out.with_suffix(".txt").write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    counts, names = count_tokens(parser.parse_args().shared / "train")
    write_table(counts, names, table_path())
    kept = sum(count >= LEAST for count in counts.values())
    print(f"{names} names, {len(counts)} tokens, {kept} kept; most common: {counts.most_common(5)}")


if __name__ == "__main__":
    main()
