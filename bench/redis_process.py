"""A real Redis server that tests and fault runs start, pause and kill."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


class RedisProcess:
    """One redis-server on a free port of loopback, without persistence."""

    def __init__(self, program: str, folder: Path, options: Sequence[str]) -> None:
        self.port = free_port()
        self.folder = folder
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)]
        self._command += ["--save", "", "--appendonly", "no", *options]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it, or starts it again on the same port, and waits until it answers."""
        with (self.folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while True:
            try:
                if self.ask("PING"):  # even "no password" is an answer
                    return
            except OSError:
                pass
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "redis.log").read_text())
            time.sleep(0.02)

    def ask(self, command: str) -> bytes:
        """The start of the answer to one inline command, by a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(command.encode() + b"\r\n")
            return connection.recv(1 << 16)

    def pause(self) -> None:
        """It keeps its connections and accepts new ones, but answers nothing."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    def kill(self) -> None:
        """Ends it at once; its connections break."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _send(self, number: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("the server is not running")
        self._process.send_signal(number)


def free_port() -> int:
    """A port of loopback that nobody uses now; none of those that the system gives to clients, one of which might have
    it before whom it is for."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
