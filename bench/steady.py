"""A steady load on the service, every answer of which is kept to be checked."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Lock, Thread
from typing import Any, Self
from urllib.parse import quote

THREADS = 8
BATCH = 10
_FRESH = 0.05
_POSTS = 0.05
_TIMEOUT = 30.0
_PAUSE = 0.02


@dataclass(slots=True)
class Seen:
    """What came of a load: `answers` are (when, name, answer), `seconds` how long after its due time each request was
    answered; `refused`, `broken` and `failed` say when a connection was refused, when one ended before the answer, and
    when a request got none of status 200. Times are those of `time.monotonic`."""

    answers: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    broken: list[float] = field(default_factory=list)
    failed: list[tuple[float, str]] = field(default_factory=list)


class Steady:
    """Asks `rate` times a second, whatever the service does, while it is entered.

    Mostly for one of the `known` names, now and then for the next of the `fresh` ones, or for several in a POST. Over a
    connection that is kept; a request that was not answered because of its connection is sent again over another.
    """

    def __init__(self, port: int, known: Sequence[str], fresh: Iterator[str], rate: float, seed: int = 1) -> None:
        self.seen = Seen()
        self._port = port
        self._known = known
        self._fresh = fresh
        self._rate = rate
        self._rng = random.Random(seed)
        self._stop = Event()
        self._lock = Lock()
        self._threads = [Thread(target=self._ask, args=(at,)) for at in range(THREADS)]

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, turn: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        while not self._stop.is_set():
            due = self._begun + turn / self._rate
            turn += THREADS
            if self._stop.wait(max(0.0, due - time.monotonic())):
                break
            names, send = self._request()
            answers = self._answered(connection, send, due)
            now = time.monotonic()
            with self._lock:
                self.seen.answers += ((now, name, answer) for name, answer in zip(names, answers, strict=False))
                self.seen.seconds.append(now - due)
        connection.close()

    def _request(self) -> tuple[list[str], Callable[[HTTPConnection], None]]:
        """The names to ask for, and what asks for them."""
        with self._lock:
            drawn = self._rng.random()
            if drawn < _POSTS:
                names = self._rng.sample(self._known, BATCH)
            elif drawn < _POSTS + _FRESH:
                names = [next(self._fresh)]
            else:
                names = [self._rng.choice(self._known)]
        if len(names) == 1:
            return names, lambda connection: connection.request("GET", f"/v1/resolve?name={quote(names[0])}")
        body, kind = json.dumps({"names": names}), {"Content-Type": "application/json"}
        return names, lambda connection: connection.request("POST", "/v1/resolve", body, kind)

    def _answered(
        self, connection: HTTPConnection, send: Callable[[HTTPConnection], None], due: float
    ) -> list[dict[str, Any]]:
        """The answers of the service; none where it gives up."""
        while time.monotonic() - due < _TIMEOUT:
            try:
                send(connection)
                with connection.getresponse() as response:
                    status, body = response.status, response.read()
            except TimeoutError:
                connection.close()
                break
            except (OSError, HTTPException) as error:
                connection.close()
                self._met(self.seen.refused if isinstance(error, ConnectionRefusedError) else self.seen.broken)
                time.sleep(_PAUSE)
                continue
            if status != 200:
                self._failed(f"{status} {body[:300]!r}")
                return []
            answer = json.loads(body)
            results: list[dict[str, Any]] = answer.get("results", [answer])
            return results
        self._failed("no answer in time")
        return []

    def _met(self, trouble: list[float]) -> None:
        with self._lock:
            trouble.append(time.monotonic())

    def _failed(self, why: str) -> None:
        with self._lock:
            self.seen.failed.append((time.monotonic(), why))
