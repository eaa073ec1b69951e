"""Threads take turns."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """Lets one thread in at a time, in the order in which they came; a plain lock favours whoever had it last.

    Threads of Python that compute at once only take the interpreter from each other at every call of a kernel, which
    cost a quarter of their time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()
        except BaseException:  # interrupted: nobody may be left to wait for a thread that has gone
            self._give_up(turn)
            raise

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._next()

    def _give_up(self, turn: Lock) -> None:
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._next()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._taken = False
