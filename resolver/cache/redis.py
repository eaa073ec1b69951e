"""The cache in Redis, shared by processes and hosts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from redis.exceptions import RedisError, ResponseError

from resolver.cache.breaker import CircuitBreaker
from resolver.cache.connections import Connections
from resolver.cache.rate import WINDOW_SECONDS
from resolver.errors import ConfigurationError

T = TypeVar("T")
R = TypeVar("R")

_BATCH = 1000
"""Keys in one round trip: keeps an answer of Redis at a few megabytes."""

JITTER = 0.1
"""Part of its time by which an entry may leave early: what was written together does not expire together."""


class RedisCache:
    """Bytes in Redis under `prefix` + key, for `ttl_seconds`.

    A Redis that is gone or slow costs at most `timeout_seconds` for a connection and as much for an answer, then
    nothing until it is tried again: first after a quarter of a second, at last every ten. A Redis that refuses to write
    (full, read-only) still serves what it has. Connections are opened when needed. `draw` gives numbers
    in [0, 1). Raises ConfigurationError for a URL that is none, or a time that is not positive.
    """

    def __init__(
        self,
        url: str,
        ttl_seconds: float = 3600,
        timeout_seconds: float = 0.2,
        *,
        prefix: str = "resolver:",
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        for setting, value in (("ttl_seconds", ttl_seconds), ("timeout_seconds", timeout_seconds)):
            if not value > 0:
                raise ConfigurationError(f"cache: {setting} is {value}, it must be above 0")
        self._prefix = prefix
        self._ttl_ms = ttl_seconds * 1000
        self._draw = draw
        self._breaker = CircuitBreaker(clock=clock)
        try:
            self._connections = Connections(url, timeout_seconds)
        except (ValueError, TypeError, RedisError) as error:
            # The URL may hold a password: say its form, not its text.
            raise ConfigurationError(
                "the Redis URL can't be read; write it as redis://[user:password@]host[:port][/db], "
                "rediss://… for TLS, or unix:///path"
            ) from error

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        values: list[bytes | None] = []
        for batch in _batches(keys):
            values += self._attempt(self._read, batch) or [None] * len(batch)
        return values

    def set_many(self, items: Mapping[str, bytes]) -> None:
        for batch in _batches(list(items.items())):
            self._attempt(self._write, batch)

    def add(self, key: str, window: int, by: int) -> tuple[int, int]:
        """Counts for a rate limit (see `cache.rate`); nothing is counted while Redis is away."""
        return self._attempt(self._count, [(f"rate:{key}:{window - 1}", 0), (f"rate:{key}:{window}", by)]) or (0, 0)

    def close(self) -> None:
        """Closes the connections; the cache may still be used and opens new ones."""
        self._connections.close()

    def _read(self, keys: Sequence[str]) -> list[bytes | None]:
        (values,) = self._connections.ask(("MGET", *map(self._key, keys)))
        return cast("list[bytes | None]", _granted(values))

    def _write(self, items: Sequence[tuple[str, bytes]]) -> None:
        # Refusals (out of memory, disk full, read-only) are values: what is not stored is a miss later.
        self._connections.ask(*(("SET", self._key(key), value, "PX", self._life()) for key, value in items))

    def _count(self, items: Sequence[tuple[str, int]]) -> tuple[int, int]:
        (before, _), (now, by) = items
        kept, count, _ = self._connections.ask(
            ("GET", self._key(before)),
            ("INCRBY", self._key(now), by),
            ("EXPIRE", self._key(now), 2 * WINDOW_SECONDS),
        )
        return int(_granted(kept) or 0), int(_granted(count))

    def _life(self) -> int:
        """The milliseconds that an entry lives."""
        return max(1, round(self._ttl_ms * (1 - JITTER * self._draw())))

    def _key(self, key: str) -> bytes:
        return (self._prefix + key).encode("utf-8", "surrogatepass")

    def _attempt(self, command: Callable[[Sequence[T]], R], batch: Sequence[T]) -> R | None:
        """What `command` returns; None if Redis can't be asked, does not answer in time or refuses."""
        if not self._breaker.allows():
            return None
        try:
            result = command(batch)
        except ResponseError:  # it answers, so the next command may well succeed
            self._breaker.succeeded()
            return None
        except (RedisError, OSError):
            self._breaker.failed()
            return None
        self._breaker.succeeded()
        return result


def _granted(answer: Any) -> Any:
    """The answer. Raises the ResponseError that stands for it where Redis refused."""
    if isinstance(answer, ResponseError):
        raise answer
    return answer


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
