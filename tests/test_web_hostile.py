"""Thousands of hostile requests: nobody gets a 5xx or sees code, and the memory is what it was."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from hostile import hostile
from patience import PATIENCE
from scene import Scene
from web_index import towns_and_people

from resolver.web import Settings, create_app

IN_PROCESS = 2000
OVER_SOCKETS = 10_000
WARM_UP = 4000
"""Requests after which the memory is taken for the base: everything is loaded, and every small cache full."""

GROWTH_MEGABYTES = 48
"""How much larger the service may be after all of them: what its bounded caches hold, and what the allocator keeps."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(
        index=towns_and_people(folder), jobs=folder / "jobs", keys=folder / "keys.json", cors=("https://a.example",)
    )
    return create_app(settings=settings)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """The service as a process, on a socket."""
    towns_and_people(tmp_path)
    scene = Scene(tmp_path, "", tmp_path, RESOLVER_WORKERS="1", RESOLVER_CACHE_MEGABYTES="1", RESOLVER_AUDIT="")
    scene.start()
    yield scene
    scene.end()


def test_hostile_requests_get_an_answer_without_a_fault(app: Flask) -> None:
    client = app.test_client()
    for asked in islice(hostile(0), IN_PROCESS):
        headers = dict(asked.headers)
        environ = {"QUERY_STRING": asked.query.decode("latin-1")}
        if "Content-Length" in headers:
            environ["CONTENT_LENGTH"] = headers.pop("Content-Length")
        sent = {"headers": headers, "content_type": asked.kind, "environ_overrides": environ}
        with client.open(asked.path, method=asked.method, data=asked.body, **sent) as response:  # type: ignore[arg-type]
            assert response.status_code < 500, (asked, response.data[:300])
            assert b"Traceback" not in response.data
            if response.mimetype == "application/problem+json" and asked.method != "HEAD":
                data = response.data
                assert response.content_encoding == "gzip" or json.loads(data)["status"] == response.status_code


def test_hostile_requests_on_a_socket_leave_the_service_as_it_was(scene: Scene) -> None:
    requests = hostile(1)
    for asked in islice(requests, WARM_UP):
        _assert_answered(scene, asked.raw())
    worker = scene.workers()
    base = _megabytes(worker[0])
    for asked in islice(requests, OVER_SOCKETS - WARM_UP):
        _assert_answered(scene, asked.raw())
    assert scene.workers() == worker
    assert _megabytes(worker[0]) - base < GROWTH_MEGABYTES
    assert "Traceback" not in scene.said()


def _assert_answered(scene: Scene, request: bytes) -> None:
    """Sends the bytes; the answer, if they are enough to deserve one, is an HTTP answer below 500."""
    answer = b""
    with socket.create_connection(("127.0.0.1", scene.port), timeout=PATIENCE) as connection:
        with suppress(ConnectionError):  # it may have answered, and gone, before all was sent
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while part := connection.recv(1 << 16):
                answer += part
    assert answer.startswith(b"HTTP/1.1 "), (request[:500], answer[:300])
    assert int(answer.split()[1]) < 500, (request[:500], answer[:500])
    assert b"Traceback" not in answer


def _megabytes(process: int) -> float:
    listed = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(listed.stdout) / 1024


def test_a_folder_beside_the_jobs_is_out_of_reach(app: Flask, tmp_path: Path) -> None:
    client = app.test_client()
    for id in ("..", "../keys.json", "%2e%2e", "0" * 31, "0" * 33, "g" * 32, "0" * 32):
        for path in (f"/jobs/{id}", f"/jobs/{id}/result"):
            assert client.get(path).status_code in (400, 404)
