"""Work that several threads want at once is done by one of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Keeps a stampede for one missing value from making it many times. Threads share it; it remembers nothing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flights: dict[Hashable, Future[T]] = {}

    def do(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns: called here, or by a thread that was first to ask for `key` and is still at it.

        Raises what `make` raises, to everyone who waits. A thread never waits while others wait for it.
        """
        with self._lock:
            flight = self._flights.get(key)
            if flight is None:
                mine = self._flights[key] = Future()
        if flight is not None:
            return flight.result()
        try:
            value = make()
            mine.set_result(value)
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._flights[key]
        return value
