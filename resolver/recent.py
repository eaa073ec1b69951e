"""What was made lately and is kept, since it is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Makes values for keys, several at once, and keeps at least the half of `most` that was asked for last.

    `make` gives the values of several keys, in their order. Safe to share between threads: what two ask for at once may
    be made twice.
    """

    def __init__(self, make: Callable[[Sequence[Key]], Iterable[Value]], most: int) -> None:
        self._make = make
        self._half = most // 2
        self._kept: dict[Key, Value] = {}
        self._before: dict[Key, Value] = {}

    def __call__(self, keys: Sequence[Key]) -> list[Value]:
        """The values of these keys."""
        kept, before = self._kept, self._before
        found = {key: kept[key] if key in kept else before[key] for key in keys if key in kept or key in before}
        missing = list(dict.fromkeys(key for key in keys if key not in found))
        if missing:
            found.update(zip(missing, self._make(missing), strict=True))
        if len(kept) + len(found) > self._half:
            self._before, self._kept = kept, found
        else:
            kept.update(found)
        return [found[key] for key in keys]
