"""Tables that are worked on in the background: taken whole, kept until done, whatever happens to the service.

A job is a directory: the input, `request.json` (never changed), `state.json` (replaced whole), and in the end the
output. One process of all that serve, the one that holds the lock of the folder, has a thread that starts a program for
one job after another (see keeper.py and work.py). When that process dies the program ends too, another process takes
the lock and starts it again; what was done is not done twice (see `batch.journal`).
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread

from resolver.errors import ResolverError
from resolver.web.job import CANCEL, Job, JobRequest, JobState, find_job, now, open_all
from resolver.web.keeper import look_after

_LOOK_SECONDS = 1.0


class TooLargeError(ResolverError):
    """The table is larger than is taken."""


class Jobs:
    """All jobs in a folder, which is made with the first of them. Threads and processes may share it.

    A table may have `max_bytes`; a job that has ended is kept for `keep_days`. Answers follow the decisions of `store`,
    if there is one.
    """

    def __init__(self, folder: Path, *, max_bytes: int, keep_days: int, store: str = "") -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._keep_days = keep_days
        self._store = store
        self._lock = Lock()
        self._keeper: Thread | None = None
        self._next_look = 0.0

    def start(self, request: JobRequest, parts: Iterable[bytes]) -> Job:
        """Takes a table in; when this returns the job is on disk to stay. Raises TooLargeError, OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(16)
        fresh = self._folder / f".{name}"
        fresh.mkdir(mode=0o700)
        try:
            job = Job(fresh, replace(request, created=now()), JobState())
            job = replace(job, request=replace(job.request, bytes=self._take(job.input, parts)))
            job.create()
            fresh.rename(self._folder / name)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self.keep()
        return replace(job, folder=self._folder / name)

    def _take(self, path: Path, parts: Iterable[bytes]) -> int:
        """Writes the table; returns its size."""
        size = 0
        with path.open("xb") as file:
            for part in parts:
                size += len(part)
                if size > self._max_bytes:
                    raise TooLargeError(f"the table is larger than {self._max_bytes >> 20} MB")
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        return size

    def all(self, owner: str | None) -> list[Job]:
        """The jobs of a key (None: of all), newest first."""
        found = sorted(open_all(self._folder), key=lambda job: job.request.created, reverse=True)
        return [job for job in found if owner in (None, job.request.owner) and not job.cancelled]

    def find(self, name: str, owner: str | None) -> Job | None:
        """The job with this id, if it is of that key (None: of any)."""
        job = find_job(self._folder / name)
        return job if job and owner in (None, job.request.owner) and not job.cancelled else None

    def cancel(self, job: Job) -> Job:
        """Forgets a job; one that has not ended is stopped."""
        if not job.ended:
            with suppress(FileNotFoundError):  # somebody else forgot it meanwhile
                (job.folder / CANCEL).touch()
            found = find_job(job.folder)
            if found is None or not found.ended:
                self.keep()
                return replace(job, state=replace(job.state, status="cancelled", ended=now()))
            job = found  # it ended meanwhile, perhaps after its keeper had looked for the mark
        job.remove()
        return job

    def keep_on(self) -> None:
        """The same, at most once a second: to be called with each request, for another process may make the folder."""
        moment = time.monotonic()
        if moment >= self._next_look:
            self._next_look = moment + _LOOK_SECONDS
            self.keep()

    def keep(self) -> None:
        """Sees to it that a thread of this process looks after the jobs; to be called in each process that serves."""
        if self._is_kept() or not self._folder.is_dir():
            return
        with self._lock:
            if not self._is_kept():
                arguments = (self._folder, self._keep_days * 86_400, self._store)
                self._keeper = Thread(target=look_after, args=arguments, name="jobs", daemon=True)
                self._keeper.start()

    def _is_kept(self) -> bool:
        """Whether the thread lives is asked of the thread: it ends with the folder, and does not survive a fork."""
        return self._keeper is not None and self._keeper.is_alive()
