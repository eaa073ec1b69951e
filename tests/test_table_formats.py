"""Tables in Parquet and Excel, and under zstd: cells keep their types, and all formats say the same."""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import zstandard

from resolver.batch.formats import KINDS
from resolver.batch.output import whole_file
from resolver.batch.tables import Row, TableFormat, read_table, table_format
from resolver.batch.writers import open_writer
from resolver.errors import InputError, TableError

ANSWER = {
    "entity_id": "p1",
    "status": "match",
    "score": 0.5,
    "match": True,
    "reason": 'a\tb, "c"',
    "candidates": [{"id": "p1", "name": "Ж", "score": 0.5}],
}
NOTHING = dict.fromkeys(ANSWER) | {"status": "none", "score": 0.0}


def raises(error: InputError) -> None:
    raise error


def converted(
    source: bytes, name: str, kind: str, column: str = "name", answers: Sequence[dict[str, Any]] = (ANSWER,)
) -> bytes:
    """The table as `kind`, each row with an answer; these repeat."""
    table = read_table(io.BytesIO(source), name, [column])
    out = io.BytesIO()
    added = {key: key for key in ANSWER}
    with closing(open_writer(out, table, TableFormat(kind), added)) as writer:  # type: ignore[arg-type]
        for at, row in enumerate(table.rows(raises)):
            writer.write(row, [writer.render(answers[at % len(answers)])])
    return out.getvalue()


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(data: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


TYPED = pa.table(
    {
        "name": ["Minsk", None, "Ж"],
        "n": pa.array([1, None, 3], pa.int32()),
        "when": pa.array([datetime(2020, 1, 2, 3, 4, 5, 678900, UTC)] * 3, pa.timestamp("ns", "UTC")),
        "day": pa.array([date(2020, 1, 2), None, date(1999, 12, 31)]),
        "money": pa.array([Decimal("1.10"), None, Decimal("2.00")], pa.decimal128(8, 2)),
        "tags": [["a"], [], None],
        "kind": pa.array(["x", "y", "x"]).dictionary_encode(),
        "share": [0.25, float("nan"), 3.0],
    }
)


def test_parquet_columns_keep_their_types() -> None:
    out = pq.read_table(io.BytesIO(converted(parquet(TYPED), "a.parquet", "parquet", answers=(ANSWER, NOTHING))))
    assert out.column_names == [*TYPED.column_names, *ANSWER]
    for name in TYPED.column_names:
        assert out.schema.field(name).type == TYPED.schema.field(name).type
        assert repr(out[name].to_pylist()) == repr(TYPED[name].to_pylist())
    assert out["score"].to_pylist() == [0.5, 0.0, 0.5]
    assert out["entity_id"].to_pylist() == ["p1", None, "p1"]
    assert out["candidates"].to_pylist()[0] == ANSWER["candidates"]
    assert (out.schema.field("score").type, out.schema.field("match").type) == (pa.float64(), pa.bool_())


def test_parquet_as_text() -> None:
    lines = converted(parquet(TYPED.select(["name", "n", "day", "money", "kind", "share"])), "a.parquet", "csv")
    rows = [line.split(",")[:6] for line in lines.decode().splitlines()]
    assert rows[0] == ["name", "n", "day", "money", "kind", "share"]
    assert rows[1:] == [
        ["Minsk", "1", "2020-01-02", "1.10", "x", "0.25"],
        ["", "", "", "", "y", "nan"],
        ["Ж", "3", "1999-12-31", "2.00", "x", "3"],
    ]
    first, second, _ = map(json.loads, converted(parquet(TYPED), "a.parquet", "jsonl").splitlines())
    assert (first["n"], first["tags"], first["money"], first["share"]) == (1, ["a"], "1.10", 0.25)
    assert first["when"].startswith("2020-01-02 03:04:05.6789")
    assert (second["n"], second["share"], second["score"]) == (None, None, 0.5)


def test_parquet_of_views_and_of_bytes() -> None:
    """Text as newer writers keep it, and as older ones did, without the mark of text; some of it may be none."""
    views = pa.table({"name": pa.array(["Minsk", None], pa.string_view())})
    out = pq.read_table(io.BytesIO(converted(parquet(views), "a.parquet", "parquet")))
    assert out["name"].to_pylist() == ["Minsk", None]
    raw = pa.table({"name": pa.array(["Мінск".encode(), b"\xff", None])})
    lines = converted(parquet(raw), "a.parquet", "csv").decode().splitlines()
    assert [line.partition(",")[0] for line in lines] == ["name", "Мінск", "\\xff", ""]


@pytest.mark.parametrize("kind", [pa.list_(pa.string()), pa.struct([("first", pa.string())])])
def test_a_column_of_parquet_with_several_values_a_row_is_refused(kind: pa.DataType) -> None:
    table = parquet(pa.table({"name": pa.array([None], kind)}))
    with pytest.raises(TableError, match=r"field 'name': the cells of a\.parquet hold .*one value in each row"):
        read_table(io.BytesIO(table), "a.parquet", ["name"])


def test_parquet_in_several_blocks_and_with_rows_left_out() -> None:
    count = 10_000
    source = parquet(pa.table({"name": [f"n{n}" for n in range(count)], "n": range(count)}))
    table = read_table(io.BytesIO(source), "a.parquet", ["name"])
    out = io.BytesIO()
    writer = open_writer(out, table, TableFormat("parquet"), {"score": "score"})
    for row in table.rows(raises):
        if row.number % 3:
            writer.write(row, [writer.render({"score": row.number / count})])
    writer.close()
    kept = [n for n in range(count) if (n + 1) % 3]
    read = pq.read_table(io.BytesIO(out.getvalue()))
    assert read["n"].to_pylist() == kept
    assert read["score"].to_pylist() == [(n + 1) / count for n in kept]
    assert table.position() == len(source)


BOOK = workbook(
    ["name", "n", "born", "ok", None],
    ["Minsk", 12, datetime(2020, 1, 2, 3, 4, 5), True],
    [],
    [" =1+1 ", 1.5, date(1999, 12, 31), None],
    ["Jane", None, None, None, "beyond"],
)


def test_a_workbook_row_beyond_the_header_is_rejected() -> None:
    rejected: list[str] = []
    table = read_table(io.BytesIO(BOOK), "a.xlsx", ["name", "n"])
    rows = list(table.rows(lambda error: rejected.append(str(error))))
    assert [(row.number, row.cells) for row in rows] == [(2, ("Minsk", "12")), (4, (" =1+1 ", "1.5"))]
    assert rejected == ["row 5: 5 cells where the header has 4"]


def sheets(**rows: list[list[Any]]) -> bytes:
    book = xlsxwriter.Workbook(out := io.BytesIO())
    for title, some in rows.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(some):
            sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_of_several_sheets_the_first_with_the_columns_is_read() -> None:
    source = sheets(Cover=[["Names of 2026"]], Data=[["name", "n"], ["Minsk", 1]], More=[["name"], ["Brest"]])
    table = read_table(io.BytesIO(source), "a.xlsx", ["n", "name"])
    assert [row.cells for row in table.rows(raises)] == [("1", "Minsk")]
    with pytest.raises(TableError, match=r"field 'city': sheet 'Cover' of a\.xlsx has no such column"):
        read_table(io.BytesIO(source), "a.xlsx", ["city"])
    with pytest.raises(TableError, match=r"sheet 'A' of a\.xlsx is empty"):
        read_table(io.BytesIO(sheets(A=[], B=[])), "a.xlsx", ["city"])


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_told(seed: int) -> None:
    """One of its parts lacks, is cut off, or says something else."""
    rng, out = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    chosen = rng.choice(sorted(parts))
    text = parts.pop(chosen)
    cut = rng.randrange(len(text))
    other = [
        None,
        text[:cut],
        text[:cut] + text[cut + 9 :],
        text.replace(b'"1"', b'"x"'),
        text.replace(b"<v>", b"<v>x"),
    ]
    if (changed := rng.choice(other)) is not None:
        parts[chosen] = changed
    with zipfile.ZipFile(out, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    with contextlib.suppress(TableError):
        list(read_table(io.BytesIO(out.getvalue()), "a.xlsx", ["name"]).rows(lambda _: None))


def test_parquet_that_is_not_utf8_is_told() -> None:
    source = parquet(pa.table({"name": ["Minsk", "Brest"]})).replace(b"Brest", b"Br\xff\xfet")
    with pytest.raises(TableError, match=r"a\.parquet is damaged"):
        list(read_table(io.BytesIO(source), "a.parquet", ["name"]).rows(raises))


def test_a_formula_without_its_value_is_rejected_where_its_column_is_asked_for() -> None:
    source = workbook(["name", "n"], ["Minsk", "=1+1"], ['=A2&"!"', 3], [None, None], ["Brest", 4])
    rejected: list[str] = []
    table = read_table(io.BytesIO(source), "a.xlsx", ["name"])
    rows = list(table.rows(lambda error: rejected.append(str(error))))
    assert [(row.number, row.cells) for row in rows] == [(2, ("Minsk",)), (5, ("Brest",))]
    (said,) = rejected
    assert said.startswith("row 3, field 'name': a formula whose value was not saved")


def test_workbook_cells_keep_their_types_and_are_never_formulas() -> None:
    source = workbook(["name", "n", "born"], ["Minsk", 12, datetime(2020, 1, 2, 3, 4, 5)], ["-", 1.5, None])
    out = converted(source, "a.xlsx", "xlsx", answers=({**ANSWER, "reason": "=HYPERLINK(1)"},))
    header, first, second = sheet_of(out)
    assert header == ("name", "n", "born", *ANSWER)
    assert first[:3] == ("Minsk", 12, datetime(2020, 1, 2, 3, 4, 5))
    assert second[:3] == ("-", 1.5, None)
    assert first[3:7] == ("p1", "match", 0.5, True)
    with zipfile.ZipFile(io.BytesIO(out)) as zipped:
        assert b"<f>" not in zipped.read("xl/worksheets/sheet1.xml")
    assert out == converted(source, "a.xlsx", "xlsx", answers=({**ANSWER, "reason": "=HYPERLINK(1)"},))


def test_a_workbook_can_not_hold_long_cells() -> None:
    with pytest.raises(InputError, match="row 2: a cell of a sheet holds 32,767 characters"):
        converted(f"name\n{'x' * 40_000}\n".encode(), "a.csv", "xlsx")


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_can_be_written_from_text_and_read_again(kind: str) -> None:
    names = ["Минск", '"Doe, Jane"', "=1+1", "  ", "ي"]
    source = "name\n" + "\n".join(names) + "\n"
    written = converted(source.encode(), "a.csv", kind, answers=(ANSWER, NOTHING))
    table = read_table(io.BytesIO(written), f"a.{kind}", ["name", "status"])
    rows = [row.cells for row in table.rows(raises)]
    assert [name for name, _ in rows] == ["Минск", "Doe, Jane", "=1+1", "  ", "ي"]
    assert [status for _, status in rows] == ["match", "none", "match", "none", "match"]


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[:-40], lambda _: b"x" * 99])
def test_a_damaged_binary_table_is_told(name: str, damage: Callable[[bytes], bytes]) -> None:
    whole = parquet(TYPED) if name == "a.parquet" else BOOK
    with pytest.raises(TableError, match=rf"{name} (can't be read|is empty)"):
        read_table(io.BytesIO(damage(whole)), name, ["name"])


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx"])
def test_columns_of_binary_tables_are_checked(name: str) -> None:
    whole = parquet(pa.table({"name": ["x"], "score": [1]})) if name == "a.parquet" else BOOK
    with pytest.raises(TableError, match="Did you mean 'name'"):
        read_table(io.BytesIO(whole), name, ["Name"])
    with pytest.raises(TableError, match="--prefix"):
        read_table(io.BytesIO(whole), name, ["name"], reserved=["score", "born"])


