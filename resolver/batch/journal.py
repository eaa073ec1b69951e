"""The journal of a run: every answer that the engine gave, so that a run that was killed need not ask again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from resolver.batch.output import Answer
from resolver.batch.pool import Cells
from resolver.errors import TableError
from resolver.lock import take


class Journal:
    """A file of answers, batch by batch in the order in which a run asks for them.

    A run over the same table asks for the same batches, so going on means to read answers from here as long as there
    are any, and to add those that follow. Each line has a checksum; one that was cut off counts as not written.
    `identity` names all that the answers depend on; a journal of another identity, or one that another run holds, is
    refused with TableError.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self._path = path
        try:
            self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b")
        except OSError as error:
            raise TableError(f"{path} can't be written: {error.strerror}") from None
        with suppress(OSError):  # a file system that knows no locks
            if not take(self._file.fileno()):
                self.close()
                raise TableError(f"{path} is in use by another run", mend="Wait for its end.")
        self._replaying = True
        found = self._read()
        if found is None:
            self._add(identity)
        elif found != identity:
            self.close()
            raise self._other("another index, version or set of options")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        """Closes the journal; one whose run came to its end is not needed any more."""
        self.close()
        if kind is None:
            self._path.unlink()

    def close(self) -> None:
        """Closes the journal; it stays."""
        self._file.close()

    def replay(self, keys: Iterable[Cells]) -> list[Answer] | None:
        """The answers for the next batch; None when there are no more. Raises TableError if it is another batch."""
        if not self._replaying:
            return None
        found = self._read()
        if found is None:
            return None
        digest, columns, answers = found
        if digest != _digest(keys):
            raise self._other("another table")
        return [dict(zip(columns, values, strict=True)) for values in answers]

    def add(self, keys: Iterable[Cells], answers: Sequence[Answer]) -> None:
        """Writes the answers for a batch: one or more, all of the same columns."""
        self._add([_digest(keys), list(answers[0]), [list(answer.values()) for answer in answers]])

    def _read(self) -> Any:
        """What the next line holds. At the first line that is not whole, writing begins."""
        start = self._file.tell()
        checksum, _, text = self._file.readline().partition(b" ")
        if text.endswith(b"\n") and checksum == _checksum(text):
            return json.loads(text)
        self._replaying = False
        self._file.seek(start)
        self._file.truncate()
        return None

    def _add(self, value: object) -> None:
        text = json.dumps(value).encode() + b"\n"
        self._file.write(_checksum(text) + b" " + text)
        self._file.flush()

    def _other(self, what: str) -> TableError:
        return TableError(f"{self._path} is the journal of a run with {what}", mend="Remove it to start anew.")


def _digest(keys: Iterable[Cells]) -> str:
    return hashlib.blake2b(json.dumps(list(keys)).encode(), digest_size=16).hexdigest()


def _checksum(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)
