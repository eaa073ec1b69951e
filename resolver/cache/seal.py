"""A checksum before a kept value, so that whatever else stands in a cache is a miss."""

from __future__ import annotations

import hashlib

_SIZE = 8


def seal(value: bytes) -> bytes:
    """The value as it is kept."""
    return _digest(value) + value


def unseal(kept: bytes | None) -> bytes | None:
    """The value that was kept; None for a miss and for anything that was not sealed."""
    if kept is None:
        return None
    value = kept[_SIZE:]
    return value if kept[:_SIZE] == _digest(value) else None


def _digest(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_SIZE).digest()
