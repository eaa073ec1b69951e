"""How gunicorn is made to run the service: its settings, and the errors that never reach the application."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import MappingProxyType
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.http.errors import ParseException

from resolver.errors import ResolverError
from resolver.web.arrival import PatientWorker
from resolver.web.problems import MEDIA_TYPE, problem, title
from resolver.web.settings import Settings

GRACE_SECONDS = 20
"""How long requests may take to end after SIGTERM."""

KEEPALIVE_SECONDS = 15
"""How long a connection may wait for its next request."""

MAX_REQUEST_LINE = 32_768
"""Longest request line in bytes: two names of the greatest length, percent-encoded in any script."""

_STATUS = MappingProxyType(
    # By name: some of these classes came with later versions of gunicorn.
    {
        "ExpectationFailed": 417,
        "LimitRequestHeaders": 431,
        "LimitRequestLine": 414,
    }
)

_MENDS = MappingProxyType(
    {
        "InvalidRequestLine": "Percent-encode spaces and all that is not ASCII (curl: --get --data-urlencode name=…).",
        "UnsupportedTransferCoding": "Send the body with a Content-Length, or chunked.",
    }
)

_DOOR_SECONDS = 1.0
_TCP_INFO_BYTES = 104
_UNACKED = slice(24, 28)
"""Where Linux tells of a listening socket how many clients wait (tcpi_unacked)."""

_log = logging.getLogger("resolver.web")


class GunicornServer(BaseApplication):
    """gunicorn on a socket that is already bound, with an application that is already made; on SIGHUP `again` makes
    another for new workers, while the old ones finish."""

    def __init__(
        self,
        app: WSGIApplication,
        listener: socket.socket,
        settings: Settings,
        again: Callable[[], WSGIApplication] | None = None,
    ) -> None:
        self._app = app
        self._again = again
        self._settings: dict[str, Any] = {
            "bind": [f"fd://{listener.detach()}"],
            "workers": settings.workers,
            "threads": settings.threads,
            "max_requests": settings.recycle,
            "max_requests_jitter": settings.recycle // 10,
            "worker_class": ProblemWorker,
            "keepalive": KEEPALIVE_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "limit_request_line": MAX_REQUEST_LINE,
            "loglevel": "warning",
            "control_socket_disable": True,  # nothing to be left in a home directory
        }
        # gunicorn's own bound is too small for some names.
        message.MAX_REQUEST_LINE = MAX_REQUEST_LINE  # type: ignore[misc]
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            if name in self.cfg.settings:  # older gunicorns lack some
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app

    def reload(self) -> None:
        """Makes the application anew; if that can't be, the old one goes on."""
        if self._again:
            try:
                self._app = self._again()
                self.callable = None
            except ResolverError as error:
                _log.error("the old settings and index stay: %s", error)
        super().reload()

    def run(self) -> None:
        _Master(self).run()


class _Master(Arbiter):
    """Closes the door before it sends the workers home.

    gunicorn's own leaves the socket open in the workers until the last request is done: a client that comes meanwhile
    is let in and then cut off. Here it is refused, and can ask another server.
    """

    def stop(self, graceful: bool = True) -> None:
        patience = time.monotonic() + _DOOR_SECONDS
        for listener in self.LISTENERS:
            while _waiting(listener.sock) and time.monotonic() < patience:
                time.sleep(0.001)
            with suppress(OSError):  # not every system lets a listening socket be shut down
                listener.sock.shutdown(socket.SHUT_RDWR)
        super().stop(graceful)


def _waiting(listener: socket.socket) -> bool:
    """Whether a client waits to be let in; False where the system does not tell."""
    if not hasattr(socket, "TCP_INFO") or sys.platform != "linux":
        return False
    info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    return bool(int.from_bytes(info[_UNACKED], sys.byteorder))


class ProblemWorker(PatientWorker):
    """A worker that answers what never reaches the application as the application answers errors."""

    def accept(self, listener: Any) -> None:
        """Takes a client in, if the door is not shut."""
        try:
            super().accept(listener)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            time.sleep(0.01)  # the request to stop is on its way

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Before a worker that is to stop looks away, it takes in who waits already."""
        if not enabled and not self.alive:
            before = -1
            while before < self.nr_conns < self.worker_connections:
                before = self.nr_conns
                for listener in self.sockets:
                    self.accept(listener)
        super().set_accept_enabled(enabled)

    def init_process(self) -> None:
        """Has the service begin what it does beside answering."""
        service = getattr(self.app.wsgi(), "extensions", {}).get("resolver")
        if service:
            service.begin()
        super().init_process()

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Sends a problem document. Logs the kind of error, but neither request line nor message: they hold names."""
        status = _status(exc)
        log = _log.error if status == 500 else _log.info
        log("request not read: %s", type(exc).__name__)
        self.refuse(client, status, _MENDS.get(type(exc).__name__))

    def refuse(self, client: socket.socket, status: int, mend: str | None = None) -> None:
        """Sends a problem document."""
        body = problem(status, "", mend=mend)
        head = (
            f"HTTP/1.1 {status} {title(status)}\r\nConnection: close\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
            "Access-Control-Allow-Origin: *\r\n\r\n"  # it tells nothing, and pages of reconciliation clients ask why
        )
        try:
            client.sendall(head.encode("latin-1") + body)
        except OSError:
            _log.debug("the client left before its error was sent")


def _status(error: BaseException) -> int:
    usual = 400 if isinstance(error, ParseException) else 500
    return _STATUS.get(type(error).__name__, usual)