@pytest.mark.parametrize("module", ["pyarrow", "openpyxl"])
def test_a_missing_library_is_told(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("resolver.batch.parquet", "resolver.batch.excel"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(TableError, match=r"pip install 'resolver\[tables\]'"):
        read_table(io.BytesIO(b""), "a.parquet" if module == "pyarrow" else "a.xlsx", ["name"])


def test_binary_formats_are_not_compressed_again() -> None:
    with pytest.raises(TableError, match=r"Take \.gz off the name"):
        table_format("a.parquet.gz")


# zstd


def cells(data: bytes, name: str = "a.csv.zst") -> list[str]:
    rows: list[Row] = list(read_table(io.BytesIO(data), name, ["name"]).rows(raises))
    return [row.cells[0] for row in rows]


def test_zstd_of_several_frames_is_one_table(tmp_path: Path) -> None:
    pack = zstandard.ZstdCompressor().compress
    assert cells(pack(b"name\nJane\n") + pack(b"") + pack(b"Jo\n")) == ["Jane", "Jo"]
    assert cells(pack(b"name\nJane\n"), "a.csv") == ["Jane"]
    with whole_file(tmp_path / "a.csv.zst") as out:
        out.write(b"name\nJane\n")
    assert cells((tmp_path / "a.csv.zst").read_bytes()) == ["Jane"]


def test_truncated_or_damaged_zstd_is_told() -> None:
    words = random.Random(1)
    whole = zstandard.ZstdCompressor(write_checksum=True).compress(
        b"name\n" + b"".join(b"%x\n" % words.getrandbits(64) for _ in range(20_000))
    )
    with pytest.raises(TableError, match="ends early at line"):
        cells(whole[: len(whole) // 2])
    with pytest.raises(TableError, match="is damaged at line"):
        cells(whole[: len(whole) // 2] + b"xxxx" + whole[len(whole) // 2 + 4 :])
    with pytest.raises(TableError, match="is not zstd"):
        cells(b"name\nJane\n")
