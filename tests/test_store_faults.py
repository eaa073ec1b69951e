"""Kill -9 at any moment of an import, a decision or a migration: the store opens and holds what was acknowledged."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import killed_store
import pytest
from patience import PATIENCE
from test_store_decisions import OLD_ENTITY, old_store

from resolver.store import Decision, Store
from resolver.store.database import engine_of, reading, revision_of, url_of
from resolver.store.schema import REVISION

ROOT = Path(__file__).parent.parent
POINTS = 17
"""Kill points of each kind of work on each kind of database: 102 in all."""

Order = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def order() -> Iterator[Order]:
    """Gives work to the program that forks and kills."""
    process = subprocess.Popen(
        [sys.executable, str(Path(killed_store.__file__))],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def give(what: str, where: str, tag: str, step: int | None = None, after: float | None = None) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        work = {"what": what, "where": where, "tag": tag, "step": step, "after": after}
        print(json.dumps(work), file=process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        assert answer["code"] in (0, -signal.SIGKILL)
        return answer

    yield give
    process.communicate(timeout=PATIENCE)


def kills(order: Order, what: str, where: Callable[[], str], seed: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kills the work at seeded moments: at a statement or commit, every other time after some milliseconds. Gives the
    store, the tag of the work and what was heard of it."""
    chance = random.Random(f"{what} {seed}")
    started = time.monotonic()
    whole = order(what, where(), "whole")
    took = time.monotonic() - started
    assert whole["code"] == 0
    killed = 0
    for point in range(POINTS):
        store, tag = where(), f"t{point}"
        if point % 2:
            heard = order(what, store, tag, after=chance.uniform(0, took))
        else:
            heard = order(what, store, tag, step=chance.randint(1, whole["steps"]))
            assert heard["code"] == -signal.SIGKILL
        killed += heard["code"] != 0
        yield store, tag, heard
    assert killed > POINTS / 2


def test_an_import_that_is_killed(order: Order, where: str) -> None:
    """All batches that were acknowledged are there, and each batch as a whole or not at all."""
    Store.open(where, create=True).close()
    for _, tag, heard in kills(order, "importing", lambda: where, 1):
        with Store.open(where) as store:
            found = list(store.entities(source=tag))
        for one in found:
            assert [name.text for name in one.names] == [f"Name of {one.id}", f"Alias of {one.id}"]
        batches = Counter(one.id.split("-")[1] for one in found)
        assert set(batches.values()) <= {killed_store.ENTITIES}
        assert set(heard["said"]) <= set(batches)
        assert len(batches) <= len(heard["said"]) + 1


def test_a_decision_that_is_killed(order: Order, where: str) -> None:
    Store.open(where, create=True).close()
    seen: set[int] = set()
    for _, tag, heard in kills(order, "deciding", lambda: where, 2):
        with Store.open(where) as store:
            found = [d for d in store.decisions(undone=True) if d.entity == tag]
            revision = store.revision()
        numbers = [d.no for d in found] + [d.undone for d in found if d.undone]
        said = {int(no) for no in heard["said"]}
        assert said <= set(numbers)
        assert len(numbers) <= len(said) + 1
        assert not seen & set(numbers)
        assert revision >= max(numbers, default=0)
        assert [d.other for d in found] == [f"name {n}" for n in range(len(found))]
        seen.update(numbers)


def test_a_migration_that_is_killed(order: Order, request: pytest.FixtureRequest, tmp_path: Path, where: str) -> None:
    """The store is as before or up to date, nothing between; then it opens."""

    def fresh() -> str:
        if "://" in where:
            url: str = request.getfixturevalue("postgres_server").database()
        else:
            url = str(tmp_path / f"{len(list(tmp_path.iterdir()))}.db")
        old_store(url)
        return url

    for url, _, heard in kills(order, "migrating", fresh, 3):
        engine = engine_of(url_of(url))
        with reading(engine) as connection:
            assert revision_of(connection) in ((REVISION,) if heard["said"] else ("0001", REVISION))
        engine.dispose()
        with Store.open(url) as store:
            assert list(store.entities()) == [OLD_ENTITY]
            assert store.merged(["b", "c"]) == {"b": "a", "c": "a"}
            assert store.decide(Decision("different", "a", "b", "ada")) == 1


def test_the_making_of_a_store_that_is_killed(order: Order, where: str) -> None:
    """Earlier and later, each time on what the last kill left."""
    for step in range(1, 40, 3):
        assert order("importing", where, f"m{step}", step=step)["code"] == -signal.SIGKILL
    with Store.open(where, create=True) as store:
        assert store.revision() == 0
