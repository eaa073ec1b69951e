"""The store: what is put in comes out, on SQLite and on PostgreSQL; updates, additions, removals."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import PATIENCE

from resolver.errors import ConfigurationError, InputError, StoreError
from resolver.model import ENTITY_TYPES
from resolver.sources import Addition, Record, Removal, SourceEntity, SourceName, name_rows, recognised
from resolver.sources.model import NAME_KINDS, tidy, tidy_all
from resolver.store import Store, database, import_files
from resolver.store.database import engine_of, reading, revision_of, url_of, writing
from resolver.store.exporting import EXTENSIONS, lines
from resolver.store.schema import REVISION, metadata

ROOT = Path(__file__).parent.parent


def entity(identifier: str, *names: str, source: str = "list", **fields: object) -> SourceEntity:
    found = tuple(SourceName(name, script="Latn", kind="alias" if at else "primary") for at, name in enumerate(names))
    return replace(SourceEntity(identifier, "person", found, source=source), **fields)  # type: ignore[arg-type]


def put(store: Store, *records: Record, source: str = "list") -> int:
    """Writes the records as an import of their own."""
    run = store.begin_import(["test"], ["test"])
    store.put(records, source=source, run=run)
    return run


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with Store.open(where, create=True) as opened:
        yield opened


# Texts as sources hold them: any script, quotes, separators of the formats.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(tidy)
separators = st.sampled_from(["a;b", 'say "x"', "a,b", "a\\nb", "=1+1", "ß", "日本", "‏א", "a\u200cb", "\u00a0x"]).map(
    tidy
)
words = st.one_of(texts, separators).filter(bool)
lists = st.lists(words, max_size=3).map(tidy_all)
source_names = st.builds(
    SourceName,
    text=words.filter(lambda text: any(map(str.isalnum, text))),
    lang=st.sampled_from(["", "be", "zh-Hant"]),
    script=st.sampled_from(["Latn", "Cyrl"]),
    kind=st.sampled_from(NAME_KINDS),
    weak=st.booleans(),
)
entities = st.builds(
    SourceEntity,
    id=words,
    type=st.sampled_from(ENTITY_TYPES),
    names=st.lists(source_names, min_size=1, max_size=4, unique_by=lambda n: (n.text, n.lang)).map(tuple),
    schema=texts,
    description=st.one_of(texts, separators),
    countries=lists,
    birth_dates=lists,
    genders=lists,
    origins=lists,
    referents=lists,
    source=words,
)
stored = st.lists(entities, max_size=5, unique_by=lambda e: (e.id, e.source))


@given(stored)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_in_comes_out(where: str, found: list[SourceEntity]) -> None:
    with Store.open(where, create=True) as store:
        for old in store.entities():
            put(store, Removal(old.id), source=old.source)
        put(store, *found)
        assert list(store.entities()) == found


@pytest.mark.parametrize("extension", EXTENSIONS)
@given(found=stored)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_export_imported_is_the_same(tmp_path: Path, extension: str, found: list[SourceEntity]) -> None:
    """Import and export are inverse; formats are named, as a file without entities shows none."""
    path = tmp_path / f"export{extension}"
    form = EXTENSIONS[path.suffix]
    path.write_text("".join(lines(found, form)), "utf-8", newline="")
    with Store.open(tmp_path / "again.db", create=True) as store:
        for old in store.entities():
            put(store, Removal(old.id), source=old.source)
        named = {"csv": "table", "jsonl": "entities", "ftm": "ftm"}[form]
        import_files(store, recognised([path], named), reject=refuse)
        assert list(store.entities()) == found


def refuse(path: Path, error: InputError) -> None:
    raise AssertionError(f"{path}: {error}")


def test_an_entity_takes_the_place_of_what_an_earlier_import_said(store: Store) -> None:
    put(store, entity("a", "Old Name", "Older Name", countries=("by",)), entity("b", "Beta"))
    put(store, entity("a", "New Name"))
    assert list(store.entities()) == [entity("a", "New Name"), entity("b", "Beta")]


def test_records_of_one_import_add_up(store: Store) -> None:
    run = store.begin_import([], [])
    store.put([entity("a", "One"), entity("a", "Two", countries=("by",))], source="list", run=run)
    store.put([entity("a", "One", "Three", description="late")], source="list", run=run)
    (found,) = store.entities()
    assert [(name.text, name.kind) for name in found.names] == [
        ("One", "primary"),
        ("Two", "alias"),
        ("Three", "alias"),
    ]
    assert (found.countries, found.description) == (("by",), "late")


def test_sources_keep_their_own_entities(store: Store) -> None:
    put(store, entity("a", "Here", source="one"), entity("a", "There", source="two"))
    put(store, Removal("a"), source="one")
    assert list(store.entities()) == [entity("a", "There", source="two")]
    assert list(store.entities(source="one")) == []
    assert [(c.source, c.entities, c.names) for c in store.counts()] == [("two", 1, 1)]


def test_names_are_added_to_an_entity_that_is_there(store: Store) -> None:
    put(store, entity("a", "One"))
    run = store.begin_import([], [])
    more = (SourceName("One", script="Latn"), SourceName("Uno", "it", "Latn", "former", True))
    written = store.put([Addition("a", more), Addition("nobody", more)], source="list", run=run)
    assert written.orphans == ("nobody",)
    (found,) = store.entities()
    assert found.names == (*entity("a", "One").names, more[1])


def test_a_removal_and_what_follows_it(store: Store) -> None:
    put(store, entity("a", "One"), entity("b", "Two"))
    put(store, Removal("a"), entity("a", "Fresh"), entity("c", "Three"), Removal("c"), Removal("unknown"))
    assert {found.id: found.names[0].text for found in store.entities()} == {"a": "Fresh", "b": "Two"}


def test_an_entity_is_found_by_its_other_ids(store: Store) -> None:
    put(
        store,
        entity("new", "One", referents=("old", "shared", "own", "twice")),
        entity("other", "Two", referents=("shared",)),
        entity("own", "Three"),
        entity("new", "One", source="second", referents=("twice",)),
    )
    ids = ["old", "shared", "own", "twice", "new", "nobody"]
    # What two entities claim leads to none, what is an entity itself to none but that.
    assert store.merged(ids) == {"old": "new", "twice": "new"}
    put(store, entity("new", "One", referents=("older",)))
    assert store.merged([*ids, "older"]) == {"older": "new", "twice": "new", "shared": "other"}
    put(store, Removal("new"))
    assert store.merged([*ids, "older"]) == {"twice": "new", "shared": "other"}
    store.prune(put(store, entity("own", "Three")))
    assert store.merged(ids) == {"twice": "new"}


def test_prune_removes_what_a_list_no_longer_names(store: Store) -> None:
    put(store, entity("a", "One"), entity("b", "Two"), entity("x", "Other", source="other"))
    run = put(store, entity("b", "Two"))
    assert store.prune(run) == 1
    assert {found.id for found in store.entities()} == {"b", "x"}


def test_many_entities_come_in_their_order(store: Store) -> None:
    found = [entity(f"e{n}", f"Name {n}", source=f"s{n % 3}") for n in random.Random(5).sample(range(9000), 4500)]
    put(store, *found)
    assert list(store.entities()) == found
    assert list(store.entities(source="s1")) == [e for e in found if e.source == "s1"]


def test_a_failed_batch_leaves_nothing(store: Store) -> None:
    put(store, entity("a", "One"))

    def records() -> Iterator[Record]:
        yield entity("b", "Two")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        store.put(records(), source="list", run=1)
    assert [found.id for found in store.entities()] == ["a"]


def test_rows_for_an_index(store: Store) -> None:
    names = (SourceName("Alpha", "en", "Latn", "primary"), SourceName("Al", "", "Latn", "alias", True))
    entity = SourceEntity("a", "org", names, description="A group", genders=("F",))
    put(store, replace(entity, countries=("Belarus", "suhh", "Neverland"), birth_dates=("circa 1952",)))
    rows = list(name_rows(store.entities()))
    assert {row.context.birth_dates + row.context.genders for row in rows} == {("1952", "female")}
    assert {"BY", "RU", "UA"} <= set(rows[0].context.countries)
    assert [(r.entity_id, r.name, r.type, r.lang, r.role, r.weak, r.description) for r in rows] == [
        ("a", "Alpha", "org", "en", "primary", False, "A group"),
        ("a", "Al", "org", "", "alias", True, "A group"),
    ]


# Opening, migrating, errors


def test_the_migrations_make_the_schema(where: str) -> None:
    Store.open(where, create=True).close()
    engine = engine_of(url_of(where))
    with reading(engine) as connection:
        assert revision_of(connection) == REVISION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    folder = files("resolver.store") / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == REVISION


def test_a_store_of_a_newer_version_is_refused(where: str) -> None:
    Store.open(where, create=True).close()
    engine = engine_of(url_of(where))
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(where)


def test_a_store_that_is_not_there_is_not_made(where: str) -> None:
    with pytest.raises(StoreError, match="no store at"):
        Store.open(where)
    with pytest.raises(StoreError, match="no store at"):
        Store.open(where)


def test_what_is_no_store_is_told_in_one_line(tmp_path: Path, unused_url: str) -> None:
    (tmp_path / "text.db").write_text("not a database, but a text that is long enough to be looked at " * 20)
    with pytest.raises(StoreError, match="not a database") as told:
        Store.open(tmp_path / "text.db")
    assert "\n" not in str(told.value)
    with pytest.raises(ConfigurationError, match="mysql"):
        Store.open("mysql://localhost/x")
    with pytest.raises(StoreError, match=r"127\.0\.0\.1") as told:
        Store.open(unused_url)
    assert "secret" not in str(told.value)


@pytest.fixture
def unused_url() -> str:
    """A URL with a password where no server listens."""
    return "postgresql://me:secret@127.0.0.1:1/lists"


def test_sqlite_is_kept_in_wal(tmp_path: Path) -> None:
    Store.open(tmp_path / "store.db", create=True).close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_who_makes_a_store_waits_for_whoever_makes_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself does not wait there."""
    with closing(sqlite3.connect(tmp_path / "s.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waits: list[float] = []

        def sleep(seconds: float) -> None:
            waits.append(seconds)
            other.in_transaction and other.execute("COMMIT")

        monkeypatch.setattr(database, "time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
        Store.open(tmp_path / "s.db", create=True).close()
    assert waits


def test_readers_see_one_state_while_another_writes(where: str) -> None:
    with Store.open(where, create=True) as store, Store.open(where) as other:
        put(store, *(entity(f"e{n}", f"Name {n}") for n in range(5000)))
        reading = store.entities()
        seen = [next(reading)]
        put(other, *(entity(f"e{n}", "Changed") for n in range(5000)))
        seen += reading
        assert [found.names[0].text for found in seen] == [f"Name {n}" for n in range(5000)]
        assert {found.names[0].text for found in store.entities()} == {"Changed"}


# Several processes; those that are killed are in test_store_faults.py

WRITER = """
import sys
from resolver.sources import SourceEntity, SourceName
from resolver.store import Store
where, prefix, batches = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Store.open(where, create=True) as store:
    run = store.begin_import([prefix], ["test"])
    for batch in range(batches):
        ids = [f"{prefix}-{batch}-{n}" for n in range(20)]
        names = [(SourceName(f"Name of {i}", kind="primary"), SourceName(f"Alias of {i}")) for i in ids]
        store.put([SourceEntity(i, "person", n) for i, n in zip(ids, names)], source=prefix, run=run)
        print(batch, flush=True)
"""


def writer(where: str, prefix: str, batches: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER, where, prefix, str(batches)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def check_batches(found: Sequence[SourceEntity], prefix: str, acknowledged: int) -> None:
    """Every batch is there as a whole or not at all, and what was acknowledged is."""
    batches: dict[str, int] = {}
    for one in found:
        assert [name.text for name in one.names] == [f"Name of {one.id}", f"Alias of {one.id}"]
        batches[one.id.split("-")[1]] = batches.get(one.id.split("-")[1], 0) + 1
    assert set(batches.values()) <= {20}
    assert len(batches) >= acknowledged
    assert {str(batch) for batch in range(acknowledged)} <= set(batches)


def test_writers_at_once_lose_nothing(where: str) -> None:
    """The store does not even exist when they start: they all want to make it."""
    processes = {f"w{n}": writer(where, f"w{n}", 8) for n in range(4)}
    for process in processes.values():
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, err.decode()
    with Store.open(where) as store:
        for prefix in processes:
            check_batches(list(store.entities(source=prefix)), prefix, 8)
