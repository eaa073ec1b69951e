"""How fast the service answers, beside a bare Flask endpoint that sends the same bytes on the same server.

    python bench/serving.py [--index DIR] [--redis redis://…] [--seconds 5] [--clients 4] [--batch 1000]

The servers are gunicorn as `resolver serve` sets it up and, where it is installed, granian; each with one process of
four threads. Server and clients share this machine, each in processes of their own; what counts is the ratio. For each
server a table on standard output: requests and names a second, the median and 99th percentile of the time to answer in
milliseconds, and the ratio of its requests to those of the bare endpoint.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote

from redis_process import free_port

THREADS = 4
BARE = """
import json, os
from flask import Flask, jsonify

app = Flask("bare")
answer = json.loads(os.environ["BENCH_ANSWER"])

@app.get("/resolve")
def resolve():
    return jsonify(answer)
"""
GUNICORN = """
import sys
from importlib import import_module
from resolver.web import Settings
from resolver.web.server import listen, run

run(import_module(sys.argv[1]).app, listen("127.0.0.1", int(sys.argv[2])), Settings.from_env())
"""
GRANIAN = f"""
import sys
from granian import Granian
from granian.constants import Interfaces

Granian(
    sys.argv[1] + ":app", port=int(sys.argv[2]), interface=Interfaces.WSGI, workers=1, blocking_threads={THREADS},
    log_enabled=False,
).serve()
"""
SERVERS = {"gunicorn": GUNICORN, "granian": GRANIAN}
NAME = "Sviatlana Tsikhanouskaya"
Request = Callable[[], bytes]
"""Gives the bytes of the next request."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: requests a second, names a second, median and 99th percentile in milliseconds."""

    what: str
    rate: float
    names: float
    median: float
    high: float

    def line(self, base: float) -> str:
        return (
            f"{self.what:<26} {self.rate:>10.1f} {self.names:>10.1f} {self.median:>8.2f} {self.high:>8.2f} "
            f"{self.rate / base:>6.2f}"
        )


