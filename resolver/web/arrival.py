"""Requests as they arrive: no thread waits for a slow client.

gunicorn gives a connection to a thread as soon as there is a byte to read, and the thread waits for the rest as long as
the client likes; as many such clients as there are threads stop the service. Here a request goes to a thread when it is
all there, or has a long body, for parts of which a thread waits only so long.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import struct
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVAL_SECONDS = 15
"""How long a request may take to arrive, from the connection or its first byte on: its head, and a short body."""

STALL_SECONDS = 10
"""How long a client may take to send the next part of a long body, or to take an answer."""

_SHORT_BODY = 65_536
_SHORT_HEAD = 65_536
"""A head that has not ended by then is one that the server refuses."""

_LAST_SECONDS = 2
"""How long a service that stops waits for what is about to arrive."""

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_NOTHING_YET = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class Arriving(TConn):
    """A connection, and what has arrived of its next request."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        # By the system and not by `settimeout`, which would bound the time for an answer as a whole, however it flows.
        for side in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            sock.setsockopt(socket.SOL_SOCKET, side, struct.pack("ll", STALL_SECONDS, 0))
        self.since = 0.0
        """When the wait for the rest began; 0: nothing is waited for."""
        self.data_ready = True  # gunicorn need not wait for it in a thread
        self._arrived = bytearray()
        self._ended = False
        self._looked = 0  # how far the end of the head has been looked for
        self._needed = 0  # bytes of the request, once its head is known

    @property
    def begun(self) -> bool:
        """Whether some of a request is there."""
        return bool(self._arrived)

    @property
    def over(self) -> bool:
        """Whether the client has left and asked nothing more."""
        return self._ended and not self._arrived

    def receive(self) -> None:
        """Takes what has come. Raises OSError where the connection broke."""
        try:
            part = self.sock.recv(_SHORT_BODY)
        except BlockingIOError:
            return
        self._arrived += part
        self._ended = not part

    def is_enough(self) -> bool:
        """Whether there is a request that a thread need not wait for, or one that never will be whole."""
        parser: Any = self.parser
        if parser is not None:  # what the last request left of what had come
            self._arrived += parser.unreader.take_buffered()
        if not self._needed:
            end = self._arrived.find(_HEAD_END, max(0, self._looked - len(_HEAD_END)))
            self._looked = len(self._arrived)
            if end < 0:
                return self._ended or len(self._arrived) > _SHORT_HEAD
            found = _LENGTH.search(self._arrived, 0, end + 2)
            length = int(found[1]) if found else 0
            self._needed = end + len(_HEAD_END) + (length if length <= _SHORT_BODY else 0)
        return self._ended or len(self._arrived) >= self._needed

    def init(self) -> None:
        """Gives the server, in a thread, what has arrived."""
        super().init()
        parser: Any = self.parser
        parser.unreader.unread(bytes(self._arrived))
        self._arrived.clear()
        self._looked = self._needed = 0


class PatientWorker(ThreadWorker):
    """A worker whose threads get requests that have arrived."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arriving: dict[Arriving, None] = {}  # in the order of their beginning

    def accept(self, listener: Any) -> None:
        """Takes a client in."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOTHING_YET:
                raise
            return
        self.nr_conns += 1
        self._go_on(Arriving(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Goes on with a connection that has been kept for its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._go_on(conn)

    def enqueue_req(self, conn: Any) -> None:
        """Gives the connection to a thread, or waits until it may be given to one."""
        if conn.is_enough():
            self._forget(conn)
            super().enqueue_req(conn)
        elif not conn.since:
            conn.since = time.monotonic()
            conn.sock.setblocking(False)
            self._arriving[conn] = None
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._go_on, conn))

    def murder_pending(self) -> None:
        """Closes what has been waited for too long; gunicorn calls it every second."""
        begun = time.monotonic() - (ARRIVAL_SECONDS if self.alive else _LAST_SECONDS)
        for conn in [conn for conn in self._arriving if conn.since < begun]:
            if conn.begun:
                self.refuse(conn.sock, 408)
            self._close(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answers; a client that does not take its answer loses the connection."""
        try:
            return super().handle_request(req, conn)
        except BlockingIOError:  # for so long that the system gave up
            return False

    def refuse(self, client: socket.socket, status: int) -> None:
        """Sends an error that never reaches the application."""
        raise NotImplementedError

    def _go_on(self, conn: Arriving, _client: Any = None) -> None:
        try:
            conn.receive()
        except OSError:
            self._close(conn)
            return
        if conn.over:
            self._close(conn)
        else:
            self.enqueue_req(conn)

    def _forget(self, conn: Arriving) -> None:
        if conn.since:
            conn.since = 0.0
            del self._arriving[conn]
            self.poller.unregister(conn.sock)

    def _close(self, conn: Arriving) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()
