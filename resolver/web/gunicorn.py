"""How gunicorn is made to run the service: its settings, and the errors that never reach the application."""

from __future__ import annotations

import logging
import socket
from types import MappingProxyType
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import InvalidRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from resolver.web.problems import MEDIA_TYPE, problem, title

THREADS = 4
"""Threads of a worker: while one waits for Redis or a slow client, another answers."""

GRACE_SECONDS = 20
"""How long requests may take to end after SIGTERM."""

MAX_REQUEST_LINE = 8190
"""Longest request line in bytes, the most that gunicorn allows with a bound."""

_STATUS = MappingProxyType(
    # By name: some of these classes came with later versions of gunicorn.
    {
        "ExpectationFailed": 417,
        "LimitRequestHeaders": 431,
        "LimitRequestLine": 414,
        "UnsupportedTransferCoding": 501,
    }
)

_ENCODE = "Percent-encode spaces and all that is not ASCII (curl: --get --data-urlencode name=…)."

_log = logging.getLogger("resolver.web")


class GunicornServer(BaseApplication):
    """gunicorn on a socket that is already bound, with an application that is already made."""

    def __init__(self, app: WSGIApplication, listener: socket.socket, workers: int) -> None:
        self._app = app
        self._settings: dict[str, Any] = {
            "bind": [f"fd://{listener.detach()}"],
            "workers": workers,
            "threads": THREADS,
            "worker_class": ProblemWorker,
            "graceful_timeout": GRACE_SECONDS,
            "limit_request_line": MAX_REQUEST_LINE,
            "loglevel": "warning",
            "control_socket_disable": True,  # nothing to be left in a home directory
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            if name in self.cfg.settings:  # older gunicorns lack some
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app


class ProblemWorker(ThreadWorker):
    """A worker that answers what never reaches the application as the application answers errors."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Sends a problem document. Logs the kind of error, but neither request line nor message: they hold names."""
        status = _status(exc)
        log = _log.error if status == 500 else _log.info
        log("request not read: %s", type(exc).__name__)
        mend = _ENCODE if isinstance(exc, InvalidRequestLine) else None
        body = problem(status, "", mend=mend)
        head = (
            f"HTTP/1.1 {status} {title(status)}\r\nConnection: close\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            client.sendall(head.encode("latin-1") + body)
        except OSError:
            _log.debug("the client left before its error was sent")


def _status(error: BaseException) -> int:
    usual = 400 if isinstance(error, ParseException) else 500
    return _STATUS.get(type(error).__name__, usual)
