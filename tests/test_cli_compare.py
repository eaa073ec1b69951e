"""`resolver compare --pairs`: tables of pairs, with and without labels."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from resolver import Resolver
from resolver.cli.compare import Tally, compare
from resolver.errors import InputError, TableError

LABELLED = """left,right,same,tier
Alexander Lukashenko,Alexander Lukashenko,yes,1
Jane Smith,Jane Smith,Same,1
Jane Smith,Maria Kolesnikova,0,1
Jane Smith,Bernard Lagat,different,3
Minsk,Toronto,1,3
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(compare, [str(x) for x in arguments], catch_exceptions=False, standalone_mode=False)


def code(result: Result) -> int:
    return int(result.return_value or 0)


def saved(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def table(text: str) -> list[dict[str, str]]:
    """The rows of a table of figures, by column; columns are two spaces apart at least."""
    head, *rows = ([cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines())
    return [dict(zip(["group", *head[-9:]], row, strict=True)) for row in rows]


def test_columns_and_output_have_defaults(tmp_path: Path) -> None:
    result = run("--pairs", saved(tmp_path / "in.csv", LABELLED))
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == ["left", "right", "same", "tier", "score", "match", "reason"]
    assert [row["match"] for row in rows] == ["true", "true", "false", "false", "false"]
    assert result.stderr == "5 rows written to standard output (2 match, 3 no match)\n"
    assert code(result) == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_labels_are_summed_up_on_standard_error(tmp_path: Path, jobs: int) -> None:
    source = saved(tmp_path / "in.csv", LABELLED)
    result = run("--pairs", source, "-o", tmp_path / "out.csv", "--label", "same", "--by", "tier", "--jobs", jobs)
    assert result.stdout == ""
    said = result.stderr.splitlines()
    assert said[0] == f"5 rows written to {tmp_path / 'out.csv'} (2 match, 3 no match)"
    (every,) = table("\n".join(said[1:3]))
    one, three = table("\n".join(said[3:]))
    assert said[3].startswith("tier ")
    counts = [(row["group"], row["pairs"], row["same"]) for row in (every, one, three)]
    assert counts == [("all", "5", "3"), ("1", "3", "2"), ("3", "2", "1")]
    assert (every["F1"], every["precision"], every["recall"]) == ("0.800", "1.000", "0.667")
    assert (one["F1"], three["F1"], three["precision"], three["recall"]) == ("1.000", "0.000", "-", "0.000")
    assert float(every["best F1"]) >= float(every["F1"])
    assert float(one["mean same"]) > float(one["mean different"])


def test_type_label_and_two_groups_are_told_apart(tmp_path: Path) -> None:
    source = saved(
        tmp_path / "in.tsv",
        "b\tkind\tis\ttier\ta\tplace\nJane Smith\tperson\tyes\t1\tJane Smith\tnorth\nMinsk\t\tno\t2\tToronto\tsouth\n",
    )
    arguments = ("--pairs", source, "--left", "a", "--right", "b", "--type-column", "kind", "--label", "is")
    result = run(*arguments, "--by", "place", "--by", "tier")
    lines = result.stderr.splitlines()
    assert [line.split()[:3] for line in lines[2:]] == [
        ["all", "2", "1"],
        ["place", "pairs", "same"], ["north", "1", "1"], ["south", "1", "0"],
        ["tier", "pairs", "same"], ["1", "1", "1"], ["2", "1", "0"],
    ]  # fmt: skip


def test_rows_that_can_not_be_used_are_told_by_number(tmp_path: Path) -> None:
    text = "left,right,same,type\nA B,A B,maybe,person\nA B,A B,yes,human\nA B\nA B,A B,yes,person\nA B,A B,,person\n"
    source = saved(tmp_path / "in.csv", text)
    result = run("--pairs", source, "--label", "same", "--type-column", "type")
    first, second, third, fourth, said, *_ = result.stderr.splitlines()
    assert first.startswith(f"rejected: {source}: row 2, field 'same': 'maybe' is no label. Give yes or no")
    assert second.startswith(f"rejected: {source}: row 3, field 'type': 'human' is no type")
    assert third.startswith(f"rejected: {source}: row 4: 1 field where")
    assert fourth.startswith(f"rejected: {source}: row 6, field 'same': '' is no label")
    assert said == "1 rows written to standard output (1 match); 4 rejected"
    assert code(result) == 1


def test_jsonl_has_labels_too(tmp_path: Path) -> None:
    rows = [{"left": "Jane Smith", "right": "Jane Smith", "same": 1}, {"left": "Minsk", "right": "Oslo", "same": "no"}]
    source = saved(tmp_path / "in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    result = run("--pairs", source, "--label", "same")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(answer["same"], answer["match"]) for answer in answers] == [(1, True), ("no", False)]
    assert table("\n".join(result.stderr.splitlines()[1:]))[0]["F1"] == "1.000"


def test_a_prefix_makes_room_for_columns_of_the_same_name(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "left,right,reason\nMinsk,Minsk,same\n")
    with pytest.raises(TableError, match="--prefix"):
        run("--pairs", source)
    result = run("--pairs", source, "--prefix", "judged_")
    assert result.stdout.splitlines()[0] == "left,right,reason,judged_score,judged_match,judged_reason"


@pytest.mark.parametrize("missing", ["left", "right", "same", "tier"])
def test_a_missing_column_is_told_before_any_work(tmp_path: Path, missing: str) -> None:
    source = saved(tmp_path / "in.csv", LABELLED.replace(missing, "other", 1))
    with pytest.raises(InputError, match=f"field '{missing}'"):
        run("--pairs", source, "-o", tmp_path / "out.csv", "--label", "same", "--by", "tier")
    assert list(tmp_path.iterdir()) == [source]


def test_an_empty_table_has_no_figures(tmp_path: Path) -> None:
    result = run("--pairs", saved(tmp_path / "in.csv", "left,right,same\n"), "--label", "same")
    (row,) = table("\n".join(result.stderr.splitlines()[1:]))
    assert list(row.values()) == ["all", "0", "0", *["-"] * 7]


judged = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 20).map(lambda x: x / 20)), min_size=1)


