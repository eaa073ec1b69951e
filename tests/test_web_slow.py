"""Clients that are slow cost the others nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from patience import PATIENCE
from test_web_server import Service

from resolver.index import NameRow, build_index

SERVE_IMPATIENTLY = """
import sys
from pathlib import Path
from resolver.web import arrival, serve
arrival.ARRIVAL_SECONDS, arrival.STALL_SECONDS = 1.0, 1
serve(Path(sys.argv[1]), port=0)
"""
SERVE = """
import sys
from pathlib import Path
from resolver.web import serve
serve(Path(sys.argv[1]), port=0)
"""
BODY = json.dumps({"names": ["Minsk"]}).encode()
GET = b"GET /resolve?name=Minsk HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /resolve HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
LONG = POST.replace(b"%d" % len(BODY), b"100000")
SLOW_CLIENTS = 6
"""More than a process has threads."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slow") / "index"
    build_index([NameRow("l1", "Minsk", "place")], path)
    return path


@pytest.fixture(scope="module")
def served(index: Path) -> Iterator[Service]:
    service = Service(SERVE, str(index))
    yield service
    service.end()


@pytest.fixture(scope="module")
def impatient(index: Path) -> Iterator[Service]:
    """One that waits for a second only."""
    service = Service(SERVE_IMPATIENTLY, str(index))
    yield service
    service.end()


@pytest.mark.parametrize("part", [b"", b"G", GET[:-2], POST, POST + BODY[:-1]])
def test_others_are_answered_while_requests_are_not_all_there(served: Service, part: bytes) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(_connected(served)) for _ in range(SLOW_CLIENTS)]
        for connection in slow:
            connection.sendall(part)
        assert served.get("/resolve?name=Minsk")["status"] == "match"
        for connection in slow:  # they have been waited for
            connection.sendall((POST + BODY if part.startswith(POST) else GET)[len(part) :])
            assert _answer(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("request_bytes", [GET, POST + BODY])
def test_a_request_may_come_byte_by_byte_and_on_a_connection_that_was_used(
    served: Service, request_bytes: bytes
) -> None:
    with _connected(served) as connection:
        for _ in range(2):
            for at in range(len(request_bytes)):
                connection.sendall(request_bytes[at : at + 1])
            assert b'"Minsk"' in _answer(connection)


def test_requests_that_come_together_are_answered_one_by_one(served: Service) -> None:
    with _connected(served) as connection:
        connection.sendall(POST + BODY + GET + GET[:9])
        assert b'"results"' in _answer(connection)
        assert b'"results"' not in _answer(connection)
        connection.sendall(GET[9:])
        assert b'"match"' in _answer(connection)


def test_who_never_sends_the_rest_is_told_and_left(impatient: Service) -> None:
    with _connected(impatient) as silent, _connected(impatient) as slow:
        slow.sendall(GET[:-2])
        answer = _all(slow)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["mend"] == "Send it in one go."
        assert _all(silent) == b""


def test_threads_do_not_wait_for_the_rest_of_a_long_body(impatient: Service) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(_connected(impatient)) for _ in range(SLOW_CLIENTS)]
        for connection in slow:
            connection.sendall(LONG + BODY)
        assert impatient.get("/resolve?name=Minsk")["status"] == "match"
        assert all(_all(connection).startswith(b"HTTP/1.1 400 ") for connection in slow)


def _connected(service: Service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)


def _answer(connection: socket.socket) -> bytes:
    """One answer, which has a length."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _part(connection, 1)
    length = int(answer.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    body = b""
    while len(body) < length:
        body += _part(connection, length - len(body))
    return answer + body


def _part(connection: socket.socket, length: int) -> bytes:
    part = connection.recv(length)
    assert part, "the connection ended before the answer did"
    return part


def _all(connection: socket.socket) -> bytes:
    """All that is sent until the connection ends."""
    answer = b""
    while part := connection.recv(1 << 16):
        answer += part
    return answer
