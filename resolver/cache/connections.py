"""Connections to a Redis, kept open. They are the library's own; its client and pool do so much around each command
(locks, a look whether the connection is still good, counters) that a kept answer took a third longer to come."""

from __future__ import annotations

import os
from collections import deque
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as BrokenError
from redis.exceptions import ResponseError
from redis.retry import Retry

Command = tuple[Any, ...]
"""A command and what it is given, as Redis calls them."""


class Connections:
    """As many connections as threads ask at once; threads share them, processes made by a fork do not.

    A connection, and an answer, may take `timeout_seconds` each. Raises ValueError, TypeError or RedisError for a URL
    that is none; connects to nothing yet.
    """

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._pool = redis.ConnectionPool.from_url(
            url,
            socket_timeout=timeout_seconds,
            socket_connect_timeout=timeout_seconds,
            # A cache is not worth a second attempt: the search itself takes about as long.
            retry=Retry(NoBackoff(), 0),
        )
        self._make()  # refuses unknown options of the URL
        self._idle: deque[Any] = deque()
        self._process = os.getpid()

    def ask(self, *commands: Command) -> list[Any]:
        """The answers to commands that go out together, in one round trip; where Redis refuses one, its error
        (ResponseError) stands for the answer. Raises RedisError or OSError if Redis can't be asked or is late."""
        connection = self._take()
        if connection is not None:
            try:
                return self._exchange(connection, commands)
            except BrokenError:  # by a Redis that closes what is idle, or was started anew: then all are
                self.close()
        return self._exchange(self._make(), commands)

    def close(self) -> None:
        """Closes the connections that are idle."""
        while (connection := self._take()) is not None:
            connection.disconnect()

    def _exchange(self, connection: Any, commands: tuple[Command, ...]) -> list[Any]:
        """Sends and reads all. A connection of which not everything was read is not used again."""
        connection.send_packed_command(connection.pack_commands(commands))
        answers = [_read(connection) for _ in commands]
        self._idle.append(connection)
        return answers

    def _take(self) -> Any | None:
        """The connection that was used last, which the others may then outlive."""
        if self._process != os.getpid():  # those opened before a fork are the parent's
            self._idle, self._process = deque(), os.getpid()
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _make(self) -> Any:
        return self._pool.connection_class(**self._pool.connection_kwargs)


def _read(connection: Any) -> Any:
    try:
        return connection.read_response()
    except ResponseError as refused:
        return refused
