"""Processes share long work: whoever helps, dies, hangs or can't, all of it is done, once in the answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import pytest
from patience import PATIENCE, until

from resolver import Resolver, siblings
from resolver.cache import open_cache
from resolver.model import Asked
from resolver.siblings import Siblings

NUMBERS = list(range(40))


def other_process(first: Siblings, work: Callable[[Any], Any]) -> None:
    """A sibling that lends a hand, as a fork of the process of `first` would: a thread with a state of its own."""
    other = Siblings(2)
    other.close()
    other._sent, other._received = first._sent, first._received
    other.lend(work)


@pytest.fixture
def first() -> Iterator[Siblings]:
    one = Siblings(3)
    yield one
    one.close()


def share(first: Siblings, helped: Callable[[], bool] = lambda: True) -> list[tuple[str, int]]:
    """What is made of the numbers, and by whom; shared again until something has `helped`, for others come when they
    come."""

    def mine(number: int) -> tuple[str, int]:
        time.sleep(0.001)
        return "mine", 2 * number

    made: list[list[tuple[str, int]]] = []
    until(lambda: made and helped(), lambda: made.append(first.share(NUMBERS, mine, lambda number: (number,))))
    return made[-1]


def test_without_others_all_is_done_here(first: Siblings) -> None:
    assert share(first) == [("mine", 2 * number) for number in NUMBERS]


def test_others_take_a_part_and_the_order_stays(first: Siblings) -> None:
    helped: set[int] = set()

    def work(sent: tuple[int]) -> tuple[str, int]:
        helped.add(threading.get_ident())
        return "theirs", 2 * sent[0]

    for _ in range(2):
        other_process(first, work)
    made = share(first, lambda: len(helped) == 2)
    assert [number for _, number in made] == [2 * number for number in NUMBERS]
    assert {who for who, _ in made} == {"mine", "theirs"}


@pytest.mark.parametrize("how", [ValueError, None])
def test_what_another_does_not_bring_back_is_done_here(first: Siblings, how: type[Exception] | None) -> None:
    began = threading.Event()

    def work(_: tuple[int]) -> None:
        began.set()
        if how:
            raise how

    other_process(first, work)
    assert share(first, began.is_set) == [("mine", 2 * number) for number in NUMBERS]


def test_what_one_held_that_died_is_done_here(first: Siblings) -> None:
    began = threading.Event()

    def die_at_work() -> None:
        while handles := socket.recv_fds(first._received, 1, 1)[1]:
            with Connection(handles[0]) as asker, suppress(OSError, EOFError):
                asker.send(None)
                if asker.poll(1) and asker.recv() is not None:
                    began.set()

    dying = threading.Thread(target=die_at_work)
    dying.start()
    assert share(first, began.is_set) == [("mine", 2 * number) for number in NUMBERS]
    first.close()
    dying.join()


def test_one_that_hangs_is_not_waited_for(first: Siblings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siblings, "_PATIENCE_SECONDS", 1)
    began, over = threading.Event(), threading.Event()

    def work(_: tuple[int]) -> None:
        began.set()
        over.wait(PATIENCE)

    other_process(first, work)
    assert share(first, began.is_set) == [("mine", 2 * number) for number in NUMBERS]
    over.set()


def test_who_shares_does_not_help_itself(first: Siblings) -> None:
    first.lend(lambda sent: ("theirs", 2 * sent[0]))
    assert {who for who, _ in share(first)} == {"mine"}


def test_when_it_is_closed_each_does_its_own(first: Siblings) -> None:
    one = Siblings(2)
    other_process(one, lambda sent: ("theirs", 2 * sent[0]))
    one.close()
    assert share(one) == [("mine", 2 * number) for number in NUMBERS]


def test_what_fails_here_is_raised(first: Siblings) -> None:
    def mine(_: int) -> None:
        raise ValueError("it can't be")

    with pytest.raises(ValueError, match="it can't be"):
        first.share(NUMBERS, mine, lambda number: number)
    assert share(first) == [("mine", 2 * number) for number in NUMBERS]


def test_shared_names_are_answered_as_any_and_kept(first: Siblings) -> None:
    """Whoever makes the answers: they are those of one process, and the next asker has them from the cache."""
    names = [f"Angela Merkel {number}" for number in range(100)]
    began = threading.Event()
    helper = Resolver.open(cache=open_cache(memory_bytes=1 << 20))

    def work(sent: tuple[str, list[Asked], int]) -> list[bytes] | None:
        made = helper.portion(*sent)
        began.set()
        return made

    other_process(first, work)
    asker = Resolver.open(cache=open_cache(memory_bytes=1 << 22), siblings=first)
    while not began.is_set():  # else none of them was shared
        names = [f"{name}x" for name in names]
        shared = asker.resolve_json(names)
    assert shared == Resolver.open().resolve_json(names)
    kept = asker.resolve_many(names)
    assert all(answer.cached for answer in kept)
    assert [answer.query for answer in kept] == names


def test_a_portion_is_refused_where_answers_depend_on_something_else() -> None:
    resolver = Resolver.open()
    asked = [Asked("Angela Merkel")]
    assert resolver.portion("another index", asked, 3) is None
    (answer,) = resolver.portion(resolver.state, asked, 3) or []
    assert b"Angela Merkel" in answer
