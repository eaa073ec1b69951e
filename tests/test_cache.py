"""Both caches keep the same contract; the one in this process is bounded in number, size and age."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from clock import Clock
from redis_process import RedisProcess

from resolver.cache import Cache, MemoryCache, open_cache
from resolver.cache.redis import RedisCache
from resolver.errors import ConfigurationError

StartRedis = Callable[..., RedisProcess]


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> Iterator[Cache]:
    if request.param == "memory":
        yield MemoryCache()
        return
    server: RedisProcess = request.getfixturevalue("redis_server")()
    with closing(RedisCache(server.url, timeout_seconds=5)) as redis_cache:
        yield redis_cache


# The contract, for both


def test_gives_what_was_set_in_the_order_asked(cache: Cache) -> None:
    cache.set_many({"a": b"1", "b": b"2"})
    assert cache.get_many(["b", "missing", "a", "b"]) == [b"2", None, b"1", b"2"]


def test_replaces_the_older_value(cache: Cache) -> None:
    cache.set_many({"a": b"old"})
    cache.set_many({"a": b"new"})
    assert cache.get_many(["a"]) == [b"new"]


def test_nothing_asked_nothing_given(cache: Cache) -> None:
    cache.set_many({})
    assert cache.get_many([]) == []


def test_more_keys_than_one_round_trip_takes(cache: Cache) -> None:
    items = {f"key {n}": str(n).encode() for n in range(2500)}
    cache.set_many(items)
    assert cache.get_many([*items, "missing"]) == [*items.values(), None]


@pytest.mark.parametrize("key", ["", " \r\n", "Ціханоўская", "\0", "\ud800", "k" * 100_000])
@pytest.mark.parametrize("value", [b"", b"\0\xff\r\n$-1", b"v" * 1_000_000])
def test_any_key_and_any_bytes(cache: Cache, key: str, value: bytes) -> None:
    cache.set_many({key: value})
    assert cache.get_many([key, key + "x"]) == [value, None]


def test_threads_get_their_own_answers(cache: Cache) -> None:
    def work(number: int) -> bool:
        keys = [f"{number}:{n}" for n in range(50)]
        for _ in range(20):
            cache.set_many({key: key.encode() for key in keys})
            if cache.get_many(keys) != [key.encode() for key in keys]:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


# In this process


def test_memory_forgets_what_is_old() -> None:
    clock = Clock()
    cache = MemoryCache(ttl_seconds=10, clock=clock)
    cache.set_many({"a": b"1"})
    clock.now += 9.9
    assert cache.get_many(["a"]) == [b"1"]
    clock.now += 0.1
    assert cache.get_many(["a"]) == [None]
    assert len(cache) == 0


def test_memory_forgets_what_was_used_longest_ago() -> None:
    cache = MemoryCache(max_entries=2)
    cache.set_many({"a": b"1", "b": b"2"})
    cache.get_many(["a"])
    cache.set_many({"c": b"3"})
    assert cache.get_many(["a", "b", "c"]) == [b"1", None, b"3"]


def test_memory_is_bounded_in_bytes() -> None:
    cache = MemoryCache(max_bytes=100)
    cache.set_many({f"{n:02}": b"v" * 8 for n in range(50)})
    assert len(cache) == 10
    cache.set_many({"larger than the whole": b"v" * 100})
    assert len(cache) == 0


@pytest.mark.parametrize("seed", range(5))
def test_memory_equals_a_plain_twin(seed: int) -> None:
    rng = random.Random(seed)
    clock = Clock()
    cache = MemoryCache(max_entries=7, ttl_seconds=20, max_bytes=60, clock=clock)
    twin: list[tuple[str, bytes, float]] = []  # oldest use first
    for _ in range(3000):
        clock.now += rng.choice([0, 0, 1, 5])
        key = rng.choice("abcdefghijkl")
        kept = next((entry for entry in twin if entry[0] == key), None)
        if rng.random() < 0.5:
            value = b"v" * rng.randrange(12)
            cache.set_many({key: value})
            twin = [entry for entry in twin if entry[0] != key] + [(key, value, clock.now + 20)]
            while len(twin) > 7 or sum(1 + len(value) for _, value, _ in twin) > 60:
                twin.pop(0)
        else:
            alive = kept is not None and kept[2] > clock.now
            assert cache.get_many([key]) == [kept[1] if kept and alive else None]
            twin = [entry for entry in twin if entry[0] != key] + ([kept] if kept and alive else [])
        assert len(cache) == len(twin)


@pytest.mark.parametrize("bounds", [{"max_entries": 0}, {"ttl_seconds": 0}, {"ttl_seconds": -1}, {"max_bytes": 0}])
def test_memory_refuses_bounds_that_hold_nothing(bounds: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(bounds))):
        MemoryCache(**bounds)


# The choice


@pytest.mark.parametrize("url", [None, ""])
def test_without_a_url_answers_stay_in_this_process(url: str | None) -> None:
    cache = open_cache(url)
    cache.set_many({"a": b"1"})
    assert cache.get_many(["a"]) == [b"1"]
    assert open_cache(url).get_many(["a"]) == [None]


def test_with_a_url_answers_go_to_redis_too(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(open_cache(server.url, timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        assert server.ask("GET resolver:a") == b"$1\r\n1\r\n"
