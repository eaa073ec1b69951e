"""Programs that others wrote use the reconciliation API of a server that really runs."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

import pandas as pd
import pytest
from conftest import unavailable
from openrefine_process import OpenRefineProcess
from patience import PATIENCE
from reconciler import reconcile
from reconciler.webutils import http
from web_index import towns_and_people

SERVE = """
import sys
from resolver.web import create_app
from resolver.web.server import listen, run

run(create_app(sys.argv[1]), listen("127.0.0.1", 0))
"""

NAMES = ["Аляксандр Лукашэнка", "Minsk", "Tsikhanouskaya, Sviatlana"]
IDS = ["p2", "l1", "p1"]
ALL_ROWS = json.dumps({"facets": [], "mode": "row-based"})


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of version 0.2."""
    index = towns_and_people(tmp_path_factory.mktemp("clients"))
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(index)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.readline()
    yield f"http://127.0.0.1:{said.split('127.0.0.1:')[1].split()[0]}/reconcile"
    http.close()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)


def test_errors_that_never_reach_the_application_are_open_to_all_origins_too(endpoint: str) -> None:
    server = HTTPConnection(endpoint.split("/")[2], timeout=PATIENCE)
    with closing(server):
        server.request("GET", "/reconcile?queries=" + "x" * 40_000)
        answer = server.getresponse()
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (414, "*")
        assert json.load(answer)["status"] == 414


# reconciler, which reconciles the columns of pandas, in words that pandas wants to give up

_old_words = pytest.mark.filterwarnings("ignore:The inplace keyword")


@_old_words
def test_pandas_finds_the_entities_of_a_column(endpoint: str) -> None:
    table = reconcile(pd.Series(NAMES), reconciliation_endpoint=endpoint)
    assert list(table["input_value"]) == NAMES
    assert list(table["id"]) == IDS
    assert list(table["match"]) == [True] * len(NAMES)
    assert set(table["type_id"]) == {"person", "place"}
    assert table["score"].between(0, 100).all()


@_old_words
def test_pandas_asks_for_types_properties_and_more_than_one_batch(endpoint: str) -> None:
    column = pd.Series([f"Minsk {number}" for number in range(12)] + ["Minsk"])
    more = {"country": pd.Series(["BY"] * 13), "description": pd.Series(["town"] * 13)}
    table = reconcile(column, "place", 1, more, endpoint)
    assert list(table["input_value"]) == list(column)
    assert set(table["type_id"]) == {"place"}
    assert table.iloc[-1]["id"] == "l1"


# OpenRefine


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefineProcess]:
    program = shutil.which("openrefine") or shutil.which("refine")
    if program is None:
        unavailable(
            "OpenRefine is missing: apt-get install openrefine, or put `refine` of its distribution on the PATH"
        )
    process = OpenRefineProcess(program, tmp_path_factory.mktemp("openrefine"))
    yield process
    process.stop()


@pytest.fixture
def project(refine: OpenRefineProcess) -> str:
    rows = zip(NAMES, ["person", "place", "place"], strict=True)
    return refine.new_project("name,kind\n" + "".join(f'"{name}",{kind}\n' for name, kind in rows))


def reconciled(refine: OpenRefineProcess, project: str, endpoint: str, **config: Any) -> list[dict[str, Any]]:
    """Has OpenRefine reconcile the names, matching by itself; what it made of each row."""
    usual = {
        "mode": "standard-service",
        "service": endpoint,
        "identifierSpace": "https://names.example/",
        "schemaSpace": "https://names.example/types/",
        "autoMatch": True,
        "type": None,
        "columnDetails": [],
        "limit": 0,
    }
    form = {"columnName": "name", "config": json.dumps(usual | config), "engine": ALL_ROWS}
    refine.command("reconcile", form, project=project)
    refine.wait(project)
    table = refine.command("get-rows", {"engine": ALL_ROWS}, project=project, start="0", limit="10")
    return [table["pool"]["recons"][row["cells"][0]["r"]] for row in table["rows"]]


def test_openrefine_guesses_the_types_of_a_column(refine: OpenRefineProcess, project: str, endpoint: str) -> None:
    form = {"columnName": "name", "service": endpoint}
    guessed = refine.command("guess-types-of-column", form, project=project)
    assert guessed["code"] == "ok"
    assert {kind["id"] for kind in guessed["types"][:2]} == {"person", "place"}


def test_openrefine_matches_cells(refine: OpenRefineProcess, project: str, endpoint: str) -> None:
    found = reconciled(refine, project, endpoint)
    assert [recon["j"] for recon in found] == ["matched"] * len(NAMES)
    assert [recon["m"]["id"] for recon in found] == IDS


def test_openrefine_sends_a_type_and_another_column(refine: OpenRefineProcess, project: str, endpoint: str) -> None:
    kind = {"column": "kind", "propertyName": "Type", "propertyID": "type"}
    found = reconciled(refine, project, endpoint, columnDetails=[kind])
    assert [recon["j"] for recon in found] == ["matched", "matched", "none"], "the kind of the last row is wrong"
    people = reconciled(refine, project, endpoint, type={"id": "person", "name": "Person"})
    assert [recon["j"] for recon in people] == ["matched", "none", "matched"], "Minsk is no person"


def test_openrefine_adds_columns_from_matched_cells(refine: OpenRefineProcess, project: str, endpoint: str) -> None:
    reconciled(refine, project, endpoint)
    wanted = [
        {"id": "name:be", "name": "Name (be)"},
        {"id": "alias", "name": "Also known as", "settings": {"limit": "1", "script": "Cyrl"}},
        {"id": "id", "name": "Identifier"},
    ]
    form = {
        "baseColumnName": "name",
        "endpoint": endpoint,
        "identifierSpace": "https://names.example/",
        "schemaSpace": "https://names.example/types/",
        "extension": json.dumps({"properties": wanted}),
        "columnInsertIndex": "1",
        "engine": ALL_ROWS,
    }
    refine.command("extend-data", form, project=project)
    refine.wait(project)
    table = refine.command("get-rows", {"engine": ALL_ROWS}, project=project, start="0", limit="10")
    columns = refine.command("get-models", project=project)["columnModel"]["columns"]
    at = {column["name"]: column["cellIndex"] for column in columns}
    assert set(at) == {"name", "kind", "Name (be)", "Also known as", "Identifier"}
    row = table["rows"][0]["cells"]
    assert [row[at[name]]["v"] for name in ("Name (be)", "Also known as", "Identifier")] == [
        "Аляксандр Лукашэнка",
        "Аляксандр Лукашэнка",
        "p2",
    ]
