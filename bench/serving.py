"""How fast the service answers, beside a bare Flask endpoint that sends the same bytes on the same server.

    python bench/serving.py [--index DIR] [--redis redis://…] [--seconds 5] [--threads 4] [--batch 1000]

Server and client share this machine, each in processes of its own; what counts is the ratio. One table on standard
output: requests and names a second, the median and 99th percentile of the time to answer in milliseconds, and the ratio
to the bare endpoint.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from urllib.parse import quote

BARE = """
import sys
from flask import Flask, jsonify
from resolver.web.server import listen, run

app = Flask("bare")
answer = __import__("json").loads(sys.argv[1])

@app.get("/resolve")
def resolve():
    return jsonify(answer)

run(app, listen("127.0.0.1", 0))
"""

SERVE = """
import sys
from pathlib import Path
from resolver.web import serve

serve(Path(sys.argv[1]) if sys.argv[1] else None, port=0)
"""

NAME = "Sviatlana Tsikhanouskaya"
Send = Callable[[HTTPConnection], int]
"""Sends one request over a connection and reads the answer; returns how many names it answered."""


@contextmanager
def server(program: str, argument: str, **environ: str) -> Iterator[int]:
    """A server process; gives its port."""
    command = [sys.executable, "-c", program, argument]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **environ}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        try:
            line = process.stderr.readline() if process.stderr else ""
            yield int(line.split("127.0.0.1:")[1].split()[0])
        finally:
            process.send_signal(signal.SIGTERM)


def measure(port: int, send: Send, seconds: float, threads: int) -> tuple[float, float, float, float]:
    """Requests and names a second, median and 99th percentile in milliseconds, by `threads` clients that keep their
    connection and ask again as soon as they are answered."""
    connections = [HTTPConnection("127.0.0.1", port, timeout=120) for _ in range(threads)]
    for connection in connections:
        send(connection)
    end = time.perf_counter() + seconds

    def ask(connection: HTTPConnection) -> tuple[list[float], int]:
        times, names = [], 0
        while (begun := time.perf_counter()) < end:
            names += send(connection)
            times.append(time.perf_counter() - begun)
        return times, names

    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(ask, connections))
    passed = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    times = sorted(t for some, _ in results for t in some)
    names = sum(n for _, n in results)
    return (
        len(times) / passed,
        names / passed,
        1000 * times[len(times) // 2],
        1000 * times[min(len(times) - 1, len(times) * 99 // 100)],
    )


def get(path: Callable[[], str]) -> Send:
    def send(connection: HTTPConnection) -> int:
        connection.request("GET", path())
        _read(connection)
        return 1

    return send


def post(names: list[str]) -> Send:
    body = json.dumps({"names": names})

    def send(connection: HTTPConnection) -> int:
        connection.request("POST", "/resolve", body, {"Content-Type": "application/json"})
        _read(connection)
        return len(names)

    return send


def _read(connection: HTTPConnection) -> bytes:
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {body!r}")
    return body


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", default="", help="index directory (default: the bundled aliases)")
    parser.add_argument("--redis", default="", help="URL of a Redis for the second tier")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--threads", type=int, default=4, help="clients")
    parser.add_argument("--batch", type=int, default=1000, help="names in one POST")
    options = parser.parse_args()
    number = count()
    known = f"/resolve?name={quote(NAME)}"
    batch = [f"{NAME} {n}" for n in range(options.batch)]
    rows: list[tuple[str, tuple[float, float, float, float]]] = []

    def take(what: str, port: int, send: Send) -> None:
        rows.append((what, measure(port, send, options.seconds, options.threads)))

    with server(SERVE, options.index) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", known)
        answer = _read(connection).decode()
        connection.close()
        with server(BARE, answer) as bare:
            take("bare Flask", bare, get(lambda: known))
        take("GET cached, in process", port, get(lambda: known))
        take("GET not modified", port, _not_modified(port, known))
        take("GET uncached", port, get(lambda: f"/resolve?name={quote(f'{NAME} {next(number)}')}"))
        take(f"POST of {options.batch:,}, cached", port, post(batch))
    if options.redis:
        # Without the tier in process, so that every answer comes from Redis.
        environ = {"RESOLVER_REDIS_URL": options.redis, "RESOLVER_CACHE_MEGABYTES": "0"}
        with server(SERVE, options.index, **environ) as port:
            take("GET cached, in Redis", port, get(lambda: known))
    base = rows[0][1][0]
    print(f"{'':<24} {'requests/s':>10} {'names/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'ratio':>6}")
    for what, (rate, names, median, high) in rows:
        print(f"{what:<24} {rate:>10.1f} {names:>10.1f} {median:>8.2f} {high:>8.2f} {rate / base:>6.2f}")


def _not_modified(port: int, path: str) -> Send:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    tag = response.headers["ETag"]
    response.read()
    connection.close()

    def send(connection: HTTPConnection) -> int:
        connection.request("GET", path, headers={"If-None-Match": tag})
        response = connection.getresponse()
        response.read()
        if response.status != 304:
            raise RuntimeError(f"{response.status}, not 304")
        return 1

    return send


if __name__ == "__main__":
    main()
