"""`resolver lint`: a table in which one entity has several spellings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from resolver.cli.entry import cli
from resolver.cli.lint import Finding
from resolver.errors import TableError

MIXED = """id,name
1,Sviatlana Tsikhanouskaya
2,Hans Müller
3,Светлана Тихановская
4,Sviatlana Tsikhanouskaya
5,Grace Hopper
6,"Hopper,  Grace"
"""
CLEAN = "id,name\n1,Sviatlana Tsikhanouskaya\n2,Hans Müller\n3,Sviatlana Tsikhanouskaya\n4,\n"


def lint(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, ["lint", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED, "utf-8")
    return path


def test_a_table_with_one_spelling_for_each_entity_passes(tmp_path: Path) -> None:
    path = tmp_path / "clean.csv"
    path.write_text(CLEAN, "utf-8")
    done = lint(path, "--column", "name")
    assert (done.exit_code, done.output) == (0, "")


def test_each_entity_under_several_spellings_is_one_line(mixed: Path) -> None:
    done = lint(mixed, "--column", "name", "--type", "person")
    assert done.exit_code == 1
    first, second = done.output.splitlines()
    assert first.startswith(
        f"{mixed}:4: 'Sviatlana Tsikhanouskaya' (rows 2, 5), 'Светлана Тихановская' (row 4): one entity"
    )
    assert first.endswith("Write 'Sviatlana Tsikhanouskaya'.")
    assert second.startswith(f"{mixed}:7: 'Grace Hopper' (row 6), 'Hopper,  Grace' (row 7): one entity")


def test_of_many_spellings_a_line_names_the_first() -> None:
    found = Finding("a.csv", "Ada", 0.9, {"Ada" + " " * n: [n + 2] for n in range(13)})
    assert str(found).count("(row ") == 10
    assert "and 3 more: one entity (0.90)" in str(found)
    assert len(found.to_dict()["spellings"]) == 13


def test_findings_as_json(mixed: Path) -> None:
    done = lint(mixed, "--column", "name", "--json")
    first, second = map(json.loads, done.output.splitlines())
    assert first == {
        "file": str(mixed),
        "name": "Sviatlana Tsikhanouskaya",
        "score": first["score"],
        "spellings": [
            {"name": "Sviatlana Tsikhanouskaya", "rows": [2, 5]},
            {"name": "Светлана Тихановская", "rows": [4]},
        ],
    }
    assert 0.5 <= first["score"] <= 1
    assert [s["rows"] for s in second["spellings"]] == [[6], [7]]


def test_what_only_differs_by_spaces_is_found_too(tmp_path: Path) -> None:
    path = tmp_path / "spaces.tsv"
    path.write_text("name\nHans Müller\nHans\u00a0Müller\n", "utf-8")
    done = lint(path, "--column", "name")
    assert done.exit_code == 1
    assert r"'Hans\xa0M\xfcller' (row 3): one entity (1.00). Write 'Hans Müller'." in done.output


def test_pairs_known_to_be_different_and_doubtful_ones_are_passed_over(mixed: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.csv"
    known.write_text(
        "left,right,label\nSviatlana Tsikhanouskaya,Светлана Тихановская,different\n"
        'Grace Hopper,"Hopper, Grace",different\n',
        "utf-8",
    )
    assert lint(mixed, "--column", "name", "--constraints", known).exit_code == 0
    assert lint(mixed, "--column", "name", "--least", "1").exit_code == 0


def test_rows_that_cannot_be_read_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("id,name\n1,Ada Lovelace,x\n", "utf-8")
    done = lint(path, "--column", "name")
    assert done.exit_code == 1
    assert "row 2: 3 fields where the header has 2" in done.stderr
    with pytest.raises(TableError, match="Did you mean 'name'"):
        lint(path, "--column", "nmae")


def test_the_hook_runs_the_command_on_the_files_it_names(root: Path, mixed: Path) -> None:
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, command, *rest = str.split(hook["entry"]) + list(hook["args"])
    assert (program, command) == ("resolver", "lint")
    assert re.search(hook["files"], mixed.name)
    assert not re.search(hook["files"], "notes.txt")
    assert lint(*rest, mixed).exit_code == 1
