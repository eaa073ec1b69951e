"""The service as a process of its own: starting, answering over a socket, stopping."""

from __future__ import annotations

import json
import os
import queue
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from patience import PATIENCE, until
from redis_process import RedisProcess, free_port

from resolver.errors import ConfigurationError
from resolver.index import NameRow, build_index
from resolver.text import MAX_NAME_LENGTH
from resolver.web import serve
from resolver.web.bodies import MAX_BODY_BYTES
from resolver.web.keys import KeyFile
from resolver.web.server import listen

SERVE = """
import sys
from pathlib import Path
from resolver.text import MAX_NAME_LENGTH
from resolver.web import serve
serve(Path(sys.argv[1]), port=0, workers=int(sys.argv[2]))
"""

SERVE_ONE_THAT_WAITS = """
import sys, time
from pathlib import Path
from resolver.web.server import listen, run

folder = Path(sys.argv[1])

def app(environ, start_response):
    (folder / "begun").touch()
    while not (folder / "go on").exists():
        time.sleep(0.01)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]

run(app, listen("127.0.0.1", 0))
"""


NO_REQUESTS = {
    b"GET /resolve?name=" + b"x" * 33_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n": 414,
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n": 431,
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 200 + b"\r\n": 431,
    b"hello\r\n\r\n": 400,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n": 400,
    b"GET /resolve?name=secretname HTTP/9.9\r\nHost: a\r\n\r\n": 400,
    b"GET /resolve?name=secretname and more HTTP/1.1\r\nHost: a\r\n\r\n": 400,
    b"GET /resolve?name=\xff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: a\r\nExpect: secretname\r\n\r\n": 417,
    b"POST /resolve HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: secretname\r\n\r\n": 400,
}


class Service:
    """A server process; `port` is where it listens."""

    def __init__(self, program: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.lines: list[str] = []
        self._ready: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        line = self._ready.get(timeout=PATIENCE)
        self.port = int(line.split("http://")[1].split(":")[1].split()[0])

    def _read(self) -> None:
        stream = self.process.stderr
        for line in stream or ():
            self.lines.append(line)
            self._ready.put(line)

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as response:
            return json.load(response)

    def send(self, request: bytes) -> tuple[int, str, bytes]:
        """Sends raw bytes; returns status, Content-Type and body."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(1 << 16):
                answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        kind = next((line for line in head.decode().split("\r\n") if line.lower().startswith("content-type:")), "")
        return int(head.split()[1]), kind.partition(": ")[2], body

    def interrupt(self) -> None:
        """Ctrl-C: a terminal sends SIGINT to the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def wait(self) -> int:
        """Waits for its end; returns the exit code."""
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join()
        if self.process.stderr:
            self.process.stderr.close()
        return code

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.wait()


StartService = Callable[..., Service]


@pytest.fixture
def start() -> Iterator[StartService]:
    services: list[Service] = []

    def start_one(*arguments: str, env: dict[str, str] | None = None) -> Service:
        services.append(Service(*arguments, env=env))
        return services[-1]

    yield start_one
    for service in services:
        service.end()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "index"
    build_index([NameRow("l1", "Minsk", "place"), NameRow("l1", "Мінск", "place")], path)
    return path


@pytest.fixture(scope="module")
def served(index: Path) -> Iterator[Service]:
    """One service for the tests that leave it as it was."""
    service = Service(SERVE, str(index), "1")
    yield service
    service.end()


def test_several_workers_answer_and_share_redis(
    start: StartService, index: Path, redis_server: Callable[..., RedisProcess]
) -> None:
    env = {"RESOLVER_REDIS_URL": redis_server().url, "RESOLVER_REDIS_TIMEOUT": "5"}
    service = start(SERVE, str(index), "2", env=env)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(service.get, ["/resolve?name=Minsk"] * 40))
    assert {answer["entity"]["id"] for answer in answers} == {"l1"}
    assert service.get("/resolve?name=Minsk")["cached"] is True
    assert service.get("/health")["status"] == "ok"


def test_several_workers_share_the_names_of_one_request(start: StartService, index: Path) -> None:
    one, several = start(SERVE, str(index), "1"), start(SERVE, str(index), "3")
    until(lambda: len(_busy(several)) == 3)
    before = _busy(several)
    helped: set[int] = set()
    numbers = count()
    with closing(_connection(one)) as alone, closing(_connection(several)) as together:

        def ask() -> None:
            body = json.dumps({"names": [f"Minsk {next(numbers)}" for _ in range(400)]})
            assert _post(together, body) == _post(alone, body)
            helped.update(pid for pid, ticks in _busy(several).items() if ticks > before[pid] + 2)

        until(lambda: len(helped) == 3, ask)  # though one process alone has the connection


def _connection(service: Service) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)


