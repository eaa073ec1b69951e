"""What the service does while things around it break: the table of docs/reliability.md.

    python bench/faults.py [--seconds 60] [--rate 60] [--only WORDS]... [--write]

Each case (breakage.py) runs the service as `resolver serve` does, with two workers and a real Redis, under a steady
load, and breaks one thing. Every answer is compared with what the engine says of that name when nothing is broken, and
every job that was acknowledged is followed to its end. Exit code 1 where an answer was wrong or an error, a connection
was refused or cut off while it should not, or a job was not done. `--write` puts the table into the document.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from breakage import CASES, Case, Run, disk_full, job_names
from redis_process import RedisProcess
from scene import Scene, SlowProxy, people, redis_in, small_disk, write_index
from steady import Seen, Steady

from resolver import Resolver
from resolver.program import own_process

DOCUMENT = Path(__file__).parent.parent / "docs" / "reliability.md"
HEAD = (
    "| what is broken | requests | a second | wrong | errors | refused | cut off | jobs done "
    "| p50 ms | p99 ms | longest ms |"
)
KNOWN = 100
"""Names that are asked for again and again."""

_DISK_KILOBYTES = 2048
_STALE_SECONDS = 5.0
_SHOWN_FAULTS = 20


def perform(case: Case, seconds: float, rate: float) -> tuple[str, list[str]]:
    """Runs a case; returns its cells of the table, and what went wrong."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        disk = stack.enter_context(small_disk(folder, _DISK_KILOBYTES)) if case is disk_full else None
        redis = _redis(folder, disk, fills=case is disk_full)
        stack.callback(redis.kill)
        proxy = SlowProxy(redis.port)
        stack.callback(proxy.close)
        scene = Scene(folder, proxy.url, disk or folder)
        if case is disk_full and not disk:
            scene.log_nowhere()
        names = people()
        run = Run(scene, redis, proxy, seconds, folder / "first", disk)
        write_index(run.first, names, 0)
        run.put_index()
        scene.start()
        stack.callback(scene.end)
        run.upload()
        load = Steady(scene.port, names[:KNOWN], iter(names[KNOWN:]), rate)
        with load:
            begun = time.monotonic()
            case(run)
            passed = time.monotonic() - begun
        return _row(run, load.seen, passed)


def _redis(folder: Path, disk: Path | None, *, fills: bool) -> RedisProcess:
    """A Redis; one whose disk `fills` writes to it now and then, as it does by default, and stops where it can't."""
    place = disk or folder
    return redis_in(place, *(["--save", "1 1", "--stop-writes-on-bgsave-error", "yes"] if fills else []))


def _row(run: Run, seen: Seen, passed: float) -> tuple[str, list[str]]:
    right = _Right(run)
    wrong = [name for when, name, answer in seen.answers if not right.is_right(name, answer, when)]
    faults = [f"wrong answer for {name}" for name in wrong]
    faults += [why for _, why in seen.failed]
    for what, times in (("refused", seen.refused), ("cut off", seen.broken)):
        faults += [f"{what} though nobody was gone" for when in times if not run.is_excused(when)]
    if run.scene.audit.is_file():
        lines = run.scene.audit.read_bytes().splitlines()
        faults += ["two lines of the audit log in one" for line in lines if line.count(b'"request":') > 1]
    done = 0
    for job in run.jobs:
        try:
            if right.are_right(run.scene.result(job)):
                done += 1
            else:
                faults.append("wrong rows in the result of a job")
        except RuntimeError as error:
            faults.append(str(error))
    times = sorted(seen.seconds)
    share = [1000 * times[min(len(times) - 1, int(len(times) * part))] for part in (0.5, 0.99, 1.0)]
    cells = [
        f"{len(times):,}", f"{len(times) / passed:.0f}", str(len(wrong)), str(len(seen.failed)), str(len(seen.refused)),
        str(len(seen.broken)), f"{done} of {len(run.jobs)}", *(f"{one:,.0f}" for one in share),
    ]  # fmt: skip
    return " | ".join(cells), faults


class _Right:
    """What the engine says of a name, asked here, without service and cache, of an index with the ids of edition 0."""

    def __init__(self, run: Run) -> None:
        self._editions = run.editions
        self._resolver = Resolver.open(run.first)
        self._known: dict[str, str] = {}

    def is_right(self, name: str, answer: dict[str, Any], when: float) -> bool:
        """Whether the answer is that of an index which was in place, or had been until lately."""
        edition = self._editions.get(answer["index"])
        if edition is None or when > edition.replaced + _STALE_SECONDS or answer["query"] != name:
            return False
        asked = {**answer, "query": "", "cached": False, "index": ""}
        return json.dumps(asked).replace(f'"{edition.no}-', '"0-') == self._expected(name)

    def are_right(self, rows: list[tuple[str, str]]) -> bool:
        """Whether the ids for these names are all of one index, and right."""
        for edition in self._editions.values():
            ids = [id.replace(f"{edition.no}-", "0-") for _, id in rows]
            if [name for name, _ in rows] == job_names() and ids == [self._id(name) for name in job_names()]:
                return True
        return False

    def _id(self, name: str) -> str:
        entity = json.loads(self._expected(name))["entity"]
        return entity["id"] if entity else ""

    def _expected(self, name: str) -> str:
        if name not in self._known:
            answer = self._resolver.resolve(name).to_dict()
            self._known[name] = json.dumps({**answer, "query": "", "cached": False, "index": ""})
        return self._known[name]


def main() -> None:
    """Runs the cases and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="length of each case")
    parser.add_argument("--rate", type=float, default=60.0, help="requests a second")
    parser.add_argument("--only", action="append", default=[], help="only the cases whose name holds this")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    options = parser.parse_args()
    own_process()
    lines = [HEAD, re.sub(r"[^|]+", "---:", HEAD).replace("---:", "---", 1)]
    print("\n".join(lines), flush=True)
    faults: list[str] = []
    for name, case in CASES.items():
        if options.only and not any(words in name for words in options.only):
            continue
        cells, found = perform(case, options.seconds, options.rate)
        lines.append(f"| {name} | {cells} |")
        print(lines[-1], flush=True)
        faults += [f"{name}: {fault}" for fault in found]
    if options.write:
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(
            re.sub(r"(?:^\|.*\n)+", "\n".join(lines) + "\n", text, count=1, flags=re.MULTILINE), "utf-8"
        )
    if faults:
        sys.exit("\n".join(faults[:_SHOWN_FAULTS]))


if __name__ == "__main__":
    main()
