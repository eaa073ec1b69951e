"""Measures the quality of the engine on evaluation sets, through the command line that users have.

    python bench/quality.py [SETS...] [--shared DIR] [--jobs N] [--keep DIR] [--reliability]

For each set: `resolver index` its entities, `resolver normalize --candidates 10` its queries, score what came out with
the score.py beside the sets, and print one row. Beside it stands the accuracy of the naive baseline (the token sort
ratio of rapidfuzz on what unidecode makes of the names, against all names); `ece` is how far scores are from the share
of answers that are right (bench/calibration.py). It all happens in a temporary directory.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration import Answer, aligned, answers, error, reliability

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SETS = ("ofac", "un", "cyrl_systems", "noise")
BASELINE = {
    "ofac": 0.696, "un": 0.698, "cyrl_systems": 0.869, "noise": 0.861, "popolo": 0.59, "cities": 0.50, "wd_full": 0.42,
    "wd_russian": 0.62, "wd_hebrew": 0.12, "wd_arabic": 0.08, "wd_japanese": 0.20, "wd_katakana": 0.25,
    "wd_korean": 0.30, "wd_chinese": 0.02,
}  # fmt: skip
CANDIDATES = 10
CORE = "CORE"


@dataclass(frozen=True, slots=True)
class Measured:
    """One set: its figures as score.py names them, the answers, and the seconds for index and queries."""

    name: str
    figures: dict[str, Any]
    answers: list[Answer]
    index_seconds: float
    query_seconds: float


def measure(name: str, sets: Path, work: Path, jobs: int) -> Measured:
    """Runs one set. Raises SystemExit with the output of a step that fails."""
    entities, queries = table(sets, name, "entities"), table(sets, name, "queries")
    index, resolved, predictions, scores = (work / f"{name}.{x}" for x in ("index", "csv", "predictions.tsv", "json"))
    started = time.perf_counter()
    resolver("index", entities, "-o", index)
    indexed = time.perf_counter()
    resolver("normalize", queries, "-o", resolved, "--column", "query", "--index", index,
             "--candidates", CANDIDATES, "--jobs", jobs)  # fmt: skip
    finished = time.perf_counter()
    write_predictions(resolved, predictions)
    run(sys.executable, sets / "score.py", "--set", name, "--dir", sets, "--predictions", predictions, "--json", scores)
    rows = json.loads(scores.read_text("utf-8"))
    core = next(row for row in rows if row["category"] == CORE)
    return Measured(name, core, answers(queries, predictions), indexed - started, finished - indexed)


def table(sets: Path, name: str, what: str) -> Path:
    """The file of a set, plain or compressed; sets of one family (wd_russian, wd_arabic) share their entities."""
    family = name.partition("_")[0]
    for path in (sets / folder / f"{what}.tsv{zipped}" for folder in (name, family) for zipped in ("", ".gz")):
        if path.exists():
            return path
    raise SystemExit(f"error: {sets / name} has no {what}.tsv[.gz]; is '{name}' a set?")


def resolver(*arguments: object) -> None:
    run(sys.executable, "-m", "resolver", *arguments)


def run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"error: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def write_predictions(resolved: Path, predictions: Path) -> None:
    """The form that score.py reads: query number, the entity decided on, then id and score of each candidate."""
    csv.field_size_limit(1 << 24)
    with resolved.open(encoding="utf-8", newline="") as source, predictions.open("w", encoding="utf-8") as out:
        out.write("query_index\tdecided_id\n")
        for number, row in enumerate(csv.DictReader(source)):
            decided = row["entity_id"] if row["status"] == "match" else "NIL"
            ranked = [str(cell) for c in json.loads(row["candidates"]) for cell in (c["id"], c["score"])]
            out.write("\t".join([str(number), decided, *ranked]) + "\n")


def report(measured: list[Measured]) -> str:
    """The table of all sets."""
    keys = ("r@10", "R@FPR0.01", "dec_P", "dec_R", "dec_FPR")
    rows: list[tuple[str, ...]] = [
        ("set", "n", "nil", "acc@1", "naive", "r@10", "R@FPR1%", *keys[2:], "ece", "index s", "queries s")
    ]
    for m in measured:
        f = m.figures
        rows.append((
            m.name, str(f["n"]), str(f["nil"]), figure(f["acc@1"]), figure(BASELINE.get(m.name)),
            *(figure(f.get(key)) for key in keys), figure(error(m.answers) if f["nil"] else None),
            f"{m.index_seconds:.1f}", f"{m.query_seconds:.1f}",
        ))  # fmt: skip
    return aligned(rows)


def figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


@contextmanager
def workplace(keep: Path | None) -> Iterator[Path]:
    """A directory for the files in between: temporary, or one to keep."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def main() -> None:
    """Runs the sets asked for and prints their table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = f"default: {' '.join(DEFAULT_SETS)}"
    parser.add_argument("sets", nargs="*", default=DEFAULT_SETS, metavar="SETS", help=default)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="holds eval/ (default: ../shared)")
    parser.add_argument("--jobs", type=int, default=1, help="processes for the queries (default: 1)")
    parser.add_argument("--keep", type=Path, help="keep the files in between in this directory")
    parser.add_argument("--reliability", action="store_true", help="show how far scores hold")
    options = parser.parse_args()
    sets = options.shared.resolve() / "eval"
    if not (sets / "score.py").exists():
        raise SystemExit(f"error: there is no {sets / 'score.py'}; give --shared DIR")
    measured = []
    with workplace(options.keep) as work:
        for name in options.sets:
            print(f"{name} …", file=sys.stderr, flush=True)
            measured.append(measure(name, sets, work, options.jobs))
    print(report(measured))
    if options.reliability:
        print("", reliability([answer for m in measured if m.figures["nil"] for answer in m.answers]), sep="\n")


if __name__ == "__main__":
    main()
