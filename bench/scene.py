"""What a fault run plays on: an index, the service, a real Redis behind a proxy that can be slow."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError

from redis_process import RedisProcess, free_port

from resolver.index import IndexInfo, build_index
from resolver.model import NameRow

WORKERS = 2
TTL_SECONDS = 10
"""Short, so that answers are found in the process, in Redis, and nowhere, by turns."""

_PATIENCE = 300.0
_GIVEN = [
    "Anna",
    "Boris",
    "Clara",
    "Dmitry",
    "Elena",
    "Farid",
    "Greta",
    "Hassan",
    "Irina",
    "Jamal",
    "Katya",
    "Leon",
    "Maria",
]
_FIRST = [
    "Al",
    "Bar",
    "Chern",
    "Dol",
    "Er",
    "Fed",
    "Gor",
    "Hol",
    "Ist",
    "Jank",
    "Kal",
    "Lev",
    "Mak",
    "Nov",
    "Or",
    "Pol",
]
_LAST = ["ansky", "berg", "chenko", "enko", "idis", "ov", "ridze", "sson", "ulin", "yan"]


def people() -> list[str]:
    """The names of the list, 2,080 of them, always in the same order."""
    names = [f"{given} {first}{last}" for given, first, last in product(_GIVEN, _FIRST, _LAST)]
    random.Random(7).shuffle(names)
    return names


def write_index(path: Path, names: Sequence[str], edition: int) -> IndexInfo:
    """Puts the index of an edition in place: the same names, under ids of their own."""
    return build_index([NameRow(f"{edition}-{at}", name, "person") for at, name in enumerate(names)], path)


class Scene:
    """The service with `WORKERS` processes, as `resolver serve` runs it, in a folder of its own.

    `log_folder` is where the audit log and its standard error go, `redis_url` what it is told of Redis, `environ`
    more settings.
    """

    def __init__(self, folder: Path, redis_url: str, log_folder: Path, **environ: str) -> None:
        self.port = free_port()
        self.index = folder / "index"
        self.audit = log_folder / "audit.jsonl"
        self._log = log_folder / "log.jsonl"
        self._environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RESOLVER_")},
            "OPENBLAS_NUM_THREADS": "1",
            "RESOLVER_INDEX": str(self.index),
            "RESOLVER_JOBS": str(folder / "jobs"),
            "RESOLVER_KEYS": str(folder / "keys.json"),
            "RESOLVER_REDIS_URL": redis_url,
            "RESOLVER_CACHE_TTL": str(TTL_SECONDS),
            "RESOLVER_WORKERS": str(WORKERS),
            "RESOLVER_AUDIT": str(self.audit),
            "RESOLVER_LOG": "json",
            **environ,
        }

    def log_nowhere(self) -> None:
        """Has both logs written where there is never room."""
        self.audit = self._log = Path("/dev/full")
        self._environ["RESOLVER_AUDIT"] = str(self.audit)

    def start(self) -> None:
        """Starts the service and waits until it is ready. Raises RuntimeError where it ends instead."""
        program = [str(Path(sys.executable).with_name("resolver")), "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(program, env=self._environ, stderr=log, start_new_session=True)
        while not self._ready():
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended: {self.said()[-2000:]}")
            time.sleep(0.05)

    def said(self) -> str:
        """What it wrote to standard error."""
        return self._log.read_text("utf-8") if self._log.is_file() else ""

    def stop(self) -> None:
        """Asks the service to stop, as a supervisor does, and waits for its end."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(_PATIENCE)

    def end(self) -> None:
        """Ends it and all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in listed.stdout.split()]

    def upload(self, names: Sequence[str]) -> str:
        """Sends a table until it is acknowledged; returns the address of the job."""
        table = "name\n" + "".join(f"{name}\n" for name in names)
        while True:
            answer = self.ask("/v1/jobs?column=name", table.encode())
            if answer is not None:
                return f"/v1/jobs/{json.loads(answer)['id']}"
            time.sleep(0.1)

    def job(self, address: str) -> dict[str, Any]:
        """How far a job is; its status is "unknown" while nobody answers."""
        answer = self.ask(address)
        found: dict[str, Any] = json.loads(answer) if answer is not None else {"status": "unknown"}
        return found

    def result(self, address: str) -> list[tuple[str, str]]:
        """The (name, id) of each row of a job that is done; waits for it. Raises RuntimeError where it fails."""
        deadline = time.monotonic() + _PATIENCE
        while (job := self.job(address))["status"] != "done":
            if job["status"] in ("failed", "cancelled") or time.monotonic() > deadline:
                raise RuntimeError(f"the job is {job}")
            time.sleep(0.2)
        answer = self.ask(f"{address}/result") or b""
        return [(row["name"], row["entity_id"]) for row in csv.DictReader(io.StringIO(answer.decode()))]

    def ask(self, path: str, table: bytes | None = None) -> bytes | None:
        """The body of the answer; None where there is none, or an error."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", table, {"Content-Type": "text/csv"} if table else {}
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310
                body: bytes = response.read()
                return body
        except HTTPError as error:
            error.close()
            return None
        except (URLError, OSError):
            return None

    def _ready(self) -> bool:
        return self.ask("/health/ready") is not None


class SlowProxy:
    """Lets a Redis answer `delay` seconds late."""

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._to = port
        Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._server.accept()
                redis = socket.create_connection(("127.0.0.1", self._to))
                Thread(target=self._copy, args=(client, redis, False), daemon=True).start()
                Thread(target=self._copy, args=(redis, client, True), daemon=True).start()

    def _copy(self, source: socket.socket, target: socket.socket, slow: bool) -> None:
        with suppress(OSError), closing(source), closing(target):
            while data := source.recv(1 << 16):
                if slow:
                    time.sleep(self.delay)
                target.sendall(data)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path | None]:
    """A file system of that size; None where this process may not mount one."""
    place = folder / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=700", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def redis_in(folder: Path, *options: str) -> RedisProcess:
    """A Redis server that runs. Raises RuntimeError where there is no program for it."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("redis-server is missing: apt-get install redis-server")
    server = RedisProcess(program, folder, options)
    server.start()
    return server
