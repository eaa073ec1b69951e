"""A circuit breaker: after a failure the broken thing is left alone for a while, longer each time."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class CircuitBreaker:
    """Says whether the thing it guards may be tried now.

    A failure blocks the way for `first` seconds, every failed attempt after that for twice as long, up to `longest`.
    When the time is over one caller is let through to try, while the others go on without. Threads may share it.
    `clock` gives seconds and never goes back.
    """

    def __init__(
        self, first: float = 0.25, longest: float = 10.0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._first = first
        self._longest = longest
        self._clock = clock
        self._lock = Lock()
        self._pause = 0.0  # seconds of the current pause; 0 while all is well
        self._resume = 0.0  # when the next attempt is due
        self._attempting = False  # whether somebody was let through since the pause began

    def allows(self) -> bool:
        """Whether to try now. Who got True reports `succeeded` or `failed`; should the report fail to come, the next
        attempt is due after the same pause again."""
        if not self._pause:
            return True
        with self._lock:
            if not self._pause:
                return True
            now = self._clock()
            if now < self._resume:
                return False
            self._attempting = True
            self._resume = now + self._pause
            return True

    def succeeded(self) -> None:
        """The guarded thing works."""
        if self._pause:
            with self._lock:
                self._pause = 0.0
                self._attempting = False

    def failed(self) -> None:
        """The guarded thing does not work."""
        with self._lock:
            if self._pause and not self._attempting:
                return  # several callers met the same failure at once: it counts once
            self._pause = min(self._longest, self._pause * 2) if self._pause else self._first
            self._resume = self._clock() + self._pause
            self._attempting = False
