"""What is said on standard error while a table is worked on: a progress bar, rejected rows, the sum of it."""

from __future__ import annotations

import signal
import stat
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tqdm import tqdm

from resolver.errors import InputError

TERMINATED = 143
MOST_REJECTS = 20
"""Rejected rows that are shown where a file can take them all."""


class Console:
    """A progress bar if standard error is a terminal, and messages that do not disturb it."""

    def __init__(self, total: int | None, unit: str, most_rejects: int | None) -> None:
        self._bar: tqdm[NoReturn] = tqdm(
            total=total, unit=unit, unit_scale=True, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False
        )
        self._most_rejects = most_rejects
        self._rejected = 0
        self._rows = 0
        self._counted = ""
        self._start = time.monotonic()

    def progress(self, step: int) -> None:
        self._bar.update(step)

    def step(self, what: str, step: int, total: int | None) -> None:
        """Progress of work that has several parts, by what is counted in each."""
        if what != self._counted:
            self._counted, self._bar.unit = what, f" {what}"
            self._bar.reset(total)
        self._bar.update(step)

    def done(self, rows: int) -> None:
        """Says how many rows are done, and how many in a second."""
        self._rows += rows
        rate = self._rows / max(time.monotonic() - self._start, 1e-9)
        self._bar.set_postfix_str(f"{self._rows:,} rows, {rate:,.0f} rows/s", refresh=False)

    def reject(self, source: Path, error: InputError) -> None:
        """Reports a row that is left out, in a line."""
        self._rejected += 1
        if self._most_rejects is None or self._rejected <= self._most_rejects:
            self._bar.write(f"rejected: {source}: {' '.join(str(error).splitlines())}", file=sys.stderr)

    def close(self) -> None:
        if self._most_rejects is not None and self._rejected > self._most_rejects:
            more = self._rejected - self._most_rejects
            self._bar.write(f"rejected: {more:,} more; --rejects FILE takes them all", file=sys.stderr)
        self._bar.close()


@contextmanager
def console(total: int | None = None, unit: str = "B", most_rejects: int | None = None) -> Iterator[Console]:
    """A console for one run, which shows `most_rejects` rejected rows (None: all). A request to terminate ends the run
    like an error, so that no half output stays."""
    before = signal.signal(signal.SIGTERM, _terminate)
    it = Console(total, unit, most_rejects)
    try:
        yield it
    finally:
        it.close()
        signal.signal(signal.SIGTERM, before)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def size_of(source: Path) -> int | None:
    """The size of a regular file in bytes; None where it can't be known beforehand."""
    try:
        status = source.stat()
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def summary(counts: Counter[str], out: Path, rows: int | None = None) -> str:
    """How a table came out, in one line; `rows` were written, where that is not what was counted."""
    written = sum(n for key, n in counts.items() if key != "rejected") if rows is None else rows
    where = "standard output" if str(out) == "-" else str(out)
    parts = [f"{n:,} {key}" for key, n in sorted(counts.items()) if key != "rejected"]
    line = f"{written:,} rows written to {where}" + (f" ({', '.join(parts)})" if parts else "")
    return f"{line}; {counts['rejected']:,} rejected" if counts["rejected"] else line
