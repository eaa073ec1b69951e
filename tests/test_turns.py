"""Threads take turns at what one of them alone should do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from patience import PATIENCE, until

from resolver import Resolver
from resolver.answers import Answers
from resolver.engine import Engine
from resolver.turns import Turns

NAMES = ["Angela Merkel", "Barack Obama", "Vladimir Putin", "Emmanuel Macron"]


def test_threads_come_in_one_at_a_time_and_in_the_order_of_their_coming() -> None:
    turns = Turns()
    inside: list[int] = []
    order: list[int] = []

    def enter(number: int) -> None:
        with turns:
            inside.append(number)
            assert inside == [number]
            order.append(number)
            time.sleep(0)
            inside.remove(number)

    with ThreadPoolExecutor(8) as pool:
        with turns:
            entered = []
            for number in range(8):
                entered.append(pool.submit(enter, number))
                until(lambda: len(turns._waiting) == len(entered))
        for one in entered:
            one.result()
    assert order == list(range(8))


def test_who_fails_in_his_turn_gives_it_on() -> None:
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns:
            1 / 0  # noqa: B018
    with turns:
        pass


def test_words_of_names_that_wait_are_looked_up_together_and_no_answer_depends_on_it() -> None:
    resolver = Resolver.open()
    engine = _Held(resolver._engine)
    answers = Answers(lambda: engine, None)  # type: ignore[arg-type, return-value]  # it is one but for what is noted
    with ThreadPoolExecutor(len(NAMES)) as pool:
        first = pool.submit(answers.made, NAMES[:1], None, 10, True)
        engine.reached.wait()
        others = [pool.submit(answers.made, [name], None, 10, True) for name in NAMES[1:]]
        until(lambda: len(answers._turns._waiting) == len(others))
        engine.go_on.set()
        found = [one.result()[0] for one in (first, *others)]
    assert engine.met[0] == NAMES[:1]
    assert sorted(engine.met[1]) == sorted(NAMES[1:])
    assert found == [resolver.resolve(name) for name in NAMES]


class _Held:
    """An engine that notes which names it is to look up together, and waits with the first of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.met: list[list[str]] = []
        self.reached, self.go_on = threading.Event(), threading.Event()

    def meet(self, names: Iterable[str], type: Any) -> None:
        self.met.append(list(names))
        self._engine.meet(self.met[-1], type)
        self.reached.set()
        assert self.go_on.wait(PATIENCE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)
