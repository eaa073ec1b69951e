"""The one interface of all caches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Cache(Protocol):
    """A store of bytes that is allowed to forget.

    Keys are chosen by the caller so that they name index, engine and request; then an entry can be stale in no other
    way than by age. No method raises because of the store: what can't be read is a miss, what can't be written is lost.
    """

    def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """The values in the order of `keys`; None where there is none. One round trip for all."""
        ...

    def set_many(self, items: Mapping[str, bytes]) -> None:
        """Stores the values under their keys, replacing older ones."""
        ...
