"""What is broken in the fault runs, and when: the cases of faults.py."""

from __future__ import annotations

import math
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from redis_process import RedisProcess
from scene import Scene, SlowProxy, people, write_index

SWAPS = 20
_SLOW_ROUNDS = 10
_SLOW_CLIENTS = 30
_JOB_NAMES = 400
_SETTLED_SECONDS = 2.0
_PATIENCE = 30.0


@dataclass(slots=True)
class Edition:
    """An index that is, or was, in place until `replaced`; its ids begin with `no`."""

    no: int
    replaced: float = math.inf


@dataclass(slots=True)
class Run:
    """One case under way: what it may break, and the jobs that were acknowledged. `excused` are the times in which no
    worker, or not every one of them, lives."""

    scene: Scene
    redis: RedisProcess
    proxy: SlowProxy
    seconds: float
    first: Path
    disk: Path | None
    editions: dict[str, Edition] = field(default_factory=dict)
    jobs: list[str] = field(default_factory=list)
    excused: list[tuple[float, float]] = field(default_factory=list)

    def part(self, share: float) -> None:
        """Lets a part of the time pass."""
        time.sleep(share * self.seconds)

    def upload(self) -> None:
        self.jobs.append(self.scene.upload(job_names()))

    def put_index(self) -> None:
        """Puts another edition of the index in the place of the last."""
        no = len(self.editions)
        info = write_index(self.scene.index, people(), no)
        for edition in self.editions.values():
            edition.replaced = min(edition.replaced, time.monotonic())
        self.editions[info.hash] = Edition(no)

    @contextmanager
    def down(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.excused.append((begun, time.monotonic() + _SETTLED_SECONDS))

    def is_excused(self, when: float) -> bool:
        return any(begin <= when <= end for begin, end in self.excused)


def nothing(run: Run) -> None:
    run.part(1)


def redis_killed(run: Run) -> None:
    run.part(0.2)
    run.redis.kill()
    run.part(0.8)


def redis_restarted(run: Run) -> None:
    for _ in range(5):
        run.part(0.1)
        run.redis.kill()
        run.part(0.1)
        run.redis.start()


def redis_paused(run: Run) -> None:
    for _ in range(3):
        run.part(0.1)
        run.redis.pause()
        run.part(0.2)
        run.redis.go_on()
    run.part(0.1)


def redis_full(run: Run) -> None:
    run.part(0.2)
    run.redis.ask("CONFIG SET maxmemory 1")
    _wait_for_refusal(run.redis, b"-OOM")
    run.part(0.6)
    run.redis.ask("CONFIG SET maxmemory 0")
    run.part(0.2)


def redis_slow(run: Run) -> None:
    run.part(0.2)
    run.proxy.delay = 2.0
    run.part(0.6)
    run.proxy.delay = 0.0
    run.part(0.2)


def worker_killed(run: Run) -> None:
    for _ in range(5):
        run.part(0.2)
        before = run.scene.workers()
        with run.down():
            os.kill(before[0], signal.SIGKILL)
            while len(set(run.scene.workers()) - set(before)) < 1:
                time.sleep(0.05)


def index_swapped(run: Run) -> None:
    for _ in range(SWAPS):
        begun = time.monotonic()
        run.put_index()
        time.sleep(max(0.0, run.seconds / SWAPS - (time.monotonic() - begun)))


def disk_full(run: Run) -> None:
    """The disk of both logs, and of Redis, which then refuses to write. Without a small disk to fill, the logs have
    been written to /dev/full from the start, and a folder stands where Redis wants to write."""
    snapshot = run.redis.folder / "dump.rdb"
    run.part(0.2)
    if run.disk:
        with suppress(OSError), (run.disk / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024))
    else:
        while not snapshot.is_dir():
            snapshot.unlink(missing_ok=True)
            with suppress(FileExistsError):  # Redis was faster
                snapshot.mkdir()
    _wait_for_refusal(run.redis, b"-MISCONF")
    run.part(0.6)
    if run.disk:
        (run.disk / "filler").unlink()
    else:
        snapshot.rmdir()
    run.redis.ask("BGSAVE")
    run.part(0.2)


def _wait_for_refusal(redis: RedisProcess, words: bytes) -> None:
    """Waits until Redis refuses to write, for it may notice late. Raises RuntimeError where it does not."""
    deadline = time.monotonic() + _PATIENCE
    while not (answer := redis.ask("SET faults 1")).startswith(words):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Redis still writes: {answer!r}")
        redis.ask("BGSAVE")
        time.sleep(0.1)


def stopped_during_a_job(run: Run) -> None:
    for _ in range(3):
        job = run.jobs[-1]
        deadline = time.monotonic() + run.seconds / 3
        while run.scene.job(job)["status"] != "running" and time.monotonic() < deadline:
            time.sleep(0.05)
        with run.down():
            run.scene.stop()
            run.scene.start()
        time.sleep(max(0.0, deadline - time.monotonic()))
        run.upload()


def clients_slow(run: Run) -> None:
    """Many more clients than the service has threads send half a request and wait."""
    with ExitStack() as stack:
        for _ in range(_SLOW_ROUNDS):
            for _ in range(_SLOW_CLIENTS):
                slow = stack.enter_context(socket.create_connection(("127.0.0.1", run.scene.port)))
                slow.sendall(b"GET /resolve?name=")
            run.part(1 / _SLOW_ROUNDS)


def job_names() -> list[str]:
    """The names in the table of a job."""
    return people()[-_JOB_NAMES:]


Case = Callable[[Run], None]
CASES: dict[str, Case] = {
    "nothing": nothing,
    "Redis is killed": redis_killed,
    "Redis is killed and started, 5 times": redis_restarted,
    "Redis is paused (SIGSTOP), 3 times": redis_paused,
    "Redis is full": redis_full,
    "Redis answers 2 s late": redis_slow,
    "a worker is killed, 5 times": worker_killed,
    f"the index is replaced, {SWAPS} times": index_swapped,
    "the disk is full for logs and Redis": disk_full,
    "SIGTERM during a job, 3 times": stopped_during_a_job,
    f"{_SLOW_CLIENTS} clients send half a request, {_SLOW_ROUNDS} times": clients_slow,
}
