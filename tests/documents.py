"""Runs the blocks of README.md and docs/, and writes what they print into them: `python tests/documents.py [FILE…]`.

Fenced blocks of a document run in their order in one empty folder: `csv NAME` and `text NAME` write a file, `console`
runs the lines that begin with `$`, `python` runs a program whose output is the `text` block after it. A comment before
a block says what else holds:

    <!-- not run: why -->       the block stays as it is written
    <!-- needs: program -->     the block stays as it is where this program is missing
    <!-- any digits -->         what is compared are not the digits (times, mostly)
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from resolver.bundled import bundled_index

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "reference"),
)
PORT = "8080"
_BLOCK = re.compile(
    r"^(?:<!-- (not run|needs|any digits)(?:: ([^>]+?))? -->\n)?```(\w+)(?: (\S+))?\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_RUN = ("csv", "console", "python", "text")


def blocks(text: str) -> list[tuple[str, str, str, str]]:
    """(mark, kind, name, body) of the fenced blocks of a document; mark, name "" where there is none."""
    return [(mark, kind, name, body) for mark, _, kind, name, body in _BLOCK.findall(text)]


def missing(text: str) -> list[str]:
    """The programs that blocks of the document need and that are not there."""
    needed = {program for mark, program, *_ in _BLOCK.findall(text) if mark == "needs"}
    return sorted(program for program in needed if shutil.which(program) is None)


def comparable(text: str) -> str:
    """The document without what its marks say may differ."""
    return _BLOCK.sub(lambda found: re.sub(r"\d+", "0", found[0]) if found[1] == "any digits" else found[0], text)


def performed(text: str, folder: Path) -> str:
    """The document with what its blocks print now."""
    bundled_index()  # the first command that needs it would build it, and say so
    shell = Shell(folder)
    try:
        return _BLOCK.sub(shell.block, text)
    finally:
        shell.end()


class Shell:
    """Runs blocks in one folder. What a command leaves in the background is ended at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._printed = ""
        self._services: list[subprocess.Popen[bytes]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = str(probe.getsockname()[1])
        self._environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYSPARK_PYTHON": sys.executable,
            "OPENBLAS_NUM_THREADS": "1",
            "SPARK_LOCAL_IP": "127.0.0.1",
            "RESOLVER_PORT": self._port,
            "RESOLVER_JOBS": str(folder / ".jobs"),
            "RESOLVER_KEYS": str(folder / ".keys.json"),
            "USER": "you",
            "LOGNAME": "you",
        }

    def end(self) -> None:
        for service in self._services:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(service.pid, signal.SIGTERM)
            service.wait(timeout=300)

    def block(self, found: re.Match[str]) -> str:
        """The block of `_BLOCK` with what it prints now."""
        mark, about, kind, name, body = found.groups()
        if kind not in _RUN or mark == "not run" or (mark == "needs" and shutil.which(about) is None):
            return found[0]
        start = found.start(5) - found.start(0)
        match kind:
            case "csv" | "text" if name:
                (self._folder / name).write_text(body, "utf-8")
            case "python":
                self._printed = self._run([sys.executable, "-c", self._moved(body)], told=subprocess.PIPE)
            case "text":
                body = self._printed
            case "console":
                body = "".join(map(self._console, re.findall(r"^\$ (?:.*\\\n)*.*\n", body, re.MULTILINE)))
        return f"{found[0][:start]}{body}```"

    def _moved(self, command: str) -> str:
        return command.replace(PORT, self._port)

    def _console(self, line: str) -> str:
        command = self._moved(line.removeprefix("$ ").rstrip())
        if not command.endswith("&"):
            return f"{line}{self._run(['bash', '-o', 'pipefail', '-c', command])}"
        with (self._folder / "background").open("wb") as log:
            started = subprocess.Popen(
                ["bash", "-c", command.removesuffix("&")], cwd=self._folder, env=self._environment, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip
        self._services.append(started)
        self._await_service(started)
        return line

    def _await_service(self, started: subprocess.Popen[bytes]) -> None:
        """What is started in the background is the service; it listens as soon as it can answer."""
        while started.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self._port))) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError((self._folder / "background").read_text("utf-8"))

    def _run(self, command: list[str], told: int = subprocess.STDOUT) -> str:
        """What a command prints; errors and progress with it, unless they are `told` elsewhere."""
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment, stdout=subprocess.PIPE, stderr=told, timeout=600,
            check=False,
        )  # fmt: skip
        printed = done.stdout.decode().replace(f":{self._port}", f":{PORT}")
        if done.returncode not in (0, 1) or "Traceback" in printed + (done.stderr or b"").decode():
            # 1 is no failure: rows were rejected, or something was found
            raise RuntimeError(f"{command[-1]} failed ({done.returncode}):\n{printed}{(done.stderr or b'').decode()}")
        return printed


def main() -> None:
    """Runs all documents (or those given) and rewrites them."""
    for document in [Path(name).resolve() for name in sys.argv[1:]] or DOCUMENTS:
        text = document.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            now = performed(text, Path(folder))
        if now != text:
            document.write_text(now, "utf-8")
            print(f"{document.relative_to(ROOT)}: rewritten")


if __name__ == "__main__":
    main()
