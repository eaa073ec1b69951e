"""Columns of pandas, polars and Arrow, and the function of DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from web_index import towns_and_people

from resolver.batch import NORMALIZE_COLUMNS
from resolver.engines import columns
from resolver.engines.columns import FIELDS, ColumnResolver
from resolver.engines.frames import resolve_column
from resolver.engines.sql import register
from resolver.errors import IndexMissingError, InputError, TableError
from resolver.index import build_index
from resolver.model import Asked, Context, NameRow
from resolver.resolver import Resolver

NAMES = ["Minsk", None, "Jane Smith", "Аляксандр Лукашэнка", "Minsk", "", "Minsk"]
IDS = ["l1", None, None, "p2", "l1", None, "l1"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("frames"))


def test_arrow_columns_are_typed_and_say_what_the_engine_says(index: Path) -> None:
    answers = resolve_column(pa.array(NAMES), index=index)
    assert answers.schema == FIELDS
    assert tuple(answers.column_names) == NORMALIZE_COLUMNS
    assert answers["entity_id"].to_pylist() == IDS
    resolver = Resolver.open(index)
    for name, row in zip(NAMES, answers.to_pylist(), strict=True):
        answer = resolver.resolve(name or "")
        assert (row["status"], row["reason"], row["matched_name"]) == (
            answer.status, answer.reason, answer.matched_name,
        )  # fmt: skip
        assert (row["score"], row["margin"]) == (round(answer.score, 4), round(answer.margin, 4))


@pytest.mark.parametrize(
    "column",
    [
        pa.chunked_array([NAMES[:3], [], NAMES[3:]], pa.string()),
        pa.array(NAMES, pa.large_string()),
        pa.array(NAMES, pa.string_view()),
        pa.array(NAMES).dictionary_encode(),
        pa.array(["x", *NAMES]).slice(1),
    ],
    ids=["chunks", "large", "view", "dictionary", "slice"],
)
def test_every_kind_of_arrow_text_is_read(index: Path, column: Any) -> None:
    assert resolve_column(column, index=index)["entity_id"].to_pylist() == IDS


def test_columns_without_names(index: Path) -> None:
    assert resolve_column(pa.array([], pa.string()), index=index).schema == FIELDS
    assert resolve_column(pa.nulls(2), index=index)["status"].to_pylist() == ["none", "none"]
    assert len(resolve_column(pa.chunked_array([], pa.string()), index=index)) == 0
    with pytest.raises(TableError, match="the column holds int64, not text"):
        resolve_column(pa.array([1]), index=index)
    with pytest.raises(InputError, match="of builtins, not of pandas"):
        resolve_column(["Minsk"], index=index)
    with pytest.raises(IndexMissingError):
        resolve_column(pa.array(["Minsk"]), index=index / "none")


@pytest.mark.parametrize("dtype", ["str", "object", "category", "string[pyarrow]"])
def test_pandas(index: Path, dtype: Any) -> None:
    series = pd.Series(NAMES, index=list("abcdefg"), name="who").astype(dtype)
    frame = resolve_column(series, index=index)
    assert list(frame.index) == list("abcdefg")
    assert [None if pd.isna(x) else x for x in frame["entity_id"]] == IDS
    assert isinstance(frame["status"].dtype, pd.CategoricalDtype)
    assert frame["score"].dtype == "float64"
    assert isinstance(frame["reason"].dtype, pd.StringDtype)
    joined = series.to_frame().join(frame)
    assert joined.loc["d", "entity_id"] == "p2"


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
def test_polars(index: Path, dtype: Any) -> None:
    frame = resolve_column(pl.Series("who", NAMES).cast(dtype), index=index)
    assert frame["entity_id"].to_list() == IDS
    assert frame.schema["status"] == pl.Enum(["match", "ambiguous", "none"])
    assert frame.schema["score"] == pl.Float64
    assert tuple(frame.columns) == NORMALIZE_COLUMNS


def test_several_processes_say_the_same(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_BATCH", 2)
    names = pa.array([*(name for name in NAMES if name), "Sviatlana", "Viasna", "Minsk Mazowiecki"])
    assert resolve_column(names, index=index, jobs=2) == resolve_column(names, index=index)


def test_duckdb(index: Path) -> None:
    with duckdb.connect() as connection:
        register(connection, index=index)
        register(connection, name="resolve_person", index=index, type="person", threshold=0.5)
        connection.execute("CREATE TABLE t AS SELECT unnest(?) AS name", [NAMES])
        rows = connection.execute("SELECT name, resolve(name).entity_id FROM t ORDER BY rowid").fetchall()
        assert rows == list(zip(NAMES, IDS, strict=True))
        counts = connection.execute(
            "SELECT resolve(name).status AS status, count(*) FROM t GROUP BY status ORDER BY status"
        ).fetchall()
        assert counts == [("match", 4), ("none", 3)]
        people = connection.execute("SELECT resolve_person(name).entity_id FROM t ORDER BY rowid").fetchall()
        assert [found for (found,) in people if found] == ["p2"]
        connection.execute("CREATE TABLE many AS SELECT 'Minsk ' || (range % 7) AS name FROM range(10_000)")
        ((same, all_rows),) = connection.execute(
            "SELECT count(DISTINCT resolve(name)), count(resolve(name).status) FROM many"
        ).fetchall()
        assert (same <= 7, all_rows) == (True, 10_000)


def test_what_was_asked_is_kept_up_to_a_bound(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolve_many = Resolver.resolve_many

    def noted(self: Resolver, questions: list[Asked], **options: Any) -> Any:
        asked.extend(one.name for one in questions)
        return resolve_many(self, questions, **options)

    monkeypatch.setattr(Resolver, "resolve_many", noted)
    monkeypatch.setattr(columns, "_MOST_KEPT", 2)
    resolver = ColumnResolver(index)
    for names in (["Minsk", "Minsk"], ["Minsk"], ["Viasna"], ["Sviatlana"], ["Minsk"]):
        resolver.table(pa.array(names))
    assert asked == ["Minsk", "Viasna", "Sviatlana", "Minsk"]


KNOWN_ROWS = [
    NameRow("a", "Иван Петров", "person", context=Context(("RU",), ("1950",))),
    NameRow("b", "Ivan Petrov", "person", context=Context(("BG",), ("1985-03-04",))),
]


@pytest.fixture
def known(tmp_path: Path) -> Path:
    build_index(KNOWN_ROWS, tmp_path / "known.index")
    return tmp_path / "known.index"


def test_what_is_known_beside_the_names_stands_in_columns(known: Path) -> None:
    years, places = [1950, 1985, None, 1950], ["RU", "Bulgaria", None, None]
    people = pd.DataFrame({"name": ["Ivan Petrov"] * 4, "year": years, "where": places})
    frame = resolve_column(people["name"], index=known, birth_date=people["year"], country=people["where"])
    answers = [
        Resolver.open(known).resolve("Ivan Petrov", birth_date=str(year or ""), country=place)
        for year, place in zip(years, places, strict=True)
    ]
    assert list(frame["status"]) == [answer.status for answer in answers]
    assert list(frame["score"]) == [round(answer.score, 4) for answer in answers]
    assert len(set(frame["score"])) == 4
    polars = resolve_column(
        pl.Series(people["name"]), index=known, birth_date=pl.Series(years), country=pl.Series(places)
    )
    assert polars["score"].to_list() == list(frame["score"])


def test_a_column_of_types_goes_before_the_type_for_all(index: Path) -> None:
    names, kinds = pa.array(["Minsk", "Minsk", "Minsk"]), pa.array(["person", None, "place"])
    expected = [resolve_column(names[:1], index=index, type=kind).to_pylist()[0] for kind in ("person", None, "place")]
    assert resolve_column(names, index=index, type=kinds).to_pylist() == expected
    assert len({answer["status"] for answer in expected}) > 1
    with pytest.raises(InputError, match=r"row 2, field 'type': 'town' is no type"):
        resolve_column(names, index=index, type=pa.array(["", "town", ""]))


def test_duckdb_takes_what_is_known(known: Path) -> None:
    years, places = ["1950", "1985", None, "1950"], ["RU", "Bulgaria", None, None]
    columns = {"birth_date": pa.array(years), "country": pa.array(places)}
    expected = resolve_column(pa.array(["Ivan Petrov"] * 4), index=known, **columns)
    with duckdb.connect() as connection:
        register(connection, index=known, known=["birth_date", "country"])
        connection.execute("CREATE TABLE t AS SELECT unnest(?) AS born, unnest(?) AS land", [years, places])
        asked = "SELECT unnest(resolve('Ivan Petrov', born, land)) FROM t ORDER BY rowid"
        assert connection.sql(asked).to_arrow_table().to_pylist() == expected.to_pylist()
        with pytest.raises(duckdb.InvalidInputException, match=r"field 'birth_date': 'soon'"):
            connection.execute("SELECT resolve('Ivan Petrov', 'soon', NULL)").fetchall()
        with pytest.raises(InputError, match="'birthday': nothing that is known"):
            register(connection, index=known, name="other", known=["birthday"])


def test_what_is_known_and_cant_be_read_is_told_with_its_row(known: Path) -> None:
    names = pa.array(["Ivan Petrov"] * 3)
    with pytest.raises(InputError, match=r"row 2, field 'birth_date': 'soon'"):
        resolve_column(names, index=known, birth_date=pa.array(["1950", "soon", "soon"]))
    with pytest.raises(InputError, match="it has 1 rows, the column of names 3"):
        resolve_column(names, index=known, gender=pa.array(["f"]))
    assert resolve_column(names, index=known, birth_date=pa.nulls(3)) == resolve_column(names, index=known)


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": ["x"]}), pl.DataFrame({"a": ["x"]}), pa.table({"a": ["x"]})])
def test_a_frame_in_place_of_a_column_is_refused(frame: Any) -> None:
    with pytest.raises(InputError, match="a frame, not a column"):
        resolve_column(frame)


def test_a_column_of_several_types_is_refused() -> None:
    with pytest.raises(InputError, match="several types"):
        resolve_column(pd.Series([1.5, "Minsk"]))
