"""The cache in this process: least recently used entries leave first, old ones expire."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from resolver.errors import ConfigurationError


class MemoryCache:
    """Bytes in a dictionary, bounded in number, size and age. Threads may share it.

    `max_entries` and `max_bytes` (of keys and values together) bound it; `ttl_seconds` is how long an entry is served.
    `clock` gives seconds and never goes back. Raises ConfigurationError for a bound that is not positive.
    """

    def __init__(
        self,
        max_entries: int = 100_000,
        ttl_seconds: float = 3600,
        *,
        max_bytes: int = 256 * 1024 * 1024,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        for bound, value in (("max_entries", max_entries), ("ttl_seconds", ttl_seconds), ("max_bytes", max_bytes)):
            if not value > 0:
                raise ConfigurationError(f"cache: {bound} is {value}, it must be above 0")
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._ttl = ttl_seconds
        self._clock = clock
        self._lock = Lock()
        self._entries: OrderedDict[str, tuple[float, bytes]] = OrderedDict()  # oldest use first
        self._bytes = 0

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        now = self._clock()
        with self._lock:
            return [self._get(key, now) for key in keys]

    def set_many(self, items: Mapping[str, bytes]) -> None:
        expires = self._clock() + self._ttl
        with self._lock:
            for key, value in items.items():
                self._drop(key)
                self._entries[key] = (expires, value)
                self._bytes += len(key) + len(value)
            while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
                self._drop(next(iter(self._entries)))

    def __len__(self) -> int:
        """The number of entries held, expired ones included."""
        return len(self._entries)

    def _get(self, key: str, now: float) -> bytes | None:
        entry = self._entries.get(key)
        if entry is None:
            return None
        expires, value = entry
        if expires <= now:
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return value

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= len(key) + len(entry[1])
