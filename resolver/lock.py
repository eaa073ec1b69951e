"""Locks between processes, which the system gives up when their holder dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where one process serves, and nobody else is thought of
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Waits until nobody else has this file locked, and has it until the block ends; a file that is not there is made.
    On a file system that knows no locks nobody waits. Raises OSError where it can't be made."""
    with path.open("ab") as file:
        if fcntl:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take(descriptor: int) -> bool:
    """Takes the lock of an open file until it is closed; False where somebody else has it. Raises OSError on a file
    system that knows no locks."""
    try:
        if fcntl:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
