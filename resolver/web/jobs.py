"""Tables that are worked on in the background: taken whole, kept until done, whatever happens to the service.

A job is a directory: the input, `request.json` (never changed), `state.json` (replaced whole), and in the end the
output. One process of all that serve, the one that holds the lock of the folder, has a thread that starts a program for
one job after another (see job.py). When that process dies the program ends too, another process takes the lock and
starts it again; what was done is not done twice (see `batch.journal`).
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal

from resolver.errors import ResolverError

try:
    import fcntl
except ImportError:  # Windows: one process serves, so nobody else can hold the lock
    fcntl = None  # type: ignore[assignment]

Status = Literal["queued", "running", "done", "failed", "cancelled"]
_ENDED = ("done", "failed", "cancelled")
_POLL_SECONDS = 0.2
_SWEEP_SECONDS = 3600
_CANCEL = "cancel"
_STATE = "state.json"
_REQUEST = "request.json"

_log = logging.getLogger("resolver.web")


class TooLargeError(ResolverError):
    """The table is larger than is taken."""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What is to be done: `suffix` tells the format of input and output, `owner` is the id of the key that asked."""

    column: str
    suffix: str
    index: str | None = None
    type: str | None = None
    candidates: int = 0
    owner: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class JobState:
    """How far it is; `counts` says how many rows came out how, `rejected` holds the first that could not be used."""

    status: Status = "queued"
    bytes_done: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[str, ...] = ()
    error: str | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job in its directory."""

    folder: Path
    request: JobRequest
    state: JobState

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def input(self) -> Path:
        return self.folder / f"input{self.request.suffix}"

    @property
    def output(self) -> Path:
        return self.folder / f"output{self.request.suffix}"

    @property
    def ended(self) -> bool:
        return self.state.status in _ENDED

    def to_dict(self) -> dict[str, Any]:
        state = self.state
        return {
            "id": self.id,
            "status": state.status,
            "column": self.request.column,
            "created": self.request.created,
            "ended": state.ended,
            "bytes": self.input.stat().st_size if self.input.exists() else 0,
            "bytes_done": state.bytes_done,
            "counts": dict(state.counts),
            "rejected": list(state.rejected),
            "error": state.error,
        }

    def write(self, state: JobState) -> None:
        """Replaces the state."""
        _write(self.folder / _STATE, asdict(state))


def open_job(folder: Path) -> Job:
    """The job in a directory. Raises FileNotFoundError where there is none."""
    request = JobRequest(**json.loads((folder / _REQUEST).read_text("utf-8")))
    state = json.loads((folder / _STATE).read_text("utf-8"))
    return Job(folder, request, JobState(**{**state, "rejected": tuple(state["rejected"])}))


def now() -> str:
    """The time in UTC, as jobs note it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Jobs:
    """All jobs in a folder, which is made with the first of them. Threads and processes may share it."""

    def __init__(self, folder: Path, *, max_bytes: int, keep_days: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._keep_seconds = keep_days * 86_400
        self._lock = Lock()
        self._keeper = 0  # the process that has a keeper: a thread does not survive a fork

    def start(self, request: JobRequest, parts: Iterable[bytes]) -> Job:
        """Takes a table in; when this returns the job is on disk to stay. Raises TooLargeError, OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(16)
        fresh = self._folder / f".{name}"
        fresh.mkdir(mode=0o700)
        try:
            job = Job(fresh, replace(request, created=now()), JobState())
            self._keep(job.input, parts)
            _write(fresh / _REQUEST, asdict(job.request))
            job.write(job.state)
            fresh.rename(self._folder / name)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        self.keep()
        return replace(job, folder=self._folder / name)

    def _keep(self, path: Path, parts: Iterable[bytes]) -> None:
        size = 0
        with path.open("xb") as file:
            for part in parts:
                size += len(part)
                if size > self._max_bytes:
                    raise TooLargeError(f"the table is larger than {self._max_bytes >> 20} MB")
                file.write(part)
            file.flush()
            os.fsync(file.fileno())

    def all(self, owner: str | None) -> list[Job]:
        """The jobs of a key (None: of all), newest first."""
        found = sorted(self._open_all(), key=lambda job: job.request.created, reverse=True)
        return [job for job in found if owner in (None, job.request.owner)]

    def find(self, name: str, owner: str | None) -> Job | None:
        """The job with this id, if it is of that key (None: of any)."""
        try:
            job = open_job(self._folder / name)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return job if owner in (None, job.request.owner) else None

    def cancel(self, job: Job) -> Job:
        """Has a job stopped, or forgets one that has ended."""
        if job.ended:
            shutil.rmtree(job.folder, ignore_errors=True)
            return job
        (job.folder / _CANCEL).touch()
        self.keep()
        return replace(job, state=replace(job.state, status="cancelled", ended=now()))

    def keep(self) -> None:
        """Sees to it that a thread of this process looks after the jobs; to be called in each process that serves."""
        if self._keeper == os.getpid() or not self._folder.is_dir():
            return
        with self._lock:
            if self._keeper != os.getpid():
                self._keeper = os.getpid()
                Thread(target=self._look_after, name="jobs", daemon=True).start()

    def _open_all(self) -> Iterator[Job]:
        for folder in self._folder.glob("[0-9a-f]*") if self._folder.is_dir() else ():
            job = self.find(folder.name, None)
            if job is not None:
                yield job

    def _look_after(self) -> None:
        """Waits for the lock of the folder, then has the jobs done one by one, oldest first, for good."""
        with (self._folder / ".lock").open("w") as lock:
            while not _locked(lock.fileno()):
                time.sleep(1)
            swept = -_SWEEP_SECONDS
            while self._folder.is_dir():
                try:
                    if time.monotonic() - swept > _SWEEP_SECONDS:
                        swept = int(time.monotonic())
                        self._sweep()
                    waiting = [job for job in self._open_all() if not job.ended]
                    if waiting:
                        _run(min(waiting, key=lambda job: job.request.created))
                        continue
                except OSError as error:
                    _log.log(logging.ERROR if self._folder.is_dir() else logging.DEBUG, "jobs: %s", error.strerror)
                time.sleep(_POLL_SECONDS)

    def _sweep(self) -> None:
        """Removes what nobody came for, and uploads that were cut off."""
        oldest = time.time() - self._keep_seconds
        for job in self._open_all():
            if job.ended and (job.folder / _STATE).stat().st_mtime < oldest:
                shutil.rmtree(job.folder, ignore_errors=True)
        for cut_off in self._folder.glob(".[0-9a-f]*"):
            if cut_off.is_dir() and cut_off.stat().st_mtime < time.time() - _SWEEP_SECONDS:
                shutil.rmtree(cut_off, ignore_errors=True)


def _locked(descriptor: int) -> bool:
    try:
        if fcntl:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _run(job: Job) -> None:
    """Has one job done by a program of its own, which ends when this process does."""
    cancel = job.folder / _CANCEL
    if not cancel.exists():
        program = [sys.executable, "-m", "resolver.web.job", str(job.folder)]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and not cancel.exists():
                time.sleep(_POLL_SECONDS)
            process.kill() if cancel.exists() else None
    after = open_job(job.folder)
    if after.ended:
        return
    if cancel.exists():
        after.write(replace(after.state, status="cancelled", ended=now()))
    else:
        reason = "the program that worked on it died, perhaps for lack of memory"
        after.write(replace(after.state, status="failed", error=reason, ended=now()))


def _write(path: Path, value: object) -> None:
    """Writes JSON whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
