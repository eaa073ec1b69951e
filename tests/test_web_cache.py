"""HTTP in front of a real Redis: answers may come slower, but never wrong and never as an error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from redis import Redis
from redis_process import RedisProcess

from resolver.cache.redis import RedisCache
from resolver.index import NameRow, build_index
from resolver.web import create_app

StartRedis = Callable[..., RedisProcess]
NAMES = ["Minsk", "Мінск", "Hrodna", "Jane Smith"]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two indexes of the same names; the second gives them other entities."""
    folder = tmp_path_factory.mktemp("indexes")
    for number in (1, 2):
        rows = [("minsk", "Minsk"), ("minsk", "Мінск"), ("hrodna", "Hrodna")]
        build_index([NameRow(f"{town}-{number}", name, "place") for town, name in rows], folder / str(number))
    return [folder / "1", folder / "2"]


def ask(client: FlaskClient) -> list[dict[str, Any]]:
    """The answers for all names by GET, then by POST; every one has to be a 200."""
    gets = [client.get("/resolve", query_string={"name": name}) for name in NAMES]
    post = client.post("/resolve", json={"names": NAMES})
    assert {response.status_code for response in [*gets, post]} == {200}
    return [response.json or {} for response in gets] + list((post.json or {})["results"])


def without_cached(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in answer.items() if key != "cached"} for answer in answers]


def test_the_second_answer_is_cached_and_otherwise_equal(redis_server: StartRedis, indexes: list[Path]) -> None:
    with closing(RedisCache(redis_server().url, timeout_seconds=5)) as cache:
        client = create_app(indexes[0], cache).test_client()
        first = ask(client)[: len(NAMES)]
        second = ask(client)
    assert [answer["cached"] for answer in first] == [False] * len(first)
    assert [answer["cached"] for answer in second] == [True] * len(second)
    assert without_cached(second) == without_cached(first + first)


def test_processes_share_answers(redis_server: StartRedis, indexes: list[Path]) -> None:
    server = redis_server()
    with (
        closing(RedisCache(server.url, timeout_seconds=5)) as mine,
        closing(RedisCache(server.url, timeout_seconds=5)) as theirs,
    ):
        ask(create_app(indexes[0], mine).test_client())
        assert all(answer["cached"] for answer in ask(create_app(indexes[0], theirs).test_client()))


def test_type_and_limit_are_part_of_the_question(redis_server: StartRedis, indexes: list[Path]) -> None:
    with closing(RedisCache(redis_server().url, timeout_seconds=5)) as cache:
        client = create_app(indexes[0], cache).test_client()
        for query in ("", "&type=place", "&type=person", "&limit=1"):
            assert (client.get(f"/resolve?name=Minsk{query}").json or {})["cached"] is False


def test_another_index_never_gets_the_old_answers(redis_server: StartRedis, indexes: list[Path]) -> None:
    with closing(RedisCache(redis_server().url, timeout_seconds=5)) as cache:
        for turn in range(2):
            for number, index in enumerate(indexes, 1):
                answer = create_app(index, cache).test_client().get("/resolve?name=Minsk").json or {}
                assert answer["entity"]["id"] == f"minsk-{number}"
                assert answer["cached"] is bool(turn)


def test_redis_gone_and_back(redis_server: StartRedis, indexes: list[Path]) -> None:
    server = redis_server()
    now = [0.0]
    with closing(RedisCache(server.url, timeout_seconds=5, clock=lambda: now[0])) as cache:
        client = create_app(indexes[0], cache).test_client()
        before = ask(client)
        server.kill()
        gone = ask(client)
        server.start()
        now[0] += 60
        ask(client)
        back = ask(client)
    assert without_cached(before) == without_cached(gone) == without_cached(back)
    assert not any(answer["cached"] for answer in gone)
    assert all(answer["cached"] for answer in back)


def test_redis_paused(redis_server: StartRedis, indexes: list[Path]) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, timeout_seconds=0.05)) as cache:
        client = create_app(indexes[0], cache).test_client()
        before = ask(client)
        server.pause()
        assert without_cached(ask(client)) == without_cached(before)
        server.go_on()
        assert without_cached(ask(client)) == without_cached(before)


def test_redis_full(redis_server: StartRedis, indexes: list[Path]) -> None:
    server = redis_server("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")
    server.ask("CONFIG SET maxmemory 1kb")
    assert b"OOM" in server.ask("SET more value")
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache:
        client = create_app(indexes[0], cache).test_client()
        assert without_cached(ask(client)) == without_cached(ask(client))


@pytest.mark.parametrize(
    "garbage", [b"", b"\xff\x00", b"null", b"[]", b"{}", b'"text"', b'{"query": 1}', b"{" * 5000, b"[" * 200_000]
)
def test_garbage_in_redis_is_a_miss(redis_server: StartRedis, indexes: list[Path], garbage: bytes) -> None:
    server = redis_server()
    with closing(RedisCache(server.url, timeout_seconds=5)) as cache, closing(Redis.from_url(server.url)) as direct:
        client = create_app(indexes[0], cache).test_client()
        before = ask(client)
        keys = list(direct.scan_iter("resolver:*"))
        assert len(keys) == len(NAMES)
        for key in keys:
            direct.set(key, garbage)
        after = ask(client)
    assert without_cached(after) == without_cached(before)
    assert not any(answer["cached"] for answer in after[: len(NAMES)])
