"""Processes that were forked from one lend each other a hand with long work."""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from threading import Event, Lock, Thread
from typing import Any, TypeVar

Portion = TypeVar("Portion")
Made = TypeVar("Made")

_AHEAD = 2
"""Portions that a helper holds at most: one to work on, and one to go on with while the asker is at work itself."""

_PATIENCE_SECONDS = 2
"""How long helpers may be silent when nothing else is left to do; then the asker does their part itself."""


class Siblings:
    """So many processes as `count`, forked after this was made: whoever shares its work invites the others.

    An invitation is one end of a pipe of its own, so each side sees when the other one is gone. Who helps takes portion
    after portion; what it does not bring back, because it died, hangs or can't, the asker does itself. Nobody comes who
    has work of his own to share, so where all are busy each does its own. Threads may share it.
    """

    def __init__(self, count: int) -> None:
        self._others = count - 1
        # How many invitations may lie there is bounded by the system; whom it has no room for is not invited.
        self._sent, self._received = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sent.setblocking(False)
        self._lock = Lock()
        self._sharing = 0
        self._free = Event()
        self._free.set()

    def lend(self, work: Callable[[Any], Any]) -> None:
        """From now on a thread of this process does the `work` of others: it is given what they send and gives what
        they get, or None for what it can't do. Both have to be picklable."""
        Thread(target=self._lend, args=(work,), daemon=True).start()

    def share(
        self, portions: Sequence[Portion], mine: Callable[[Portion], Made], sent: Callable[[Portion], Any]
    ) -> list[Made]:
        """What is made of each of the portions, in their order: by `mine` here, or by another process of what is `sent`
        for it. Raises what `mine` raises."""
        made: dict[int, Made] = {}
        todo = deque(range(len(portions)))
        with self._helpers(min(self._others, len(portions) - 1)) as helpers:
            while len(made) < len(portions):
                heard = wait(helpers, 0 if todo else _PATIENCE_SECONDS)
                for helper in [one for one in helpers if one in heard]:
                    _hear(helper, helpers, todo, made, lambda at: sent(portions[at]))
                if not todo and not heard:
                    for held in helpers.values():
                        todo.extend(held)
                    helpers.clear()
                if todo:
                    at = todo.popleft()
                    made[at] = mine(portions[at])
        return [made[at] for at in range(len(portions))]

    def close(self) -> None:
        """Nobody helps any more, in none of the processes; all may still `share`, each with itself."""
        for end in (self._sent, self._received):
            with suppress(OSError):  # it is closed already
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    @contextmanager
    def _helpers(self, most: int) -> Iterator[dict[Connection, deque[int]]]:
        """Pipes to as many others, with the numbers of the portions that each holds. Not all need come."""
        with self._lock:
            self._sharing += 1
            self._free.clear()
        pipes: list[Connection] = []
        try:
            for _ in range(most):
                ours, theirs = socket.socketpair()
                for side in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                    ours.setsockopt(socket.SOL_SOCKET, side, struct.pack("ll", _PATIENCE_SECONDS, 0))
                pipes.append(Connection(ours.detach()))
                with theirs:
                    self._invite(theirs.fileno())
            yield {pipe: deque() for pipe in pipes}
        finally:
            for pipe in pipes:
                pipe.close()
            with self._lock:
                self._sharing -= 1
                if not self._sharing:
                    self._free.set()

    def _invite(self, pipe: int) -> None:
        with suppress(OSError):
            socket.send_fds(self._sent, [b"?"], [pipe])

    def _lend(self, work: Callable[[Any], Any]) -> None:
        while True:
            self._free.wait()
            try:
                message, handles, _, _ = socket.recv_fds(self._received, 1, 1)
            except OSError:
                return
            if not message:
                return
            for handle in handles:
                with Connection(handle) as asker, suppress(OSError, EOFError):
                    if not self._free.is_set():
                        self._invite(handle)  # perhaps its own: for another one
                        continue
                    asker.send(None)
                    while asker.poll(_PATIENCE_SECONDS):
                        asker.send(_done(work, asker.recv()))


def _done(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except Exception:  # noqa: BLE001 - the asker meets it, or not, when it does the same itself
        return None


def _hear(
    helper: Connection,
    helpers: dict[Connection, deque[int]],
    todo: deque[int],
    made: dict[int, Any],
    sent: Callable[[int], Any],
) -> None:
    """Takes what a helper has made, if it has been given something, and gives it more of what is to do. One that is
    gone, or can't, leaves the helpers, and what it held is to do again."""
    held = helpers[helper]
    try:
        answer = helper.recv()
        can = answer is not None or not held
        if can and held:
            made[held.popleft()] = answer
        while can and todo and len(held) < _AHEAD:
            held.append(todo.pop())
            helper.send(sent(held[-1]))
    except (EOFError, OSError):
        can = False
    if not can:
        todo.extend(helpers.pop(helper))
