"""Measures a table with many repeats: `resolver normalize` beside the same job written with pandas and rapidfuzz.

    python bench/tables.py --index DIR [--rows N] [--distinct N] [--jobs N] [--kills N] [--skip-fuzzy] [--seed N]

The names come from the index: each drawn one is an alias with, in a third of the cases, a typing error; how often a
name comes follows Zipf's law. Printed are rows a second by the clock, CPU seconds of all processes, and the peak memory
of the parent and of all processes together, less what is mapped from files (the index). With `--kills`, the same is
done once more with `--resume`, killed that many times on its way, and its output has to be the same to the byte. The
fuzzy job takes, for each distinct name, the best token sort ratio over all names, which is what people write first.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from unidecode import unidecode

from resolver.index import NameIndex

_POLL_SECONDS = 0.2


def main() -> None:
    asked = _arguments()
    index = NameIndex.open(asked.index)
    names = [index.name_text(n) for n in range(index.info.names)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "in.csv"
        _write(table, names, asked.rows, asked.distinct, random.Random(asked.seed))
        print(f"{asked.rows:,} rows, {asked.distinct:,} distinct names, {len(names):,} names in the index")
        out = Path(folder) / "out.csv"
        command = [sys.executable, "-m", "resolver", "normalize", str(table), "-o", str(out), "--column", "name"]
        command += ["--index", str(asked.index), "--jobs", str(asked.jobs)]
        seconds = _show("resolver", asked.rows, command)
        if asked.kills:
            whole = out.read_bytes()
            out.unlink()
            _killed([*command, "--resume"], out, seconds, asked.kills)
            if out.read_bytes() != whole:
                sys.exit("the output of the run that was killed is another")
            print(f"killed {asked.kills} times and resumed: the same output")
        if not asked.skip_fuzzy:
            listed = Path(folder) / "names.txt"
            listed.write_text("\n".join(name.replace("\n", " ") for name in names), "utf-8")
            _show("pandas + rapidfuzz", asked.rows, [sys.executable, __file__, "--fuzzy", str(table), str(listed)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="index directory")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--distinct", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0, help="kill and resume the run this often")
    parser.add_argument("--skip-fuzzy", action="store_true", help="only this product")
    parser.add_argument("--fuzzy", nargs=2, metavar=("TABLE", "NAMES"), type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fuzzy:
        _fuzzy(*asked.fuzzy)
        sys.exit()
    if asked.index is None:
        parser.error("give --index")
    return asked


def _write(table: Path, names: list[str], rows: int, distinct: int, seed: random.Random) -> None:
    drawn: dict[str, None] = {}
    while len(drawn) < distinct:
        name = seed.choice(names)
        drawn[_mistyped(name, seed) if len(drawn) >= len(names) // 2 or seed.random() < 1 / 3 else name] = None
    pool = list(drawn)
    weights = [1 / rank for rank in range(1, distinct + 1)]
    order = pool[: min(distinct, rows)] + seed.choices(pool, weights, k=max(rows - distinct, 0))
    seed.shuffle(order)
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["no", "name"])
        writer.writerows(enumerate(order))


def _mistyped(name: str, seed: random.Random) -> str:
    at = seed.randrange(len(name))
    return name[:at] + seed.choice("aeiouknrst") + name[at + seed.randrange(2) :]


def _killed(command: list[str], out: Path, seconds: float, kills: int) -> None:
    """Runs a command to its end that is killed on its way, each time a little later; alone it takes `seconds`."""
    for kill in range(1, kills + 1):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds * kill / (kills + 1) / kills)
        running.kill()
        running.wait()
        if out.exists():
            sys.exit("the run came to its end before it was killed")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _show(what: str, rows: int, command: list[str]) -> float:
    """Runs a command and prints what it took; returns the seconds by the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = _Peak(running.pid)
    code = running.wait()
    took = time.monotonic() - start
    peak.stop()
    if code:
        sys.exit(f"{what} failed: exit code {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:20} {took:8.1f} s {rows / took:10,.0f} rows/s {cpu:8.1f} s CPU {peak.megabytes:8,.0f} MB")
    return took


class _Peak:
    """The most memory that a process and its children had of their own, looked at a few times a second."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_POLL_SECONDS):
            self.megabytes = max(self.megabytes, sum(map(_own_megabytes, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _own_megabytes(pid: int) -> float:
    """Memory that is not shared and not mapped from a file."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


def _fuzzy(table: Path, listed: Path) -> None:
    """The job as it is often written."""
    names = listed.read_text("utf-8").split("\n")
    keys = [default_process(unidecode(name)) for name in names]
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    found = {}
    for name in frame["name"].unique():
        best = process.extractOne(default_process(unidecode(name)), keys, scorer=fuzz.token_sort_ratio, score_cutoff=85)
        found[name] = (names[best[2]], best[1]) if best else ("", 0.0)
    frame["matched_name"] = [found[name][0] for name in frame["name"]]
    frame["score"] = [found[name][1] for name in frame["name"]]
    frame.to_csv(table.with_name("fuzzy.csv"), index=False)


if __name__ == "__main__":
    main()
