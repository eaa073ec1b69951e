"""API keys: made once, shown once, kept as hashes in a file that the service reads anew when it changes."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from resolver.errors import ConfigurationError, InputError
from resolver.lock import alone
from resolver.web.contract import Scope

SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""Each allows what those before it allow."""

_CHECK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: `hash` is the SHA-256 of its text, which is random and needs no slower one. `revoked` is
    when it ceased to hold, "" while it holds; times are UTC (ISO 8601)."""

    id: str
    scope: Scope
    hash: str
    note: str = ""
    created: str = ""
    revoked: str = ""

    def allows(self, scope: Scope) -> bool:
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


class KeyFile:
    """The keys in a file. Every change replaces the file whole; only its owner may read it."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._stamp: tuple[int, int] | None = None
        self._checked = -_CHECK_SECONDS
        self._by_hash: Mapping[str, Key] = MappingProxyType({})

    def find(self, text: str) -> Key | None:
        """The key with this text if it holds. A change of the file is seen after a second at most; a file that can't
        be read lets the keys hold that were read last."""
        now = self._clock()
        if now - self._checked >= _CHECK_SECONDS:
            self._checked = now
            self._refresh()
        digest = _hash(text)
        key = self._by_hash.get(digest)
        return key if key is not None and not key.revoked and hmac.compare_digest(key.hash, digest) else None

    def all(self) -> list[Key]:
        """All keys, revoked ones too, oldest first. Raises ConfigurationError where the file can't be read."""
        try:
            return [Key(**entry) for entry in json.loads(self._path.read_text("utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise ConfigurationError(f"the keys in {self._path} can't be read: {error}") from None

    def add(self, scope: Scope, note: str = "") -> tuple[Key, str]:
        """Makes a key; returns it, and the text that is never to be had again."""
        name = secrets.token_hex(4)
        text = f"resolver_{name}_{secrets.token_urlsafe(32)}"
        key = Key(name, scope, _hash(text), note, _now())
        with self._alone():
            self._write([*self.all(), key])
        return key, text

    def revoke(self, name: str) -> Key:
        """Revokes the key with this id. Raises InputError if there is none, or it is revoked already."""
        with self._alone():
            keys = self.all()
            found = next((key for key in keys if key.id == name), None)
            if found is None:
                raise InputError(f"there is no key '{name}'", mend="`resolver keys list` shows them.")
            if found.revoked:
                raise InputError(f"the key '{name}' is revoked already, since {found.revoked}")
            gone = replace(found, revoked=_now())
            self._write([gone if key.id == name else key for key in keys])
        return gone

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Lets one process at a time read the keys and write them anew, so that no change undoes another."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with alone(self._path.with_name(f".{self._path.name}.lock")):
            yield

    def _refresh(self) -> None:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
        except OSError:
            stamp = None
        if stamp != self._stamp:
            try:
                self._by_hash = MappingProxyType({key.hash: key for key in self.all()})
            except ConfigurationError:
                return
            self._stamp = stamp

    def _write(self, keys: list[Key]) -> None:
        fresh = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump([asdict(key) for key in keys], file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
