"""All doors say the same: command line, pandas, polars, Arrow, DuckDB, HTTP, and a Spark cluster."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
import pytest
from click.testing import CliRunner
from conftest import unavailable
from web_index import towns_and_people

from resolver.batch import NORMALIZE_COLUMNS
from resolver.batch.jobs import resolution_cells
from resolver.batch.writers import _text as written_text
from resolver.cli.entry import cli
from resolver.client import Client
from resolver.engines.columns import FIELDS
from resolver.engines.frames import resolve_column
from resolver.engines.sql import register
from resolver.web import Settings, create_app

WORDS = ["Minsk", "Мінск", "Lukashenko", "Аляксандр", "Viasna", "Sviatlana", "Jane", "Centre", "", "📌"]
NAMES = [" ".join(pair).strip() for first in WORDS for pair in ((first, second) for second in WORDS)]
ROOT = Path(__file__).parent.parent

Answers = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("doors"))


def by_csv(index: Path, folder: Path) -> Answers:
    source, out = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([["no", "name"], *enumerate(NAMES)])
    arguments = ["normalize", str(source), "-o", str(out), "--column", "name", "--index", str(index), "--jobs", "2"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column] for column in NORMALIZE_COLUMNS) for row in csv.DictReader(stream)]


def by_parquet(index: Path, folder: Path) -> Answers:
    source, out = folder / "in.parquet", folder / "out.parquet"
    pq.write_table(pa.table({"name": NAMES}), source)
    arguments = ["normalize", str(source), "-o", str(out), "--column", "name", "--index", str(index)]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    return as_text(pq.read_table(out))


def by_arrow(index: Path, _folder: Path) -> Answers:
    return as_text(resolve_column(pa.array(NAMES), index=index))


def by_pandas(index: Path, _folder: Path) -> Answers:
    return as_text(pa.Table.from_pandas(resolve_column(pd.Series(NAMES), index=index)))


def by_polars(index: Path, _folder: Path) -> Answers:
    return as_text(resolve_column(pl.Series(NAMES), index=index).to_arrow())


def by_duckdb(index: Path, _folder: Path) -> Answers:
    with duckdb.connect() as connection:
        register(connection, index=index)
        connection.execute("CREATE TABLE t AS SELECT unnest(?) AS name", [NAMES])
        return as_text(connection.sql("SELECT unnest(resolve(name)) FROM t ORDER BY rowid").to_arrow_table())


def by_http(index: Path, _folder: Path) -> Answers:
    import httpx

    with Client("http://127.0.0.1", transport=httpx.WSGITransport(create_app(index))) as client:
        return [tuple(map(written_text, resolution_cells(answer).values())) for answer in client.resolve_many(NAMES)]


def by_job(index: Path, folder: Path) -> Answers:
    """A table handed to the service, which works on it in the background."""
    settings = Settings(index=index, keys=folder / "keys.json", jobs=folder / "jobs")
    client = create_app(settings=settings).test_client()
    table = "name\n" + "\n".join(NAMES) + "\n"
    address = client.post("/v1/jobs?column=name", data=table.encode(), content_type="text/csv").headers["Location"]
    for _ in range(600):
        job = client.get(address).get_json()
        if job["status"] not in ("queued", "running"):
            break
        time.sleep(0.1)
    assert job["status"] == "done"
    result = client.get(job["result"], buffered=True).text
    # The thread that looks after the jobs ends with their folder.
    (folder / "jobs").rename(folder / "ended")
    return [tuple(row[column] for column in NORMALIZE_COLUMNS) for row in csv.DictReader(io.StringIO(result))]


def by_spark(index: Path, folder: Path) -> Answers:
    """A cluster of two workers, in which one task is killed once."""
    if shutil.which("java") is None:
        unavailable("Java is missing: apt-get install openjdk-17-jre-headless, dnf install java-17-openjdk-headless")
    source, out, marker = folder / "in.parquet", folder / "out", folder / "killed"
    pq.write_table(pa.table({"no": range(len(NAMES)), "name": NAMES}), source)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "TMPDIR": str(folder),
    }
    job = [sys.executable, str(ROOT / "tests" / "spark_job.py"), *map(str, (source, out, index, marker))]
    subprocess.run(job, env=environment, check=True, capture_output=True, timeout=600)
    assert marker.exists(), "no task was killed"
    (unpacked,) = folder.glob("resolver-*/*")
    assert unpacked.name.startswith("resolver-index-")
    table = pq.read_table(out).sort_by("no")
    assert table["name"].to_pylist() == NAMES
    return as_text(table)


def as_text(table: pa.Table) -> Answers:
    """The cells of the answers as a table of text has them."""
    columns = [[written_text(cell) for cell in table[column].to_pylist()] for column in FIELDS.names]
    return list(zip(*columns, strict=True))


@pytest.fixture(scope="module")
def expected(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    answers = by_csv(index, tmp_path_factory.mktemp("expected"))
    assert {answer[2] for answer in answers} == {"match", "ambiguous", "none"}
    return answers


@pytest.mark.parametrize("door", [by_parquet, by_arrow, by_pandas, by_polars, by_duckdb, by_http, by_job, by_spark])
def test_every_door_says_the_same(
    door: Callable[[Path, Path], Answers], index: Path, tmp_path: Path, expected: Any
) -> None:
    assert door(index, tmp_path) == expected
