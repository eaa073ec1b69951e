"""A real OpenRefine for tests: the program that most reconciliation services are written for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from patience import PATIENCE
from redis_process import free_port

_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "a-boundary-that-no-table-holds"


class OpenRefineProcess:
    """OpenRefine without a browser, in a folder of its own; `command` is what its pages do."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port = free_port()
        self._log = (folder / "log").open("w")
        self._process = subprocess.Popen(
            [program, "-i", "127.0.0.1", "-p", str(self.port), "-d", str(folder / "data"), "-m", "400M"],
            env={**os.environ, "JAVA_OPTIONS": "-Drefine.headless=true", "HOME": str(folder)},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.command("get-version")
            except (OSError, ValueError) as error:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.stop()
                    raise AssertionError(f"OpenRefine did not start: {Path(self._log.name).read_text()}") from error
                time.sleep(0.2)
            else:
                return

    def command(self, name: str, form: dict[str, str] | None = None, **query: str) -> Any:
        """One command of OpenRefine: a POST where there is a form, else a GET."""
        path = f"{name}?{urlencode(self._signed(query, signed=form is not None))}"
        body = None if form is None else urlencode(form).encode()
        return json.loads(self._send(path, body, {} if body is None else {"Content-Type": _FORM})[1])

    def new_project(self, csv: str) -> str:
        """Makes a project of a table; its id."""
        head = 'Content-Disposition: form-data; name="project-file"; filename="t.csv"\r\nContent-Type: text/csv'
        body = f"--{_BOUNDARY}\r\n{head}\r\n\r\n{csv}\r\n--{_BOUNDARY}--\r\n".encode()
        options = {"encoding": "UTF-8", "separator": ",", "storeBlankRows": True}
        query = self._signed({"format": "text/line-based/*sv", "options": json.dumps(options)}, signed=True)
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        headers, _ = self._send(f"create-project-from-upload?{urlencode(query)}", body, kind)
        return str(headers["Location"]).partition("project=")[2]

    def wait(self, project: str) -> None:
        """Waits until all that goes on in the project is done."""
        deadline = time.monotonic() + PATIENCE
        while self.command("get-processes", project=project)["processes"]:
            assert time.monotonic() < deadline, "OpenRefine does not come to an end"
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends it; the program is a shell script with Java below it."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def _signed(self, query: dict[str, str], *, signed: bool) -> dict[str, str]:
        return {**query, "csrf_token": self.command("get-csrf-token")["token"]} if signed else query

    def _send(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[HTTPMessage, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET" if body is None else "POST", f"/command/core/{path}", body, headers or {})
            answer = connection.getresponse()
            content = answer.read()
        assert answer.status in (200, 302), f"{path}: {content!r}"
        return answer.headers, content
