"""Waiting for what happens beside a test, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds after which something that is waited for counts as not happening. Nothing takes a hundredth of it on a
machine with nothing else to do."""


def until(holds: Callable[[], object], between: Callable[[], object] = lambda: time.sleep(0.01)) -> None:
    """Waits until it holds; `between` is done between two looks. Raises AssertionError where it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        between()
