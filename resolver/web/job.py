"""The program that does one job: `python -m resolver.web.job DIRECTORY` (see jobs.py)."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import cast

from resolver.batch import TableRun, normalize_table
from resolver.errors import InputError, ResolverError, TableError
from resolver.model import EntityType
from resolver.threads import one_thread_each
from resolver.web.jobs import Job, JobState, now, open_job

_REPORT_SECONDS = 0.5
_MOST_REJECTED = 100
_NICENESS = 10


def main(folder: Path) -> None:
    """Does the job in `folder`, or goes on with it, and notes how it went. Ends with whoever holds the other end of
    standard input."""
    Thread(target=_end_with_the_service, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    one_thread_each()
    job = open_job(folder)
    rejected: list[str] = []
    try:
        counts = _work(job, rejected)
        end = JobState("done", job.input.stat().st_size, dict(counts), tuple(rejected), ended=now())
    except ResolverError as error:
        shown = str(error).replace(str(job.input), "the table")
        end = JobState("failed", rejected=tuple(rejected), error=shown, ended=now())
    except OSError as error:
        end = JobState("failed", error=error.strerror or type(error).__name__, ended=now())
    except Exception as error:  # noqa: BLE001 - its message may hold a name, its kind does not
        end = JobState("failed", error=f"a fault of the program ({type(error).__name__})", ended=now())
    job.write(end)
    (folder / "journal").unlink(missing_ok=True)


def _work(job: Job, rejected: list[str]) -> Counter[str]:
    request = job.request
    seen = 0
    told = 0.0

    def progress(step: int) -> None:
        nonlocal seen, told
        seen += step
        if time.monotonic() - told > _REPORT_SECONDS:
            told = time.monotonic()
            job.write(replace(job.state, status="running", bytes_done=seen, rejected=tuple(rejected)))

    def reject(error: InputError) -> None:
        if len(rejected) < _MOST_REJECTED:
            rejected.append(str(error))

    def run() -> Counter[str]:
        progress(0)
        return normalize_table(
            TableRun(job.input, job.output, reject, progress, journal=journal),
            request.column,
            index=Path(request.index) if request.index else None,
            type=cast("EntityType | None", request.type),
            candidates=request.candidates,
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
