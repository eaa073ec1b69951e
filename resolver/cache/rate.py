"""How much was asked lately, counted in this process or in Redis for all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol

WINDOW_SECONDS = 60


class Counters(Protocol):
    """Counts by key and window. A counter may forget, it never fails."""

    def add(self, key: str, window: int, by: int) -> tuple[int, int]:
        """Adds to the count of a window, numbered in time; returns that of the window before and the new one."""
        ...


class MemoryCounters:
    """Counts in this process; what is older than the window before is forgotten. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[int, dict[str, int]] = {}

    def add(self, key: str, window: int, by: int) -> tuple[int, int]:
        with self._lock:
            for old in [number for number in self._counts if number < window - 1]:
                del self._counts[old]
            now = self._counts.setdefault(window, {})
            now[key] = now.get(key, 0) + by
            return self._counts.get(window - 1, {}).get(key, 0), now[key]


class RateLimit:
    """At most `most` of something in any minute, by key.

    The count slides: of the minute before the current one counts the part that is less than a minute ago. `clock` gives
    seconds since the epoch, which all processes share.
    """

    def __init__(self, counters: Counters, most: int, *, clock: Callable[[], float] = time.time) -> None:
        self._counters = counters
        self._most = most
        self._clock = clock

    def take(self, key: str, cost: int = 1) -> float:
        """Takes `cost` for `key`; returns 0, or after how many seconds to try again where it is too much. A refusal
        counts like what was let through, so who does not wait waits longer."""
        window, gone = divmod(self._clock(), WINDOW_SECONDS)
        before, now = self._counters.add(key, int(window), cost)
        left = 1 - gone / WINDOW_SECONDS
        return max(1.0, WINDOW_SECONDS * left) if before * left + now > self._most else 0.0