@contextmanager
def serving(server: str, app: str, folder: Path, **environ: str) -> Iterator[int]:
    """A server process with the `app` of a module in the folder, or of service.py; gives its port."""
    port = free_port()
    root = Path(__file__).parent.parent
    path = os.pathsep.join([str(folder), str(root), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", **environ}
    command = [sys.executable, "-c", SERVERS[server], app, str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=env) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server ended with {process.returncode}")


def measure(what: str, port: int, requests: list[Request], names: int, seconds: float, status: bytes = b"200") -> Row:
    """Asks by as many clients as there are `requests`, each a process that keeps its connection and asks again as soon
    as it is answered; every answer stands for so many `names`. Raises RuntimeError for one of another `status`."""
    context = get_context("fork")
    queue = context.SimpleQueue()
    clients = [context.Process(target=_ask, args=(port, request, seconds, status, queue)) for request in requests]
    for client in clients:
        client.start()
    found = [queue.get() for _ in clients]
    for client in clients:
        client.join()
    if fault := next((one for one in found if isinstance(one, str)), None):
        raise RuntimeError(f"{what}: {fault}")
    times = sorted(one for some, _ in found for one in some)
    rate = sum(len(some) / passed for some, passed in found)
    return Row(what, rate, rate * names, 1000 * times[len(times) // 2], 1000 * times[len(times) * 99 // 100])


def _ask(port: int, request: Request, seconds: float, status: bytes, queue: Any) -> None:
    """Puts the times of all answers into the queue, and how long it all took; or what went wrong."""
    times: list[float] = []
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
            _exchange(connection, request(), status)
            begun = now = time.perf_counter()
            while now - begun < seconds:
                _exchange(connection, request(), status)
                after = time.perf_counter()
                times.append(after - now)
                now = after
    except (OSError, RuntimeError) as error:
        queue.put(repr(error))
    else:
        queue.put((times, now - begun))


def _exchange(connection: socket.socket, request: bytes, status: bytes) -> bytes:
    """Sends a request and reads its answer, with as little work as can be; returns the answer."""
    connection.sendall(request)
    answer = connection.recv(1 << 18)
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    if head[9:12] != status:
        raise RuntimeError(answer[:500])
    _, _, length = head.lower().partition(b"content-length:")
    missing = int(length.split(b"\r\n", 1)[0] or 0) - len(body)
    parts = [answer]
    while missing > 0:
        parts.append(_more(connection))
        missing -= len(parts[-1])
    return b"".join(parts)


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 18)
    if not part:
        raise RuntimeError("the server closed the connection")
    return part


def get(name: Callable[[], str], header: str = "") -> Request:
    """GET /resolve for a name."""
    return lambda: f"GET /resolve?name={quote(name())} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n".encode()


def post(names: Callable[[], list[str]]) -> Request:
    """POST /resolve for several names."""

    def request() -> bytes:
        body = json.dumps({"names": names()})
        head = f"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        return f"POST /resolve HTTP/1.1\r\n{head}\r\n\r\n{body}".encode()

    return request


def table(server: str, folder: Path, options: argparse.Namespace) -> list[Row]:
    """Measures one server."""
    clients, seconds, batch = options.clients, options.seconds, options.batch
    environ = {"RESOLVER_INDEX": options.index} if options.index else {}
    known = get(lambda: NAME)
    fixed = known()
    same = [lambda: fixed] * clients
    many = [f"{NAME} {n}" for n in range(batch)]
    rows: list[Row] = []
    with serving(server, "service", folder, **environ) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
            answer = _exchange(connection, fixed, b"200")
        head, _, body = answer.partition(b"\r\n\r\n")
        with serving(server, "bare", folder, BENCH_ANSWER=body.decode()) as bare:
            rows.append(measure("bare Flask", bare, same, 1, seconds))
        rows.append(measure("GET, kept in process", port, same, 1, seconds))
        tag = next(line for line in head.decode().split("\r\n") if line.lower().startswith("etag:")).partition(": ")[2]
        unchanged = get(lambda: NAME, f"If-None-Match: {tag}\r\n")()
        rows.append(measure("GET, not modified", port, [lambda: unchanged] * clients, 1, seconds, b"304"))
        fresh = [get(_numbered(at)) for at in range(clients)]
        rows.append(measure("GET, made anew", port, fresh, 1, seconds))
        sent = post(lambda: many)()
        rows.append(measure(f"POST of {batch:,}, kept", port, [lambda: sent] * clients, batch, seconds))
        news = _numbered(clients)
        rows.append(measure(f"POST of {batch:,}, anew", port, [post(lambda: [news() for _ in many])], batch, seconds))
    if options.redis:
        # Without the tier in process, so that every answer comes from Redis.
        beyond = {**environ, "RESOLVER_REDIS_URL": options.redis, "RESOLVER_CACHE_MEGABYTES": "0"}
        with serving(server, "service", folder, **beyond) as port:
            rows.append(measure("GET, kept in Redis", port, same, 1, seconds))
            rows.append(measure(f"POST of {batch:,}, in Redis", port, [lambda: sent] * clients, batch, seconds))
    return rows


def _numbered(client: int) -> Callable[[], str]:
    """Gives names that no other client asks for."""
    numbers = count()
    return lambda: f"{NAME} {client}x{next(numbers)}"


def main() -> None:
    """Measures and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", default="", help="index directory (default: the bundled aliases)")
    parser.add_argument("--redis", default="", help="URL of a Redis for the second tier")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--batch", type=int, default=1000, help="names in one POST")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE, "utf-8")
        for server in SERVERS:
            if importlib.util.find_spec(server) is None:
                print(f"{server} is not installed")
                continue
            rows = table(server, folder, options)
            print(f"\n{server:<26} {'requests/s':>10} {'names/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6}")
            print("\n".join(row.line(rows[0].rate) for row in rows), flush=True)


if __name__ == "__main__":
    main()