def _post(connection: HTTPConnection, body: str) -> Any:
    connection.request("POST", "/resolve", body, {"Content-Type": "application/json"})
    return json.load(connection.getresponse())


def _busy(service: Service) -> dict[int, float]:
    """How long each worker of a service has been at work, in hundredths of a second."""
    pid = service.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = {int(child): Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in children}
    return {child: int(fields[11]) + int(fields[12]) for child, fields in ticks.items()}


@pytest.mark.parametrize(("request_bytes", "status"), NO_REQUESTS.items())
def test_what_is_no_request_is_answered_with_a_problem(served: Service, request_bytes: bytes, status: int) -> None:
    answered, kind, body = served.send(request_bytes)
    document = json.loads(body)
    assert (answered, document["status"], kind) == (status, status, "application/problem+json")
    assert document["detail"]
    assert served.get("/health")["status"] == "ok"


def test_a_name_of_the_greatest_length_in_any_script_fits_into_a_request_line(served: Service) -> None:
    name = quote("𐎠" * MAX_NAME_LENGTH)
    assert served.get(f"/compare?left={name}&right={name}")["match"] is True


def test_a_name_that_is_not_percent_encoded_is_answered_with_how_to(served: Service) -> None:
    _, _, body = served.send("GET /resolve?name=Мінск HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert "--data-urlencode" in json.loads(body)["mend"]


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 100\r\n\r\n{}",
        b'Content-Length: 100\r\n\r\n{"names": []}',
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
)
def test_a_body_that_breaks_off_is_answered_with_a_problem(served: Service, body: bytes) -> None:
    head = b"POST /resolve HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
    status, kind, answer = served.send(head + body)
    assert (status, kind) == (400, "application/problem+json")
    assert json.loads(answer)["status"] == 400
    assert served.get("/health")["status"] == "ok"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused_when_it_has_arrived(served: Service, chunked: bool) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    body = b" " * (4 * MAX_BODY_BYTES)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/resolve", iter([body]) if chunked else body, headers, encode_chunked=chunked)
    response = connection.getresponse()
    assert response.status == 413
    assert json.load(response)["mend"]
    connection.close()


def test_names_are_not_logged(start: StartService, index: Path) -> None:
    service = start(SERVE, str(index), "1")
    service.get("/resolve?name=secretname")
    for request in NO_REQUESTS:
        service.send(request)
    service.process.terminate()
    assert service.wait() == 0
    assert "secretname" not in "".join(service.lines)


@pytest.mark.parametrize("stop", [lambda service: service.process.terminate(), Service.interrupt], ids=["TERM", "INT"])
def test_what_was_begun_is_finished(start: StartService, tmp_path: Path, stop: Callable[[Service], None]) -> None:
    service = start(SERVE_ONE_THAT_WAITS, str(tmp_path))
    connection = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    connection.request("GET", "/")
    until(lambda: (tmp_path / "begun").exists())
    stop(service)
    time.sleep(1)  # a stop that drops requests has dropped it by now
    (tmp_path / "go on").touch()
    assert connection.getresponse().read() == b"whole"
    connection.close()
    assert service.wait() == 0


def test_a_second_interrupt_ends_it_at_once(start: StartService, tmp_path: Path) -> None:
    service = start(SERVE_ONE_THAT_WAITS, str(tmp_path))
    connection = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    connection.request("GET", "/")
    until(lambda: (tmp_path / "begun").exists())
    service.interrupt()
    time.sleep(1)
    assert service.process.poll() is None
    service.interrupt()
    assert service.wait() == 0
    connection.close()


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this system has no IPv6")
def test_all_addresses_are_those_of_both_kinds() -> None:
    with listen("::", 0) as listener:
        for host in ("127.0.0.1", "::1"):
            socket.create_connection((host, listener.getsockname()[1]), timeout=PATIENCE).close()


def test_a_port_in_use_is_said() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"port {port}: Address already in use.*--port"):
            serve(port=port)


def test_who_connects_while_the_service_starts_gets_its_answers_undelayed() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize(
    ("host", "port"),
    [("no.such.host.invalid", 0), ("", 70_000), ("127.0.0.1", -1), ("192.0.2.1", 0), ("a" * 300, 0), ("\0", 0)],
)
def test_an_address_that_can_not_be_used_is_said(host: str, port: int) -> None:
    with pytest.raises(ConfigurationError, match="port"):
        serve(host=host, port=port)


def test_no_workers_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="workers"):
        serve(port=free_port(), workers=0)


