"""The clients against the real service, and against services that fail."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from web_index import towns_and_people

from resolver.client import AsyncClient, Client, Retry
from resolver.errors import InputError, ServiceError
from resolver.model import Resolution
from resolver.resolver import Resolver
from resolver.web import create_app

NAMES = ["Minsk", "Jane Smith", "Minsk", "Аляксандр Лукашэнка", "", "x" * 2000]
QUICK = Retry(attempts=3, first_wait=0.001)


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="module")
def url(index: Path) -> Iterator[str]:
    """A service on a free port."""
    with make_server("127.0.0.1", 0, create_app(index), handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


Ask = Callable[..., list[Resolution]]


@contextmanager
def blocking(url: str, **options: Any) -> Iterator[Ask]:
    with Client(url, **options) as client:
        yield client.resolve_many


@contextmanager
def awaited(url: str, **options: Any) -> Iterator[Ask]:
    def ask(*arguments: Any, **named: Any) -> list[Resolution]:
        async def run() -> list[Resolution]:
            async with AsyncClient(url, **options) as client:
                return await client.resolve_many(*arguments, **named)

        return asyncio.run(run())

    yield ask


BOTH = pytest.mark.parametrize("door", [blocking, awaited])


@BOTH
def test_a_client_says_what_the_engine_says(url: str, index: Path, door: Any) -> None:
    with door(url) as ask:
        answers = ask(NAMES, limit=2)
    expected = Resolver.open(index).resolve_many(NAMES, limit=2)
    bare = [{**answer.to_dict(), "cached": False} for answer in answers]
    assert bare == [answer.to_dict() for answer in expected]
    with door(url) as ask:
        (other,) = ask(["Minsk"], type="person")
        assert (other.status, "type_differs" in {reason.kind for reason in other.reasons}) == ("ambiguous", True)
        assert ask([]) == []


def test_one_name(url: str) -> None:
    with Client(url) as client:
        assert client.resolve("Мінск").entity == client.resolve("Minsk").entity

    async def one() -> Resolution:
        async with AsyncClient(url) as other:
            return await other.resolve("Мінск")

    assert asyncio.run(one()).status == "match"


@BOTH
def test_what_the_service_refuses_is_told(url: str, door: Any) -> None:
    with door(url) as ask:
        with pytest.raises(InputError, match=r"field 'limit'.*101") as caught:
            ask(["Minsk"], limit=101)
        assert caught.value.mend
        with pytest.raises(InputError, match="surrogate"):
            ask(["Jane \ud83d"])
        with pytest.raises(InputError, match="'names': this is one name"):
            ask("Minsk")
        for odd in (None, {"name": "Minsk"}, 5):
            with pytest.raises(InputError, match=r"names\[1\]"):
                ask(["Minsk", odd])


class Scripted(httpx.MockTransport):
    """Answers requests by a script, and notes them; an exception is raised, None answers rightly."""

    def __init__(self, *script: httpx.Response | Exception | None) -> None:
        self.asked: list[list[str]] = []
        self._script = list(script)
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        names: list[str] = json.loads(request.content)["names"]
        self.asked.append(names)
        step = self._script.pop(0) if self._script else None
        if isinstance(step, Exception):
            raise step
        return step or httpx.Response(200, json={"results": [Resolution(name, "none").to_dict() for name in names]})


@BOTH
def test_names_travel_a_thousand_at_a_time_and_once(door: Any) -> None:
    transport = Scripted()
    names = [f"name {n}" for n in range(2500)]
    with door("http://service", transport=transport) as ask:
        answers = ask([*names, *names])
    assert [answer.query for answer in answers] == [*names, *names]
    assert sorted(map(len, transport.asked)) == [500, 1000, 1000]


@BOTH
def test_what_may_pass_is_tried_again(door: Any) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "0"})
    transport = Scripted(httpx.ConnectError("refused"), busy)
    with door("http://service", transport=transport, retry=QUICK) as ask:
        assert [answer.status for answer in ask(["Minsk"])] == ["none"]
    assert transport.asked == [["Minsk"]] * 3


@BOTH
def test_a_service_that_stays_away_is_told(door: Any) -> None:
    transport = Scripted(*[httpx.Response(503)] * 2, httpx.ReadTimeout("too slow"))
    client = door("http://service", transport=transport, retry=QUICK)
    with client as ask, pytest.raises(ServiceError, match="in 3 attempts: too slow"):
        ask(["Minsk"])
    assert len(transport.asked) == 3


@BOTH
@pytest.mark.parametrize(
    "answer",
    [
        (200, {"text": "<html>"}),
        (200, {"json": {"results": []}}),
        (200, {"json": {"results": [{"query": "Minsk"}]}}),
        (200, {"json": [1]}),
        (404, {"text": "not here"}),
        (500, {"json": {"detail": "fault"}}),
    ],
    ids=["html", "too few", "no answer", "no object", "elsewhere", "fault"],
)
def test_what_is_no_answer_is_told_and_not_tried_again(door: Any, answer: tuple[int, dict[str, Any]]) -> None:
    status, body = answer
    transport = Scripted(httpx.Response(status, **body))
    client = door("http://service", transport=transport, retry=QUICK)
    with client as ask, pytest.raises(ServiceError, match=f"status {status}. is no answer"):
        ask(["Minsk"])
    assert len(transport.asked) == 1


def test_waits_grow_and_keep_to_what_is_asked_for() -> None:
    retry = Retry(first_wait=1)
    assert all(0.5 * 2**n <= retry.wait(n, None) <= 2**n for n in range(5))
    assert retry.wait(30, None) <= 60
    assert retry.wait(0, httpx.Response(503, headers={"Retry-After": "7"})) == 7
    assert retry.wait(0, httpx.Response(503, headers={"Retry-After": "9999"})) == 60
    assert retry.wait(0, httpx.Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})) <= 1


def test_an_async_client_keeps_its_bound() -> None:
    under_way = most = 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        names = json.loads(request.content)["names"]
        return httpx.Response(200, json={"results": [Resolution(name, "none").to_dict() for name in names]})

    async def run() -> int:
        async with AsyncClient("http://service", transport=httpx.MockTransport(slow), parallel=2) as client:
            return len(await client.resolve_many(f"name {n}" for n in range(6000)))

    assert asyncio.run(run()) == 6000
    assert most == 2
