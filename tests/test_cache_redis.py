"""No trouble of Redis reaches who asks: at worst there is no answer to be had from it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from typing import Any

import pytest
from clock import Clock
from patience import until
from redis_process import RedisProcess, free_port

from resolver.cache.redis import RedisCache
from resolver.errors import ConfigurationError

StartRedis = Callable[..., RedisProcess]


def test_redis_keys_carry_prefix_and_expiry(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, ttl_seconds=100, timeout_seconds=5, prefix="names:")) as cache:
        cache.set_many({"a": b"1"})
    assert server.ask("KEYS *") == b"*1\r\n$7\r\nnames:a\r\n"
    left = int(server.ask("PTTL names:a").strip(b":\r\n"))
    assert 0 < left <= 100_000


def test_redis_forgets_what_is_old(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, ttl_seconds=0.05, timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        until(lambda: cache.get_many(["a"]) == [None])


def test_redis_that_never_was() -> None:
    with closing(RedisCache(f"redis://127.0.0.1:{free_port()}")) as cache:
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a", "b"]) == [None, None]


def test_redis_killed_and_started_again(redis_server: StartRedis) -> None:
    server = redis_server()
    clock = Clock()
    with closing(RedisCache(server.url, timeout_seconds=5, clock=clock)) as cache:
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a"]) == [b"1"]
        server.kill()
        assert cache.get_many(["a"]) == [None]
        cache.set_many({"a": b"2"})
        server.start()
        assert cache.get_many(["a"]) == [None]  # not tried again yet
        clock.now += 10
        cache.set_many({"a": b"3"})
        assert cache.get_many(["a"]) == [b"3"]


def test_redis_that_closed_what_was_idle_is_asked_again_at_once(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        server.ask("CLIENT KILL TYPE normal")
        assert cache.get_many(["a"]) == [b"1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_redis_gives_a_forked_process_connections_of_its_own(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        cache.set_many({"a": b"for the child", "b": b"for the parent"})
        child = get_context("fork").Process(target=_check, args=(cache, "a", b"for the child"))
        child.start()
        _check(cache, "b", b"for the parent")
        child.join()
        assert child.exitcode == 0
        _check(cache, "b", b"for the parent")  # the child closed nothing of the parent's


def _check(cache: RedisCache, key: str, value: bytes) -> None:
    """Raises AssertionError unless the cache has the value each time."""
    assert all(cache.get_many([key]) == [value] for _ in range(500))


def test_redis_paused_gives_misses_and_never_the_answer_to_an_earlier_question(redis_server: StartRedis) -> None:
    server = redis_server()
    clock = Clock()
    with closing(RedisCache(server.url, timeout_seconds=0.1, clock=clock)) as cache:
        until(lambda: _kept(cache, {"a": b"for a", "b": b"for b"}), lambda: _pass(clock))
        server.pause()
        assert cache.get_many(["a"]) == [None]
        clock.now += 10
        cache.set_many({"a": b"lost or late"})
        server.go_on()
        clock.now += 10
        until(lambda: cache.get_many(["b"]) == [b"for b"], lambda: _pass(clock))
        until(lambda: cache.get_many(["nothing", "b"]) == [None, b"for b"], lambda: _pass(clock))


def test_redis_full_still_serves_what_it_has(redis_server: StartRedis) -> None:
    server = redis_server("--maxmemory", "4mb", "--maxmemory-policy", "noeviction")
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        cache.set_many({"first": b"1"})
        for number in range(100):
            cache.set_many({f"{number}": b"v" * 100_000})
        server.ask("CONFIG SET maxmemory 1kb")
        assert b"OOM" in server.ask("SET more v")
        assert cache.get_many(["first", "99"]) == [b"1", None]


def test_redis_with_no_memory_at_all(redis_server: StartRedis) -> None:
    server = redis_server("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        for number in range(100):
            cache.set_many({f"{number}": b"v" * 20_000})
        assert cache.get_many(["99"]) == [None]


def test_redis_that_cannot_write_its_disk(redis_server: StartRedis) -> None:
    server = redis_server("--save", "3600 1", "--dbfilename", "in-the-way")
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        server.folder.joinpath("in-the-way").mkdir()
        server.ask("BGSAVE")
        until(lambda: b"rdb_last_bgsave_status:err" in server.ask("INFO persistence"))
        assert server.ask("SET b 1").startswith(b"-MISCONF")
        cache.set_many({"b": b"1"})
        assert cache.get_many(["a", "b"]) == [b"1", None]


def test_redis_holding_something_else_under_the_key(redis_server: StartRedis) -> None:
    server = redis_server()
    server.ask("RPUSH resolver:a 1")
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        assert cache.get_many(["a"]) == [None]
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a"]) == [b"1"]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:{}/0", "redis://:wrong@127.0.0.1:{}/0"])
def test_redis_that_wants_another_password(redis_server: StartRedis, url: str) -> None:
    server = redis_server("--requirepass", "right", "--protected-mode", "no")
    with closing(RedisCache(url.format(server.port), timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a"]) == [None]


def test_redis_without_that_database(redis_server: StartRedis) -> None:
    server = redis_server()
    with closing(RedisCache(f"redis://127.0.0.1:{server.port}/99", timeout_seconds=5)) as cache:
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a"]) == [None]


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff\x00" * 50, b"*-5\r\n", b"$99999999999\r\n"]
)
def test_redis_that_is_none(answer: bytes) -> None:
    with _stub(answer) as (url, _), closing(RedisCache(url)) as cache:
        cache.set_many({"a": b"1"})
        assert cache.get_many(["a"]) == [None]


def test_redis_that_never_answers_is_asked_once_and_then_left_alone() -> None:
    clock = Clock()
    with _stub(b"") as (url, connections), closing(RedisCache(url, timeout_seconds=0.05, clock=clock)) as cache:
        for number in range(50):
            assert cache.get_many([str(number)]) == [None]
            cache.set_many({str(number): b"1"})
        until(lambda: connections)
        assert len(connections) == 1
        clock.now += 1
        for _ in range(50):
            cache.get_many(["a"])
        until(lambda: len(connections) > 1)
        assert len(connections) == 2


@pytest.mark.parametrize(
    "url",
    ["", "localhost", "http://localhost", "redis://localhost:port", "redis://localhost?unknown=1", "redis://[::1"],
)
def test_redis_url_that_is_none(url: str) -> None:
    with pytest.raises(ConfigurationError, match="redis://"):
        RedisCache(url)


def test_the_error_about_a_url_keeps_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        RedisCache("redis://user:secret@localhost:port")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("times", [{"ttl_seconds": 0}, {"timeout_seconds": -1}])
def test_redis_refuses_times_that_make_no_sense(times: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(times))):
        RedisCache("redis://localhost", **times)


def _kept(cache: RedisCache, items: dict[str, bytes]) -> bool:
    """Whether they are there once they are set; a busy Redis may be too slow for it."""
    cache.set_many(items)
    return cache.get_many(list(items)) == list(items.values())


def _pass(clock: Clock) -> None:
    clock.now += 10
    time.sleep(0.02)


@contextmanager
def _stub(answer: bytes) -> Iterator[tuple[str, list[socket.socket]]]:
    """A server that sends `answer` to whoever connects, then only listens; yields its URL and the connections."""
    connections: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connections.append(connection)
                connection.sendall(answer)

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0", connections
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in connections:
                connection.close()
