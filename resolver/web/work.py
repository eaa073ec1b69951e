"""The program that does one job: `python -m resolver.web.work DIRECTORY` (see jobs.py)."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import NoReturn

from resolver.batch import TableRun, normalize_table
from resolver.errors import InputError, ResolverError, StoreError, TableError
from resolver.lock import alone
from resolver.program import own_process
from resolver.web.job import REQUEST, Job, JobState, now, open_job
from resolver.web.keeper import STORE, TRY_AGAIN

_REPORT_SECONDS = 0.5
_MOST_REJECTED = 100
_NICENESS = 10
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def main(folder: Path) -> None:
    """Does the job in `folder`, or goes on with it, and notes how it went. Ends with whoever holds the other end of
    standard input. Without its store, or room on the disk, it leaves the job for
    another attempt (SystemExit)."""
    Thread(target=_end_with_the_service, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    own_process()
    with alone(folder / REQUEST):  # the program before this one may not have noticed yet that its service died
        job = open_job(folder)
        if not job.ended:
            _do(job)


def _do(job: Job) -> None:
    rejected: list[str] = []
    try:
        counts = _work(job, rejected, os.environ.get(STORE) or None)
        end = JobState("done", job.request.bytes, dict(counts), tuple(rejected), ended=now())
    except StoreError:
        _wait(job, "the store can't be read now")
    except ResolverError as error:
        end = _failed(job, str(error).replace(str(job.input), "the table"), rejected)
    except OSError as error:
        if error.errno in _NO_ROOM:
            _wait(job, "there is no room on the disk")
        end = _failed(job, error.strerror or type(error).__name__, rejected)
    except Exception as error:  # noqa: BLE001 - its message may hold a name, its kind does not
        end = _failed(job, f"a fault of the program ({type(error).__name__})", rejected)
    job.write(end)
    (job.folder / "journal").unlink(missing_ok=True)


def _wait(job: Job, why: str) -> NoReturn:
    """Leaves the job for another attempt."""
    with suppress(OSError):
        job.write(replace(open_job(job.folder).state, status="queued", error=f"{why}; it is tried again"))
    sys.exit(TRY_AGAIN)


def _failed(job: Job, error: str, rejected: list[str]) -> JobState:
    """The state of a job that failed where it stood."""
    return replace(open_job(job.folder).state, status="failed", error=error, rejected=tuple(rejected), ended=now())


def _work(job: Job, rejected: list[str], store: str | None) -> Counter[str]:
    request = job.request
    seen = 0
    told = 0.0

    def progress(step: int) -> None:
        nonlocal seen, told
        seen += step
        if time.monotonic() - told > _REPORT_SECONDS:
            told = time.monotonic()
            job.write(replace(job.state, status="running", bytes_done=seen, rejected=tuple(rejected), error=None))

    def reject(error: InputError) -> None:
        if len(rejected) < _MOST_REJECTED:
            rejected.append(str(error))

    def run() -> Counter[str]:
        progress(0)
        return normalize_table(
            TableRun(job.input, job.output, reject, progress, form=request.form, journal=journal),
            *request.names,
            index=Path(request.index) if request.index else None,
            candidates=request.candidates,
            store=store,
        )

    journal = job.folder / "journal"
    begun = journal.exists()
    try:
        return run()
    except TableError:
        if not begun:
            raise
        # The journal may be of another index than there is now: all of it again, with one index.
        journal.unlink(missing_ok=True)
        rejected.clear()
        seen = 0
        return run()


def _end_with_the_service() -> None:
    while os.read(0, 1):  # not by way of sys.stdin, which the end of the program would wait for
        pass
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
