"""Decisions: added, undone, never changed; no decider's work is lost, and old stores take them up."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from patience import PATIENCE

from resolver.errors import InputError, StoreError
from resolver.sources import SourceEntity, SourceName
from resolver.store import Decision, Store
from resolver.store.database import engine_of, url_of, writing

ROOT = Path(__file__).parent.parent


def test_a_decision_says_who_what_when_and_why(where: str) -> None:
    with Store.open(where, create=True) as store:
        given = Decision("same", "ofac-1", "eu-1", "ada", "same passport")
        no = store.decide(given)
        (found,) = store.decisions()
        assert found == Decision("same", "ofac-1", "eu-1", "ada", "same passport", no, found.at)
        assert found.at.endswith("+00:00")


def test_an_undone_decision_no_longer_holds_but_stays(where: str) -> None:
    with Store.open(where, create=True) as store:
        first = store.decide(Decision("alias", "a", "Al", "ada"))
        second = store.decide(Decision("not_alias", "a", "Alf", "ben"))
        undoing = store.undo(first, who="ben", why="no source")
        assert [d.no for d in store.decisions()] == [second]
        assert [(d.no, d.undone) for d in store.decisions(undone=True)] == [(first, undoing), (second, 0)]
        again = store.decide(Decision("alias", "a", "Al", "ada"))
        assert [d.no for d in store.decisions()] == [second, again]
        with pytest.raises(InputError, match=f"undone already, by {undoing}"):
            store.undo(first, who="ada")
        for no in (undoing, 99):
            with pytest.raises(InputError, match="no decision"):
                store.undo(no, who="ada")


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("same", "a", "a", "ada"), "'other'"),
        (Decision("same", " ", "b", "ada"), "'entity'"),
        (Decision("alias", "a", "", "ada"), "'other'"),
        (Decision("alias", "a", "b", "\x00"), "'who'"),
        (Decision("maybe", "a", "b", "ada"), "'maybe' is no kind"),  # type: ignore[arg-type]
    ],
)
def test_a_decision_that_says_too_little_is_refused(tmp_path: Path, decision: Decision, said: str) -> None:
    with Store.open(tmp_path / "s.db", create=True) as store:
        with pytest.raises(InputError, match=said):
            store.decide(decision)
        assert store.decisions() == []


@pytest.mark.parametrize("statement", ["UPDATE decision SET who = 'x'", "DELETE FROM decision"])
def test_the_database_refuses_to_change_a_decision(where: str, statement: str) -> None:
    with Store.open(where, create=True) as store:
        store.decide(Decision("same", "a", "b", "ada"))
        engine = engine_of(url_of(where))
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), writing(engine) as connection:
            connection.execute(sa.text(statement))
        engine.dispose()
        assert [d.who for d in store.decisions()] == ["ada"]


DECIDER = """
import sys
from resolver.store import Decision, Store
with Store.open(sys.argv[1], create=True) as store:
    for n in range(int(sys.argv[3])):
        print(store.decide(Decision("different", sys.argv[2], f"other-{n}", "ada")), flush=True)
"""


def decider(where: str, entity: str, count: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", DECIDER, where, entity, str(count)], env=environment, stdout=subprocess.PIPE
    )


def test_deciders_at_once_lose_nothing(where: str) -> None:
    """1,000 decisions by eight processes, the first of which makes the store."""
    processes = [decider(where, f"e{n}", 125) for n in range(8)]
    acknowledged = [int(line) for process in processes for line in process.communicate(timeout=PATIENCE)[0].split()]
    assert len(acknowledged) == len(set(acknowledged)) == 1000
    with Store.open(where) as store:
        found = store.decisions()
    assert {d.no for d in found} == set(acknowledged)
    assert {(d.entity, d.other) for d in found} == {(f"e{n}", f"other-{m}") for n in range(8) for m in range(125)}


# Migration of a store that an earlier version made


OLD_ENTITY = SourceEntity(
    "a", "person", (SourceName("Jan", "", "Latn", "primary"),), referents=("b", "c"), source="list"
)


def old_store(where: str) -> None:
    """A store as the first revision made it, with an entity."""
    engine = engine_of(url_of(where))
    config = Config()
    config.set_main_option("script_location", str(files("resolver.store") / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with writing(engine) as connection:
        for statement in (
            "INSERT INTO source VALUES (1, 'list')",
            "INSERT INTO import VALUES (1, 'f', 'ftm', '2024', '', 1, 0)",
            "INSERT INTO entity VALUES (1, 'a', 1, 1, 'person', '', '', '', '', '', 'b\nc')",
            "INSERT INTO name VALUES (1, 0, 'Jan', '', 'Latn', 'primary', false)",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_an_old_store_is_brought_up_to_date(where: str) -> None:
    old_store(where)
    with Store.open(where) as store:
        assert list(store.entities()) == [OLD_ENTITY]
        assert store.merged(["b", "c", "d"]) == {"b": "a", "c": "a"}
        assert store.decide(Decision("same", "a", "b", "ada")) == 1


def test_a_store_damaged_by_hand_is_told(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.db", create=True).close()
    engine = engine_of(url_of(str(tmp_path / "s.db")))
    with writing(engine) as connection:
        connection.execute(sa.text("DROP TABLE decision"))
    engine.dispose()
    with Store.open(tmp_path / "s.db") as store, pytest.raises(StoreError, match="no such table"):
        store.decisions()
