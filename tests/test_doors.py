"""All doors say the same: command line, pandas, polars, Arrow, DuckDB, HTTP, and a Spark cluster."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
import pytest
from click.testing import CliRunner
from conftest import unavailable
from flask.testing import FlaskClient
from patience import until
from web_index import NAMES as LISTED
from werkzeug.test import TestResponse

from resolver.batch import NORMALIZE_COLUMNS
from resolver.batch.jobs import held_to, resolution_cells
from resolver.batch.writers import _text as written_text
from resolver.cli.entry import cli
from resolver.client import Client
from resolver.engines import spark
from resolver.engines.columns import FIELDS
from resolver.engines.frames import resolve_column
from resolver.engines.sql import register
from resolver.facts import context_of
from resolver.index import NameRow, build_index
from resolver.model import Asked, Context, EntityType
from resolver.web import Settings, create_app

WORDS = ["Minsk", "Мінск", "Lukashenko", "Аляксандр", "Viasna", "Sviatlana", "Jane", "Centre", "", "📌"]
PAIRS = [" ".join(pair).strip() for first in WORDS for pair in ((first, second) for second in WORDS)]
KNOWN = {
    "type": ["person", "", "place", "", "", "", "person"],
    "country": ["BY", "Great Britain", "", "", "", "RU", "GB"],
    "birth_date": ["", "", "1950", "1985-03-04", "", "1950", "1985"],
    "gender": ["", "f", "", "", "f", "m", "female"],
}
"""What is known beside as many Janes; nothing is beside the other names."""
NAMES = [*PAIRS, *["Jane Smith"] * len(KNOWN["country"])]
COLUMNS = {field: [*[""] * len(PAIRS), *values] for field, values in KNOWN.items()}
TABLE = {"name": NAMES, **COLUMNS}
THRESHOLD = 0.9
ROWS = list(zip(*TABLE.values(), strict=True))
OPTIONS = [
    *("--threshold", str(THRESHOLD)),
    *(part for field in KNOWN for part in (f"--{field.replace('_', '-')}-column", field)),
]
ROOT = Path(__file__).parent.parent

Answers = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doors") / "index"
    janes = [(Context(("BY",), ("1950",)), "j1"), (Context(("GB",), ("1985-03-04",), ("female",)), "j2")]
    rows = [NameRow(id, "Jane Smith", "person", context=context) for context, id in janes]
    build_index([*(NameRow(*name) for name in LISTED), *rows], path)
    return path


def by_csv(index: Path, folder: Path) -> Answers:
    source, out = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([TABLE, *ROWS])
    arguments = ["normalize", str(source), "-o", str(out), "--column", "name", "--index", str(index), "--jobs", "2"]
    assert CliRunner().invoke(cli, [*arguments, *OPTIONS]).exit_code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column] for column in NORMALIZE_COLUMNS) for row in csv.DictReader(stream)]


def by_parquet(index: Path, folder: Path) -> Answers:
    source, out = folder / "in.parquet", folder / "out.parquet"
    pq.write_table(pa.table(TABLE), source)
    arguments = ["normalize", str(source), "-o", str(out), "--column", "name", "--index", str(index)]
    assert CliRunner().invoke(cli, [*arguments, *OPTIONS]).exit_code == 0
    return as_text(pq.read_table(out))


def beside(frame: Any) -> dict[str, Any]:
    """The columns of a frame that tell what is known."""
    return {field: frame[field] for field in COLUMNS}


def by_arrow(index: Path, _folder: Path) -> Answers:
    return as_text(
        resolve_column(
            pa.array(NAMES),
            index=index,
            threshold=THRESHOLD,
            **{field: pa.array(some) for field, some in COLUMNS.items()},
        )
    )


def by_pandas(index: Path, _folder: Path) -> Answers:
    frame = pd.DataFrame(TABLE)
    answers = resolve_column(frame["name"], index=index, threshold=THRESHOLD, **beside(frame))
    return as_text(pa.Table.from_pandas(answers))


def by_polars(index: Path, _folder: Path) -> Answers:
    frame = pl.DataFrame(TABLE)
    answers = resolve_column(frame["name"], index=index, threshold=THRESHOLD, **beside(frame))
    return as_text(answers.to_arrow())


def by_duckdb(index: Path, _folder: Path) -> Answers:
    with duckdb.connect() as connection:
        register(connection, index=index, threshold=THRESHOLD, known=list(COLUMNS))
        unnested = ", ".join(f"unnest(?) AS {column}" for column in TABLE)
        connection.execute(f"CREATE TABLE t AS SELECT {unnested}", list(TABLE.values()))
        asked = "SELECT unnest(resolve(name, type, country, birth_date, gender)) FROM t ORDER BY rowid"
        return as_text(connection.sql(asked).to_arrow_table())


def by_http(index: Path, _folder: Path) -> Answers:
    import httpx

    with Client("http://127.0.0.1", transport=httpx.WSGITransport(create_app(index))) as client:
        asked = [Asked(name, cast("EntityType", kind or None), context_of(*known)) for name, kind, *known in ROWS]
        answers = [held_to(answer, THRESHOLD) for answer in client.resolve_many(asked)]
        return [tuple(map(written_text, resolution_cells(answer).values())) for answer in answers]


def by_job(index: Path, folder: Path) -> Answers:
    """A table handed to the service, which works on it in the background."""
    settings = Settings(index=index, keys=folder / "keys.json", jobs=folder / "jobs")
    client = create_app(settings=settings).test_client()
    table = "".join(",".join(row) + "\n" for row in (TABLE, *ROWS))
    columns = {"column": "name", "threshold": THRESHOLD, **{f"{field}_column": field for field in COLUMNS}}
    sent = client.post("/v1/jobs", query_string=columns, data=table.encode(), content_type="text/csv")
    result = _done(client, sent.headers["Location"]).text
    # The thread that looks after the jobs ends with their folder.
    (folder / "jobs").rename(folder / "ended")
    return [tuple(row[column] for column in NORMALIZE_COLUMNS) for row in csv.DictReader(io.StringIO(result))]


def _done(client: FlaskClient, address: str) -> TestResponse:
    """The result of a job, when there is one."""
    until(lambda: (client.get(address).json or {})["status"] not in ("queued", "running"))
    job: Any = client.get(address).json
    assert job["status"] == "done", job
    return client.get(job["result"], buffered=True)


def by_spark(index: Path, folder: Path) -> Answers:
    """A cluster of two workers, in which one task is killed once."""
    if shutil.which("java") is None:
        unavailable("Java is missing: apt-get install openjdk-17-jre-headless, dnf install java-17-openjdk-headless")
    source, out, marker = folder / "in.parquet", folder / "out", folder / "killed"
    pq.write_table(pa.table({"no": range(len(NAMES)), **TABLE}), source)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "TMPDIR": str(folder),
    }
    job = [sys.executable, str(ROOT / "tests" / "spark_job.py"), *map(str, (source, out, index, marker, THRESHOLD))]
    subprocess.run(job, env=environment, check=True, capture_output=True, timeout=600)
    assert marker.exists(), "no task was killed"
    (unpacked,) = (path for path in folder.glob("resolver-*/*") if path.is_dir())
    assert unpacked.name.startswith("resolver-index-")
    table = pq.read_table(out).sort_by("no")
    assert table["name"].to_pylist() == NAMES
    return as_text(table)


def test_what_a_killed_task_left_of_a_shipped_index_is_in_nobody_s_way(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shutil.make_archive(str(tmp_path / "shipped"), "zip", index)
    left = spark._own_folder() / "shipped.part"
    left.mkdir()
    (left / "half of a file").touch()
    unpacked = spark._unpacked(tmp_path / "shipped.zip")
    assert {path.name for path in unpacked.iterdir()} == {path.name for path in index.iterdir()}
    assert not left.exists()


def as_text(table: pa.Table) -> Answers:
    """The cells of the answers as a table of text has them."""
    columns = [[written_text(cell) for cell in table[column].to_pylist()] for column in FIELDS.names]
    return list(zip(*columns, strict=True))


@pytest.fixture(scope="module")
def expected(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    answers = by_csv(index, tmp_path_factory.mktemp("expected"))
    assert {answer[2] for answer in answers} == {"match", "ambiguous", "none"}
    assert {answer[0] for answer in answers[len(PAIRS) :]} == {"j1", "j2", ""}
    return answers


@pytest.mark.parametrize("door", [by_parquet, by_arrow, by_pandas, by_polars, by_duckdb, by_http, by_job, by_spark])
def test_every_door_says_the_same(
    door: Callable[[Path, Path], Answers], index: Path, tmp_path: Path, expected: Any
) -> None:
    assert door(index, tmp_path) == expected


def by_each(index: Path, folder: Path, table: bytes) -> bytes:
    arguments = [part for field, values in EACH.items() for value in values for part in (f"--{field}", value)]
    (folder / "in.csv").write_bytes(table)
    command = ["normalize", str(folder / "in.csv"), "-o", str(folder / "out.csv"), "--index", str(index), "--each"]
    assert CliRunner().invoke(cli, [*command, *arguments]).exit_code == 0
    return (folder / "out.csv").read_bytes()


EACH = {"column": ["who", "where"], "type": ["person", "place"], "threshold": ["0.99", "0.5"]}
"""Two names of a row, each with a type and a threshold of its own."""


def test_a_job_has_the_names_of_a_row_as_the_command_line(index: Path, tmp_path: Path) -> None:
    table = "".join(f"{who},{where}\n" for who, where in [("who", "where"), *zip(PAIRS, reversed(PAIRS), strict=True)])
    expected = by_each(index, tmp_path, table.encode())
    settings = Settings(index=index, keys=tmp_path / "keys.json", jobs=tmp_path / "jobs")
    client = create_app(settings=settings).test_client()
    asked = [("each", "true"), *((field, value) for field, values in EACH.items() for value in values)]
    sent = client.post("/v1/jobs", query_string=urlencode(asked), data=table.encode(), content_type="text/csv")
    assert _done(client, sent.headers["Location"]).data == expected
    (tmp_path / "jobs").rename(tmp_path / "ended")
    refused = client.post("/v1/jobs?column=who&threshold=0.9&threshold=0.8", data=b"who\n", content_type="text/csv")
    assert (refused.status_code, (refused.json or {})["field"]) == (400, "threshold")
