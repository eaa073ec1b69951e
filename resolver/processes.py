"""Work on a stream of batches, in this process or in several, with the order kept and few batches in memory."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from resolver.errors import ResolverError
from resolver.program import own_process

Item = TypeVar("Item", contravariant=True)
Answer = TypeVar("Answer")


class Job(Protocol[Item, Answer]):
    """What is done with each batch. It travels to the worker processes, so it has to be picklable, as have the items
    and the answers."""

    def open(self) -> Callable[[Sequence[Item]], list[Answer]]:
        """Opens what the work needs (an index); called once in each process."""
        ...


def map_batches(job: Job[Item, Answer], batches: Iterable[Sequence[Item]], jobs: int = 1) -> Iterator[list[Answer]]:
    """The answers for each batch, in the order of the batches.

    With `jobs` above 1, that many processes work, each on one batch at a time; an index that they open is mapped, so
    they share its memory. Raises what the work raises, and ResolverError if a process dies.
    """
    if jobs > 1:
        yield from _map_in_processes(job, batches, jobs)
        return
    work: Callable[[Sequence[Item]], list[Answer]] | None = None
    for batch in batches:
        work = work or job.open()
        yield work(batch) if batch else []


def _map_in_processes(job: Job[Item, Answer], batches: Iterable[Sequence[Item]], jobs: int) -> Iterator[list[Answer]]:
    """Deals the batches out in turn.

    An executor of the standard library would do the same with threads, locks and queues, and can hang when a signal
    ends its workers; here each worker has a pipe of its own, which tells both sides when the other one is gone.
    """
    workers: list[_Worker] = []
    idle: deque[_Worker] = deque()
    begun: deque[_Worker | None] = deque()  # None: a batch without work

    def finish() -> list[Answer]:
        worker = begun.popleft()
        if worker is None:
            return []
        idle.append(worker)
        return worker.finish()

    try:
        for batch in batches:
            while len(begun) >= 2 * jobs or (batch and not idle and len(workers) == jobs):
                yield finish()
            if not batch:
                begun.append(None)
                continue
            if not idle:
                idle.append(_Worker(job))
                workers.append(idle[0])
            worker = idle.popleft()
            worker.start(batch)
            begun.append(worker)
        while begun:
            yield finish()
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that answers one batch at a time."""

    def __init__(self, job: Job[Any, Any]) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(job, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def start(self, batch: Sequence[Any]) -> None:
        try:
            self._pipe.send(batch)
        except OSError:
            raise _died() from None

    def finish(self) -> list[Any]:
        try:
            answers: list[Any] | Exception = self._pipe.recv()
        except (EOFError, OSError):
            raise _died() from None
        if isinstance(answers, Exception):
            raise answers
        return answers

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()


def _died() -> ResolverError:
    return ResolverError("a worker process died, perhaps for lack of memory; try fewer --jobs")


def _serve(job: Job[Any, Any], pipe: Connection) -> None:
    """The life of a worker process: it ends when the pipe does."""
    # Ctrl-C reaches the whole process group; only the parent should speak.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own_process()
    work: Callable[[Sequence[Any]], list[Any]] | None = None
    with suppress(EOFError, OSError):
        while True:
            batch = pipe.recv()
            try:
                work = work or job.open()
                answer: list[Any] | Exception = work(batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
                answer = error
            pipe.send(answer)
