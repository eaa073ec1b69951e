"""Tiers, single flight, seals, jitter and rate limits."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from clock import Clock
from hypothesis import given
from hypothesis import strategies as st
from patience import PATIENCE, until
from redis_process import RedisProcess

from resolver.cache import MemoryCache, MemoryCounters, RateLimit, SingleFlight, TieredCache, seal, unseal
from resolver.cache.redis import JITTER, RedisCache

StartRedis = Callable[..., RedisProcess]


class Counting(MemoryCache):
    """A cache that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []
        self.given: list[dict[str, bytes]] = []

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        self.asked.append(list(keys))
        return super().get_many(keys)

    def set_many(self, items: Mapping[str, bytes]) -> None:
        self.given.append(dict(items))
        super().set_many(items)


def test_the_far_tier_is_asked_once_and_only_for_what_the_near_one_lacks() -> None:
    near, far, counts = Counting(), Counting(), Counter[str]()
    cache = TieredCache({"near": near, "far": far}, lambda where, n: counts.update({where: n}))
    MemoryCache.set_many(near, {"a": b"1"})
    MemoryCache.set_many(far, {"b": b"2", "a": b"old"})
    assert cache.get_many(["a", "b", "c", "b"]) == [b"1", b"2", None, b"2"]
    assert far.asked == [["b", "c"]]
    assert counts == {"near": 1, "far": 1, "miss": 1}
    assert cache.get_many(["b", "a"]) == [b"2", b"1"]
    assert far.asked == [["b", "c"]]


def test_what_is_set_reaches_every_tier() -> None:
    near, far = Counting(), Counting()
    TieredCache({"near": near, "far": far}).set_many({"a": b"1"})
    assert near.given == far.given == [{"a": b"1"}]


@given(st.binary(max_size=200))
def test_a_seal_opens_to_what_was_sealed(value: bytes) -> None:
    assert unseal(seal(value)) == value


@given(st.binary(max_size=60), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_broken_seal_is_a_miss(value: bytes, at: int, change: int) -> None:
    kept = bytearray(seal(value))
    kept[at % len(kept)] ^= change
    assert unseal(bytes(kept)) is None


@pytest.mark.parametrize("kept", [None, b"", b"x", b'{"status":"match"}'])
def test_what_was_not_sealed_is_a_miss(kept: bytes | None) -> None:
    assert unseal(kept) is None


def test_threads_that_want_one_thing_at_once_have_it_made_once() -> None:
    flight: SingleFlight[int] = SingleFlight()
    made: list[int] = []
    key = _Watched()
    go = threading.Event()

    def make() -> int:
        made.append(1)
        go.wait(PATIENCE)
        return 7

    with ThreadPoolExecutor(8) as pool:
        leader = pool.submit(flight.do, key, make)
        until(lambda: made)
        looks = len(key.looks)
        others = [pool.submit(flight.do, key, make) for _ in range(7)]
        until(lambda: len(key.looks) == looks + 7)  # each has found that it is being made
        go.set()
        assert [future.result() for future in (leader, *others)] == [7] * 8
    assert made == [1]
    assert flight.do("key", lambda: 8) == 8  # it remembers nothing


class _Watched:
    """A key that notes when it is looked up."""

    def __init__(self) -> None:
        self.looks: list[int] = []

    def __hash__(self) -> int:
        self.looks.append(1)
        return 0


def test_a_failure_is_raised_and_not_remembered() -> None:
    flight: SingleFlight[int] = SingleFlight()
    with pytest.raises(ZeroDivisionError):
        flight.do("key", lambda: 1 // 0)
    assert flight.do("key", lambda: 1) == 1


def test_entries_of_one_batch_do_not_expire_together(redis_server: StartRedis) -> None:
    server = redis_server()
    draws = iter([0.0, 0.5, 0.999])
    with closing(RedisCache(server.url, 1000, 5, draw=lambda: next(draws))) as cache:
        cache.set_many({"a": b"", "b": b"", "c": b""})
        left = [int(server.ask(f"PTTL resolver:{key}")[1:]) for key in "abc"]
    assert left[0] > left[1] > left[2] > 1000_000 * (1 - JITTER) - 60_000


# The rate limit


def test_a_minute_has_so_many_and_slides() -> None:
    clock = Clock()
    clock.now = 600.0
    limit = RateLimit(MemoryCounters(), 10, clock=clock)
    assert [limit.take("a") for _ in range(10)] == [0] * 10
    assert limit.take("a") > 0
    assert limit.take("b", 10) == 0
    assert limit.take("b") > 0
    clock.now = 660.0 + 30  # half of the last minute's eleven still counts
    assert limit.take("a", 4) == 0
    assert limit.take("a", 4) > 0
    clock.now = 800.0
    assert limit.take("a", 10) == 0


def test_processes_share_the_rate_through_redis_and_nobody_is_refused_without_it(redis_server: StartRedis) -> None:
    server = redis_server()
    with (
        closing(RedisCache(server.url, timeout_seconds=5)) as one,
        closing(RedisCache(server.url, timeout_seconds=5)) as two,
    ):
        mine, theirs = RateLimit(one, 2), RateLimit(two, 2)
        taken = [mine.take("a"), theirs.take("a"), mine.take("a"), theirs.take("a")]
        # A minute may end between two of them; then the count of the one before still weighs.
        assert taken[:2] == [0, 0]
        assert any(taken[2:])
        server.kill()
        assert mine.take("a") == theirs.take("a") == 0
