"""Work on a stream of chunks, in this process or in several, with the order kept and few chunks in memory."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

from resolver.batch.output import Answer
from resolver.batch.tables import Row
from resolver.errors import ResolverError
from resolver.threads import one_thread_each

Cells = tuple[str, ...]
Work = Callable[[Sequence[Cells]], list[Answer]]


class Job(Protocol):
    """What is done with the cells of each row. It travels to the worker processes, so it has to be picklable."""

    def open(self) -> Work:
        """Opens what the work needs (an index); called once in each process."""
        ...


def map_chunks(job: Job, chunks: Iterable[list[Row]], jobs: int = 1) -> Iterator[tuple[list[Row], list[Answer]]]:
    """Each chunk with its answers, in the order of the chunks.

    With `jobs` above 1, that many processes work, each on one chunk at a time. Raises what the work raises, and
    ResolverError if a process dies.
    """
    if jobs > 1:
        yield from _map_in_processes(job, chunks, jobs)
        return
    work = job.open()
    for chunk in chunks:
        yield chunk, work([row.cells for row in chunk])


def _map_in_processes(job: Job, chunks: Iterable[list[Row]], jobs: int) -> Iterator[tuple[list[Row], list[Answer]]]:
    """Deals the chunks out in turn.

    An executor of the standard library would do the same with threads, locks and queues, and can hang when a signal
    ends its workers; here each worker has a pipe of its own, which tells both sides when the other one is gone.
    """
    workers: list[_Worker] = []
    busy: deque[_Worker] = deque()
    try:
        for chunk in chunks:
            if len(workers) < jobs:
                worker = _Worker(job)
                workers.append(worker)
            else:
                worker = busy.popleft()
                yield worker.finish()
            worker.start(chunk)
            busy.append(worker)
        for worker in busy:
            yield worker.finish()
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that answers one chunk at a time."""

    def __init__(self, job: Job) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._chunk: list[Row] = []

    def start(self, chunk: list[Row]) -> None:
        self._chunk = chunk
        try:
            self._pipe.send([row.cells for row in chunk])
        except OSError:
            raise _died() from None

    def finish(self) -> tuple[list[Row], list[Answer]]:
        try:
            answers = self._pipe.recv()
        except (EOFError, OSError):
            raise _died() from None
        if isinstance(answers, Exception):
            raise answers
        return self._chunk, answers

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _died() -> ResolverError:
    return ResolverError("a worker process died, perhaps for lack of memory; try fewer --jobs")


def _serve(job: Job, pipe: Connection) -> None:
    """The life of a worker process: it ends when the pipe does."""
    # Ctrl-C reaches the whole process group; only the parent should speak.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread_each()
    work: Work | None = None
    with suppress(EOFError, OSError):
        while True:
            cells = pipe.recv()
            try:
                work = work or job.open()
                answer: list[Answer] | Exception = work(cells)
            except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
                answer = error
            pipe.send(answer)
