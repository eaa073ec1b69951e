"""A run over a table that kills itself (SIGKILL) once its journal has a given length, in the middle of a line."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from resolver.batch import TableRun, normalize_table
from resolver.batch.jobs import ResolveJob
from resolver.batch.journal import Journal
from resolver.errors import InputError


class Doomed:
    """A file that takes `length` bytes in all, and then kills the process."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._length = length

    def write(self, data: bytes) -> int:
        room = self._length - self._file.tell()
        if len(data) >= room:
            self._file.write(data[: max(room, 0)])
            self._file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
        return self._file.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def ignore(_error: InputError) -> None:
    """Rows that can't be used are left out."""


def main(source: str, out: str, index: str, jobs: str, length: str) -> None:
    open_journal = Journal.__init__

    def doomed(self: Journal, path: Path, identity: str) -> None:
        open_journal(self, path, identity)
        self._file = Doomed(self._file, int(length))  # type: ignore[assignment]

    if int(length):
        Journal.__init__ = doomed  # type: ignore[method-assign]
    ResolveJob.at_once = 16
    table = TableRun(Path(source), Path(out), ignore, jobs=int(jobs), journal=Path(f"{out}.journal"))
    normalize_table(table, "name", index=Path(index), candidates=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
