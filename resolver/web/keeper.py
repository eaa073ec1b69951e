"""Looks after the jobs in a folder: has them done one by one, and removes what nobody came for."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from resolver.lock import take
from resolver.web.job import STATE, Job, find_job, now, open_all

STORE = "RESOLVER_STORE"
"""The variable that names the store to the program that does a job: unlike an argument, nobody else can see it."""

TRY_AGAIN = 75
"""The exit code of that program where what it needs may come back (EX_TEMPFAIL)."""

_STOPPED = (-signal.SIGTERM, -signal.SIGINT)
"""How that program ends where all processes of the service are told to stop: the job goes on at the next start."""

_LOCK = ".lock"
_LOCK_SECONDS = 1.0
_POLL_SECONDS = 0.2
_PAUSE_SECONDS = 5.0
_SWEEP_SECONDS = 3600

_log = logging.getLogger("resolver.web")


def look_after(folder: Path, keep_seconds: float, store: str) -> None:
    """Waits for the lock of the folder, then has the jobs done, oldest first, until the folder is gone. Answers follow
    the decisions of `store` (""; none)."""
    swept = -float(_SWEEP_SECONDS)
    while folder.is_dir():
        try:
            with (folder / _LOCK).open("w") as held:
                while _is_in_place(held, folder) and not take(held.fileno()):
                    time.sleep(_LOCK_SECONDS)
                while _is_in_place(held, folder):
                    if time.monotonic() - swept > _SWEEP_SECONDS:
                        swept = time.monotonic()
                        sweep(folder, keep_seconds)
                    waiting = [job for job in open_all(folder) if not job.ended]
                    if waiting:
                        _run(min(waiting, key=lambda job: job.request.created), store)
                    else:
                        time.sleep(_POLL_SECONDS)
        except OSError as error:
            _log.log(logging.ERROR if folder.is_dir() else logging.DEBUG, "jobs: %s", error.strerror)
            time.sleep(_LOCK_SECONDS)


def sweep(folder: Path, keep_seconds: float) -> None:
    """Removes what nobody came for, and uploads that were cut off."""
    for job in open_all(folder):
        if (job.ended or job.cancelled) and _is_older(job.folder / STATE, keep_seconds):
            job.remove()
    for cut_off in folder.glob(".[0-9a-f]*"):
        if cut_off.is_dir() and all(_is_older(path, _SWEEP_SECONDS) for path in (cut_off, *cut_off.iterdir())):
            shutil.rmtree(cut_off, ignore_errors=True)


def _is_older(path: Path, seconds: float) -> bool:
    """Whether it was last written so long ago, or is gone."""
    try:
        return path.stat().st_mtime < time.time() - seconds
    except FileNotFoundError:
        return True


def _is_in_place(held: TextIO, folder: Path) -> bool:
    """Whether an open lock is still that of the folder; somebody may have removed the folder, and another come."""
    try:
        return os.path.samestat(os.fstat(held.fileno()), (folder / _LOCK).stat())
    except FileNotFoundError:
        return False


def _run(job: Job, store: str) -> None:
    """Has one job done by a program of its own, which ends when this process does."""
    code: int | None = None
    if not job.cancelled:
        program = [sys.executable, "-m", "resolver.web.work", str(job.folder)]
        environ = {**os.environ, STORE: store}
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environ) as process:
            while (code := process.poll()) is None and not job.cancelled:
                time.sleep(_POLL_SECONDS)
            process.kill() if job.cancelled else None
    if job.cancelled:
        job.remove()
        return
    after = find_job(job.folder)
    if after is None or after.ended:
        return
    if code == TRY_AGAIN or code in _STOPPED:
        time.sleep(_PAUSE_SECONDS)
    else:
        reason = "the program that worked on it died, perhaps for lack of memory"
        after.write(replace(after.state, status="failed", error=reason, ended=now()))