@given(judged)
def test_figures_are_those_of_counting_pair_by_pair(answers: list[tuple[bool, bool, float]]) -> None:
    tally = Tally()
    for answer in answers:
        tally.add(*answer)

    def f1(found: list[bool]) -> float | None:
        right = sum(same and match for (same, _, _), match in zip(answers, found, strict=True))
        every = sum(same for same, _, _ in answers) + sum(found)
        return 2 * right / every if every else None

    cells = tally.figures()
    default = f1([match for _, match, _ in answers])
    best = max(f1([score >= threshold for _, _, score in answers]) or 0.0 for _, _, threshold in answers)
    assert cells[2] == ("-" if default is None else f"{default:.3f}")
    assert cells[5] == f"{best:.3f}"
    assert f1([score >= float(cells[6]) for _, _, score in answers]) == best


KNOWN = """name,born,other,born there,nation,nation there
Ivan Petrov,1960,Иван Петров,1960-05-04,,
Ivan Petrov,1960,Иван Петров,1985,,
Ivan Petrov,,Иван Петров,,Russia,RU
Ivan Petrov,some day,Иван Петров,1985,,
"""


def test_what_is_known_beside_the_names_stands_in_columns(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", KNOWN)
    result = run(
        "--pairs", source, "--left", "name", "--right", "other",
        "--birth-date-columns", "born", "born there", "--country-columns", "nation", "nation there",
    )  # fmt: skip
    same_age, other_age, same_country = csv.DictReader(io.StringIO(result.stdout))
    names = ("Ivan Petrov", "Иван Петров")
    alone = Resolver.compare(*names)
    assert float(same_age["score"]) == round(Resolver.compare(*names, birth_date=("1960", "1960-05-04")).score, 4)
    assert float(same_country["score"]) == round(Resolver.compare(*names, country=("RU", "RU")).score, 4) > alone.score
    assert other_age["match"] == "false"
    assert "birth date differs" in other_age["reason"]
    assert "row 5, field 'born': 'some day'" in result.stderr
    assert code(result) == 1


def test_columns_of_what_is_known_need_a_table() -> None:
    with pytest.raises(UsageError, match="give two names"):
        run("Ada", "Ada", "--gender-columns", "a", "b")
