"""What letters and vectors each do for finding candidates: the engine with one of them taken away.

    python bench/ablation.py [SETS...] [--shared DIR] [--every N]

"Letters" proposes tokens by letter trigrams of their romanisations and sound only, "vectors" by the learned encoder
only, "both" is the engine as it is. How candidates are judged stays the same. Prints accuracy@1 and recall@10 by
score.py over every Nth query.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from quality import CORE, ROOT, figure, run, table

from resolver.index import NameIndex, NameRow
from resolver.index.vectors import VectorSearch
from resolver.program import own_process
from resolver.resolver import Resolver
from training.encoder.pairs import read_table

SETS = (
    "wd_russian",
    "wd_hebrew",
    "wd_arabic",
    "wd_japanese",
    "wd_korean",
    "wd_chinese",
    "popolo",
    "cyrl_systems",
    "un",
)
WAYS = ("letters", "vectors", "both")


@contextmanager
def only(way: str) -> Iterator[None]:
    """Takes away the other way of proposing tokens."""
    none = np.zeros(0, np.int32)
    taken: dict[str, tuple[type, str, Callable[..., object]]] = {
        "letters": (VectorSearch, "nearest", lambda _, vectors, __: [none] * len(vectors)),
        "vectors": (NameIndex, "similar_tokens", lambda _, tokens, __: [none] * len(tokens)),
    }
    if way not in taken:
        yield
        return
    owner, name, nothing = taken[way]
    kept = getattr(owner, name)
    setattr(owner, name, nothing)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def measure(index: NameIndex, name: str, sets: Path, every: int, way: str) -> tuple[str, str]:
    """Accuracy@1 and recall@10 of one set."""
    queries = list(read_table(path_of(sets, name, "queries")))
    with only(way), tempfile.TemporaryDirectory() as work:
        resolver = Resolver(index)
        predictions, scores = Path(work) / "predictions.tsv", Path(work) / "scores.json"
        with predictions.open("w", encoding="utf-8") as out:
            out.write("query_index\tdecided_id\n")
            for number in range(0, len(queries), every):
                answer = resolver.resolve(queries[number][0])
                ranked = [cell for c in answer.candidates for cell in (c.id, repr(c.score))]
                out.write("\t".join([str(number), answer.entity.id if answer.entity else "NIL", *ranked]) + "\n")
        run(sys.executable, sets / "score.py", "--set", name, "--dir", sets, "--predictions", predictions, "--subset",
            "--json", scores)  # fmt: skip
        core = next(row for row in json.loads(scores.read_text("utf-8")) if row["category"] == CORE)
    return figure(core["acc@1"]), figure(core["r@10"])


def path_of(sets: Path, name: str, what: str) -> Path:
    """The path that `read_table` takes: without the ending of the compressed form."""
    found = table(sets, name, what)
    return found.with_suffix("") if found.suffix == ".gz" else found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SETS", help=f"default: {' '.join(SETS)}")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="holds eval/ (default: ../shared)")
    parser.add_argument("--every", type=int, default=10, metavar="N", help="ask every Nth query (default: 10)")
    options = parser.parse_args()
    own_process()
    sets = options.shared.resolve() / "eval"
    print("| set | " + " | ".join(WAYS) + " |\n|---|" + "---|" * len(WAYS))
    opened: dict[Path, NameIndex] = {}
    for name in options.sets:
        entities = path_of(sets, name, "entities")
        if entities not in opened:
            opened = {entities: NameIndex.of(NameRow(r[0], r[2], r[1], r[3], r[4]) for r in read_table(entities))}
        cells = [" / ".join(measure(opened[entities], name, sets, options.every, way)) for way in WAYS]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
