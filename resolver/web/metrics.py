"""Counters that all workers share: anonymous memory made before they fork, a row for each of them."""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from resolver.model import STATUSES

try:
    import fcntl
except ImportError:  # Windows: one process, which needs no lock between processes
    fcntl = None  # type: ignore[assignment]

_ROWS = 256
"""Processes that may count at the same time."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of durations in seconds."""

_STATUSES = (200, 202, 304, 400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 503, 507)
_CACHE = ("memory", "redis", "miss")


class Metrics:
    """What happened, over all processes that were forked after this was made.

    A row belongs to a process; one that died leaves its row, with what it counted, to the next. So nothing is lost, and
    two never write to one place. Threads may share it.
    """

    def __init__(self, operations: Iterable[str]) -> None:
        self._operations = (*operations, "other")
        self._columns = {name: at for at, name in enumerate(self._series())}
        self._memory = mmap.mmap(-1, _ROWS * (1 + len(self._columns)) * 8)
        table = np.frombuffer(self._memory, np.float64).reshape(_ROWS, -1)
        self._owners, self._table = table[:, 0], table[:, 1:]
        with tempfile.TemporaryFile() as file:
            self._mutex = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._mutex)
        self._lock = Lock()
        self._process = 0

    def request(self, operation: str, status: int, seconds: float) -> None:
        """Counts an answered request."""
        operation = operation if operation in self._operations else "other"
        status = status if status in _STATUSES else status // 100 * 100
        bucket = bisect_left(BUCKETS, seconds)
        with self._lock:
            row = self._mine()
            row[self._columns[f"request {operation} {status}"]] += 1
            row[self._columns[f"bucket {operation} {bucket}"]] += 1
            row[self._columns[f"seconds {operation}"]] += seconds

    def looked_up(self, where: str, count: int) -> None:
        """Counts answers by where they were found; see `TieredCache`."""
        self._add(f"cache {where}", count)

    def answered(self, statuses: Iterable[str]) -> None:
        """Counts names by the status of their answer."""
        for status in statuses:
            self._add(f"names {status}", 1)

    def text(self, info: Sequence[tuple[str, str]]) -> str:
        """The text exposition format 0.0.4; `info` are labels of what is running."""
        total = dict(zip(self._columns, self._table.sum(axis=0).tolist(), strict=True))
        labels = ",".join(f'{name}="{value}"' for name, value in info)
        lines = [*_head("resolver_info", "gauge", "What is running."), f"resolver_info{{{labels}}} 1"]
        lines += _head("resolver_requests_total", "counter", "Requests answered.")
        for name, count in total.items():
            kind, *rest = name.split(" ")
            if kind == "request" and count:
                lines.append(f'resolver_requests_total{{operation="{rest[0]}",status="{rest[1]}"}} {count:.0f}')
        lines += _head("resolver_request_seconds", "histogram", "Time to answer a request.")
        for operation in self._operations:
            lines += _histogram(operation, total)
        lines += _head("resolver_names_total", "counter", "Names answered by GET, by status.")
        lines += [f'resolver_names_total{{status="{s}"}} {total[f"names {s}"]:.0f}' for s in STATUSES]
        lines += _head("resolver_cache_lookups_total", "counter", "Answers looked up, by where they were found.")
        lines += [f'resolver_cache_lookups_total{{found="{c}"}} {total[f"cache {c}"]:.0f}' for c in _CACHE]
        return "\n".join(lines) + "\n"

    def _series(self) -> list[str]:
        statuses = (*_STATUSES, 100, 300)
        return [
            *(f"request {operation} {status}" for operation in self._operations for status in statuses),
            *(f"bucket {operation} {at}" for operation in self._operations for at in range(len(BUCKETS) + 1)),
            *(f"seconds {operation}" for operation in self._operations),
            *(f"names {status}" for status in STATUSES),
            *(f"cache {where}" for where in _CACHE),
        ]

    def _add(self, name: str, count: int) -> None:
        with self._lock:
            self._mine()[self._columns[name]] += count

    def _mine(self) -> NDArray[np.float64]:
        """The row of this process."""
        if self._process != os.getpid():
            if fcntl:
                fcntl.lockf(self._mutex, fcntl.LOCK_EX)
            free = next((at for at in range(_ROWS) if not _alive(int(self._owners[at]))), 0)
            self._owners[free] = os.getpid()
            if fcntl:
                fcntl.lockf(self._mutex, fcntl.LOCK_UN)
            self._row: NDArray[np.float64] = self._table[free]
            self._process = os.getpid()
        return self._row


def _alive(process: int) -> bool:
    if process == 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _head(name: str, kind: str, help: str) -> list[str]:
    return [f"# HELP {name} {help}", f"# TYPE {name} {kind}"]


def _histogram(operation: str, total: dict[str, float]) -> list[str]:
    counts = [total[f"bucket {operation} {at}"] for at in range(len(BUCKETS) + 1)]
    if not sum(counts):
        return []
    name = "resolver_request_seconds"
    lines = []
    so_far = 0.0
    for bound, count in zip((*BUCKETS, "+Inf"), counts, strict=True):
        so_far += count
        lines.append(f'{name}_bucket{{operation="{operation}",le="{bound}"}} {so_far:.0f}')
    lines.append(f'{name}_sum{{operation="{operation}"}} {total[f"seconds {operation}"]:.6f}')
    lines.append(f'{name}_count{{operation="{operation}"}} {so_far:.0f}')
    return lines
