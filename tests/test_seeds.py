"""The names of five news articles, and spellings from other languages, through every door with the bundled aliases."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver import Resolver
from resolver.web import create_app

Ids = dict[str, str | None]
RESOLVER = [sys.executable, "-m", "resolver"]

ELSEWHERE: Ids = {
    **dict.fromkeys(
        ["Cichanouska", "Zichanouskaja", "Цихановская", "Ціханоўская", "Тихановская", "Svjatlana Cihanouska",
         "Tikhanovskaya", "Tsikhanouskaya", "Tikhanouskaya", "تسيخانوسكايا"],
        "sviatlana-tsikhanouskaya",
    ),
    **dict.fromkeys(
        ["Lukašenka", "Loukachenko", "Łukaszenka", "Лукашэнка", "Aliaksandr Lukashenka", "LUKASHENKO, Alexander"],
        "alexander-lukashenko",
    ),
    **dict.fromkeys(["Ivan Petrov", "Jane Smith", "Tikhonov"]),
}  # fmt: skip
"""Spelling -> entity, None for names that the aliases do not hold."""


def by_python(names: list[str], _: Path) -> Ids:
    return {a.query: a.entity.id if a.entity else None for a in Resolver.open().resolve_many(names)}


def by_http(names: list[str], _: Path) -> Ids:
    client = create_app().test_client()
    answers = [client.get("/resolve", query_string={"name": name}).get_json() for name in names]
    return {a["query"]: a["entity"]["id"] if a["entity"] else None for a in answers}


def by_command(names: list[str], _: Path) -> Ids:
    run = subprocess.run([*RESOLVER, "resolve", "--json", "--", *names], check=True, capture_output=True, text=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    return {a["query"]: a["entity"]["id"] if a["entity"] else None for a in answers}


def by_table(names: list[str], folder: Path) -> Ids:
    source, out = folder / "names.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in names)])
    subprocess.run([*RESOLVER, "normalize", source, "-o", out, "--column", "name"], check=True, capture_output=True)
    with out.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["entity_id"] or None for row in csv.DictReader(file)}


@pytest.mark.parametrize("door", [by_python, by_http, by_command, by_table])
def test_every_name_of_the_articles_resolves(
    door: Callable[[list[str], Path], Ids], shared: Path, tmp_path: Path
) -> None:
    rows = (shared / "eval" / "seeds" / "queries.tsv").read_text("utf-8").splitlines()[1:]
    wanted: Ids = {query: entity for query, entity, _ in (row.split("\t") for row in rows)}
    assert len(wanted) == 72
    assert door(list(wanted), tmp_path) == wanted


@pytest.mark.parametrize("door", [by_python, by_http, by_command, by_table])
def test_spellings_from_elsewhere(door: Callable[[list[str], Path], Ids], tmp_path: Path) -> None:
    assert door(list(ELSEWHERE), tmp_path) == ELSEWHERE


def test_names_that_nobody_bears_are_none_and_not_ambiguous() -> None:
    resolver = Resolver.open()
    unknown = [name for name, entity in ELSEWHERE.items() if entity is None]
    assert [resolver.resolve(name).status for name in unknown] == ["none"] * len(unknown)