def test_service_py_is_the_application_of_the_settings(
    root: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_INDEX", str(index))
    app = runpy.run_path(str(root / "service.py"))["app"]
    assert app.test_client().get("/resolve?name=Minsk").json["entity"]["id"] == "l1"


# Another index, other processes


def _ask_until(service: Service, stop: threading.Event, wrong: list[str], seen: set[str]) -> None:
    """Asks again and again, over a connection of its own each time and over one that is kept."""
    kept = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)

    def ask_kept() -> Any:
        kept.request("GET", "/v1/resolve?name=Minsk")
        with kept.getresponse() as response:
            return json.load(response)

    while not stop.is_set():
        try:
            answers = [service.get("/resolve?name=Minsk")]
            try:
                answers.append(ask_kept())
            except ConnectionError:  # a kept connection may end at any time: clients ask anew over another
                kept.close()
                answers.append(ask_kept())
        except OSError as error:
            wrong.append(repr(error))
        else:
            seen.update(answer["entity"]["id"] for answer in answers)
    kept.close()


@pytest.mark.parametrize("how", ["the index is replaced", "SIGHUP", "workers are recycled"])
def test_no_request_fails_while_the_index_or_the_workers_change(start: StartService, tmp_path: Path, how: str) -> None:
    path = tmp_path / "index"
    build_index([NameRow("first", "Minsk", "place")], path)
    env = {"RESOLVER_RECYCLE": "40"} if how == "workers are recycled" else {}
    service = start(SERVE, str(path), "2", env=env)
    stop, wrong, seen = threading.Event(), list[str](), set[str]()
    askers = [threading.Thread(target=_ask_until, args=(service, stop, wrong, seen)) for _ in range(3)]
    for asker in askers:
        asker.start()
    try:
        until(lambda: "first" in seen)
        for turn in range(3):
            if how != "workers are recycled":
                build_index([NameRow(f"index-{turn}", "Minsk", "place")], path)
            if how == "SIGHUP":
                service.process.send_signal(signal.SIGHUP)
            wanted = "first" if how == "workers are recycled" else f"index-{turn}"
            until(lambda wanted=wanted: wanted in seen)  # type: ignore[misc]
            time.sleep(0.5)
    finally:
        stop.set()
        for asker in askers:
            asker.join()
    assert wrong == []


def test_settings_that_make_no_sense_leave_the_old_ones_in_place(
    start: StartService, index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "resolver.toml"
    file.write_text("max_age = 7\n")
    service = start(SERVE, str(index), "1", env={"RESOLVER_CONFIG": str(file)})
    assert service.get("/health")["status"] == "ok"
    file.write_text("max_age = -1\n")
    service.process.send_signal(signal.SIGHUP)
    until(lambda: any("max_age" in line for line in service.lines))
    assert service.get("/resolve?name=Minsk")["entity"]["id"] == "l1"


def test_who_comes_while_it_stops_is_answered_or_refused_but_never_cut_off(start: StartService, tmp_path: Path) -> None:
    service = start(SERVE_ONE_THAT_WAITS, str(tmp_path))
    begun = HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    begun.request("GET", "/")
    until(lambda: (tmp_path / "begun").exists())
    service.process.terminate()
    outcomes: list[str] = []
    given_up = time.monotonic() + PATIENCE  # a busy machine may take its time to stop it
    while outcomes[-1:] != ["refused"] and time.monotonic() < given_up:
        try:
            with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                (tmp_path / "go on").touch()
                outcomes.append("answered" if connection.recv(1 << 16).startswith(b"HTTP/1.1 200") else "cut off")
        except ConnectionRefusedError:
            outcomes.append("refused")
        except ConnectionResetError:
            outcomes.append("reset")
    (tmp_path / "go on").touch()
    assert set(outcomes) <= {"answered", "reset", "refused"}
    # The kernel may let one in between the last look at the queue and the shutting of the door.
    assert outcomes.count("reset") <= 1
    assert outcomes[-1] == "refused"
    assert begun.getresponse().read() == b"whole"
    begun.close()
    assert service.wait() == 0


def test_metrics_are_of_all_workers(start: StartService, index: Path) -> None:
    service = start(SERVE, str(index), "3")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(service.get, ["/resolve?name=Minsk"] * 60))
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/metrics", timeout=PATIENCE) as response:
        assert 'resolver_requests_total{operation="resolve",status="200"} 60' in response.read().decode()


def test_beyond_loopback_a_key_is_asked_for(start: StartService, index: Path, tmp_path: Path) -> None:
    program = SERVE.replace("port=0", "host='0.0.0.0', port=0")
    keys = KeyFile(tmp_path / "keys.json")
    _, text = keys.add("read")
    service = start(program, str(index), "1", env={"RESOLVER_KEYS": str(tmp_path / "keys.json")})
    with pytest.raises(HTTPError) as refused:
        service.get("/resolve?name=Minsk")
    assert refused.value.code == 401
    refused.value.close()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{service.port}/resolve?name=Minsk", headers={"Authorization": f"Bearer {text}"}
    )
    with urllib.request.urlopen(asked, timeout=PATIENCE) as response:  # noqa: S310 - of this machine
        assert json.load(response)["entity"]["id"] == "l1"
