"""Tables through the real engine: normalize and compare."""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import os
import signal
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from resolver.batch import (
    COMPARE_COLUMNS,
    NORMALIZE_COLUMNS,
    NameColumn,
    TableRun,
    compare_table,
    normalize_table,
    read_names,
)
from resolver.batch.output import Answer
from resolver.batch.pool import Work
from resolver.batch.run import BATCH_ROWS
from resolver.errors import IndexMissingError, InputError, ResolverError, TableError
from resolver.index import NameRow, build_index
from resolver.processes import map_batches
from resolver.resolver import Resolver

PEOPLE = [
    NameRow("ts", "Sviatlana Tsikhanouskaya", "person", "en", "primary"),
    NameRow("ts", "Svetlana Tikhanovskaya", "person", "en"),
    NameRow("lu", "Alexander Lukashenko", "person", "en", "primary"),
    NameRow("ka", "Maria Kalesnikava", "person", "en", "primary"),
    NameRow("i1", "Ivan Ivanov", "person", "en", "primary"),
    NameRow("i2", "Ivan Ivanov", "person", "en", "primary"),
    NameRow("mi", "Minsk", "place", "en", "primary"),
]
EXPECTED = {
    "Светлана Тихановская": "ts",
    "Tsikhanouskaya, Sviatlana": "ts",
    "Alexandr Lukashenko": "lu",
    "Ivan Ivanov": "",
    "Jane Smith": "",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "people"
    build_index(PEOPLE, path)
    return path


def run_of(source: Path, out: Path, rejected: list[str] | None = None, **options: object) -> TableRun:
    """A run that collects what is rejected, and fails where nothing may be."""

    def reject(error: InputError) -> None:
        if rejected is None:
            raise AssertionError(str(error))
        rejected.append(str(error))

    return TableRun(source, out, reject, **options)  # type: ignore[arg-type]


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_normalize_keeps_the_columns_and_adds_the_answer(index: Path, tmp_path: Path) -> None:
    lines = "".join(f'{n},"{name}",x{n}\n' for n, name in enumerate(EXPECTED))
    source = saved(tmp_path / "in.csv", "no,who,note\n" + lines)
    counts = normalize_table(run_of(source, tmp_path / "out.csv"), "who", index=index)
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["no", "who", "note", *NORMALIZE_COLUMNS]
    assert [(row["no"], row["who"], row["note"]) for row in rows] == [
        (str(n), name, f"x{n}") for n, name in enumerate(EXPECTED)
    ]
    assert {row["who"]: row["entity_id"] for row in rows} == EXPECTED
    assert counts == Counter(row["status"] for row in rows)
    by_name = {row["who"]: row for row in rows}
    assert by_name["Ivan Ivanov"]["status"] == "ambiguous"
    assert by_name["Jane Smith"]["status"] == "none"
    matched = by_name["Alexandr Lukashenko"]
    assert (matched["entity_name"], matched["matched_name"]) == ("Alexander Lukashenko", "Alexander Lukashenko")
    assert 0 < float(matched["score"]) <= 1
    assert matched["reason"].startswith("Alexandr ~ Alexander given name")


def test_a_table_says_what_the_engine_says(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.jsonl", "".join(json.dumps({"name": name}) + "\n" for name in EXPECTED))
    normalize_table(run_of(source, tmp_path / "out.jsonl"), "name", index=index, candidates=3)
    resolver = Resolver.open(index)
    for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        answer = resolver.resolve(row["name"], limit=3).to_dict()
        for field in ("status", "score", "margin", "matched_name"):
            assert row[field] == answer[field]
        entity = answer["entity"] or {"id": None, "name": None}
        assert (row["entity_id"], row["entity_name"]) == (entity["id"], entity["name"])
        assert row["candidates"] == [{key: c[key] for key in ("id", "name", "score")} for c in answer["candidates"]]


def test_candidates_are_given_whatever_the_status(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.tsv", "name\nIvan Ivanov\nIvan Lukashenko\n")
    normalize_table(run_of(source, tmp_path / "out.tsv"), "name", index=index, candidates=2)
    ambiguous, other = (line.split("\t") for line in (tmp_path / "out.tsv").read_text("utf-8").splitlines()[1:])
    assert ambiguous[3] == "ambiguous"
    assert {candidate["id"] for candidate in json.loads(ambiguous[-1])} == {"i1", "i2"}
    assert other[1] == ""
    scores = [candidate["score"] for candidate in json.loads(other[-1])]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_is_kept_over_batches_and_processes(index: Path, tmp_path: Path, jobs: int) -> None:
    names = list(EXPECTED)
    count = BATCH_ROWS * 2 + 7
    lines = "".join(f"{n}\t{names[n % len(names)]}\n" for n in range(count))
    source = saved(tmp_path / "in.tsv.gz", gzip.compress(b"no\tname\n" + lines.encode()))
    steps: list[int] = []
    run = run_of(source, tmp_path / "out.csv", jobs=jobs, progress=steps.append)
    counts = normalize_table(run, "name", index=index)
    rows = rows_of(tmp_path / "out.csv")
    assert [row["no"] for row in rows] == [str(n) for n in range(count)]
    assert all(row["entity_id"] == EXPECTED[row["name"]] for row in rows)
    assert counts.total() == count
    assert sum(steps) == source.stat().st_size


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_missing_index_leaves_no_output(tmp_path: Path, jobs: int) -> None:
    source = saved(tmp_path / "in.csv", "name\nJane\n")
    with pytest.raises(IndexMissingError):
        normalize_table(run_of(source, tmp_path / "out.csv", jobs=jobs), "name", index=tmp_path / "none")
    assert list(tmp_path.iterdir()) == [source]


class DyingJob:
    """Ends its process as a lack of memory would."""

    def open(self) -> Work:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(ResolverError, match="a worker process died"):
        list(map_batches(DyingJob(), [[("Jane",)]], jobs=2))


class FailingJob:
    """Does its work once, and then fails."""

    def open(self) -> Work:
        answers: list[list[Answer]] = [[{"score": 1.0}]]
        return lambda _: answers.pop()


def test_an_error_in_a_process_reaches_the_caller() -> None:
    done = map_batches(FailingJob(), [[("Jane",)]] * 6, jobs=2)
    assert [next(done) for _ in range(2)] == [[{"score": 1.0}]] * 2
    with pytest.raises(IndexError):
        next(done)
    assert multiprocessing.active_children() == []


def test_odd_names_have_a_clear_outcome(index: Path, tmp_path: Path) -> None:
    odd = {
        "": "no letters",
        "   ": "no letters",
        "😀": "no letters",
        "\u0301": "no letters",
        "...": "no letters",
        "Lukashenko" * 10_000: "longer than",
    }
    source = saved(tmp_path / "in.csv", "no,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(odd)))
    normalize_table(run_of(source, tmp_path / "out.csv"), "name", index=index)
    for row, (name, said) in zip(rows_of(tmp_path / "out.csv"), odd.items(), strict=True):
        assert (row["name"], row["status"], row["entity_id"]) == (name, "none", "")
        assert said in row["reason"]


@pytest.mark.parametrize(
    "name", ["Alex\0ander Lukashenko", "\u202eAlexander Lukashenko\u202c", "\ufeffАлександр Лукашенко"]
)
def test_invisible_characters_are_passed_over_and_kept(index: Path, tmp_path: Path, name: str) -> None:
    source = saved(tmp_path / "in.csv", f"no,name\n1,{name}\n")
    normalize_table(run_of(source, tmp_path / "out.csv"), "name", index=index)
    _header, row = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert row.startswith(f"1,{name},lu,Alexander Lukashenko,match,")


def test_half_a_surrogate_pair_in_json_is_passed_through(index: Path, tmp_path: Path) -> None:
    line = '{"name": "Alexander \\ud83d Lukashenko"}'
    source = saved(tmp_path / "in.jsonl", line + "\n")
    normalize_table(run_of(source, tmp_path / "out.jsonl"), "name", index=index)
    out = (tmp_path / "out.jsonl").read_text("utf-8")
    assert out.startswith(line[:-1])
    assert json.loads(out)["entity_id"] == "lu"


def test_rejected_rows_are_counted_and_the_rest_goes_on(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", b"no,name\n1,Minsk\n2,M\xfcnsk\n3\n4,Minsk\n")
    rejected: list[str] = []
    counts = normalize_table(run_of(source, tmp_path / "out.csv", rejected), "name", index=index)
    assert [row["no"] for row in rows_of(tmp_path / "out.csv")] == ["1", "4"]
    assert counts["rejected"] == 2
    assert [message.split(":")[0] for message in rejected] == ["row 3, field 'name'", "row 4"]


def test_a_prefix_makes_room_for_a_second_answer(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "a,b\nMinsk,Alexander Lukashenko\n")
    normalize_table(run_of(source, tmp_path / "one.csv"), "a", index=index)
    with pytest.raises(TableError, match="--prefix"):
        normalize_table(run_of(tmp_path / "one.csv", tmp_path / "two.csv"), "b", index=index)
    normalize_table(run_of(tmp_path / "one.csv", tmp_path / "two.csv", prefix="b_"), "b", index=index)
    (row,) = rows_of(tmp_path / "two.csv")
    assert (row["entity_id"], row["b_entity_id"]) == ("mi", "lu")


def test_the_input_is_not_overwritten(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "name\nMinsk\n")
    (tmp_path / "link.csv").symlink_to(source)
    for out in (source, tmp_path / "link.csv"):
        with pytest.raises(TableError, match="the input itself"):
            normalize_table(run_of(source, out), "name", index=index)
    assert source.read_text() == "name\nMinsk\n"


def test_entities_of_another_type_are_no_match(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "name\nMinsk\n")
    for name, expected in ((NameColumn("name", "place"), "mi"), (NameColumn("name", "person"), "")):
        normalize_table(run_of(source, tmp_path / "out.csv"), name, index=index)
        assert rows_of(tmp_path / "out.csv")[0]["entity_id"] == expected


def test_memory_does_not_grow_with_the_table(index: Path, tmp_path: Path) -> None:
    """Ten times the rows take about the same memory (what the tables themselves need is far above the slack)."""

    def peak(rows: int) -> int:
        filler = "x" * 2000
        source = saved(tmp_path / "in.csv", "name,filler\n" + f"Minsk,{filler}\n" * rows)
        tracemalloc.start()
        try:
            normalize_table(run_of(source, tmp_path / "out.csv"), "name", index=index)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(BATCH_ROWS * 10) < peak(BATCH_ROWS * 2) + 2_000_000


def test_compare_judges_pairs(tmp_path: Path) -> None:
    source = saved(
        tmp_path / "in.csv",
        "a,b,kind\nЛукашенко Александр,Alexander Lukashenko,person\nJane Smith,Alexander Lukashenko,\n,Minsk,place\n",
    )
    counts = compare_table(run_of(source, tmp_path / "out.csv"), "a", "b", type_column="kind")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0]) == ["a", "b", "kind", *COMPARE_COLUMNS]
    assert [row["match"] for row in rows] == ["true", "false", "false"]
    assert float(rows[0]["score"]) > float(rows[1]["score"])
    assert counts == {"match": 1, "no match": 2}


def test_compare_weighs_what_is_known_beside_both_names(tmp_path: Path) -> None:
    source = saved(
        tmp_path / "in.csv", "a,b,kind,born,there\nJo Smith,J. Smith,person,1950,1950\nJo Smith,J. Smith,,1950,1990\n"
    )
    compare_table(
        run_of(source, tmp_path / "out.csv"), "a", "b", type_column="kind", birth_date_columns=("born", "there")
    )
    same, other = rows_of(tmp_path / "out.csv")
    assert float(same["score"]) > float(other["score"])
    assert "birth year agrees" in same["reason"]


def test_compare_rejects_a_type_there_is_not(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "a,b,kind\nx,y,human\nMinsk,Minsk,place\n")
    rejected: list[str] = []
    counts = compare_table(run_of(source, tmp_path / "out.csv", rejected), "a", "b", type_column="kind")
    assert counts == {"match": 1, "rejected": 1}
    assert rejected[0].startswith("row 2, field 'kind': 'human' is no type")


def test_compare_of_very_long_names_is_no_match(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", f"a,b\n{'Jane ' * 20_000},{'x' * 100_000}\n")
    assert compare_table(run_of(source, tmp_path / "out.csv"), "a", "b") == {"no match": 1}
    answer = '0.0000,false,"unusable (a name is longer than 1,000 characters)"\n'
    assert (tmp_path / "out.csv").read_text().endswith(answer)


# Name lists


def names(*paths: Path) -> tuple[list[NameRow], list[str]]:
    rejected: list[str] = []
    rows = list(read_names(paths, lambda path, error: rejected.append(f"{path.name}: {error}")))
    return rows, rejected


def test_lists_of_several_formats_merge(tmp_path: Path) -> None:
    first = saved(tmp_path / "a.csv", "name,entity_id\nJane Doe,1\n")
    second = saved(
        tmp_path / "b.tsv.gz", gzip.compress(b"entity_id\ttype\tname\tlang\trole\n1\tperson\tJD\ten\tweak\n")
    )
    third = saved(tmp_path / "c.jsonl", '{"entity_id": "2", "name": "Minsk", "type": "place", "role": "primary"}\n')
    rows, rejected = names(first, second, third)
    assert rows == [
        NameRow("1", "Jane Doe"),
        NameRow("1", "JD", "person", "en", "alias", weak=True),
        NameRow("2", "Minsk", "place", "", "primary"),
    ]
    assert rejected == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (",Jane,,", "field 'entity_id': empty"),
        ("1,  ,,", "field 'name': empty"),
        ("1,!!!,,", "field 'name': no letter or digit"),
        ("1,Jane,human,", "field 'type': 'human' is no type"),
        ("1,Jane,,main", "field 'role': 'main' is no role"),
        ("1," + "Jane " * 300 + ",,", "field 'name': longer than 1,000 characters"),
        ("1,Jane", "2 fields where the header has 4"),
    ],
)
def test_a_name_row_that_can_not_be_used(tmp_path: Path, cells: str, said: str) -> None:
    source = saved(tmp_path / "a.csv", f"entity_id,name,type,role\n{cells}\n2,Jo,person,\n")
    rows, rejected = names(source)
    assert rows == [NameRow("2", "Jo", "person")]
    (message,) = rejected
    assert message.startswith("a.csv: row 2")
    assert said in message


def test_half_a_surrogate_pair_is_no_name(tmp_path: Path) -> None:
    rows, rejected = names(saved(tmp_path / "a.jsonl", '{"entity_id": "1", "name": "Jane \\ud83d"}\n'))
    assert rows == []
    assert "surrogate" in rejected[0]


def test_alias_files_are_name_lists(tmp_path: Path) -> None:
    text = "- id: minsk\n  type: place\n  name: Minsk\n  names:\n  - name: Mensk\n    lang: be\n"
    saved(tmp_path / "places.yaml", text)
    assert names(tmp_path) == names(tmp_path / "places.yaml")
    rows, _ = names(tmp_path)
    assert [(row.entity_id, row.name) for row in rows] == [("minsk", "Minsk"), ("minsk", "Mensk")]


def test_a_directory_without_lists_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"without \.yaml files"):
        names(tmp_path)


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"none\.csv can't be read: No such file"):
        names(tmp_path / "none.csv")


@pytest.mark.parametrize("threshold", [float("nan"), -0.1, 1.5])
def test_a_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    with pytest.raises(InputError) as refused:
        NameColumn("name", threshold=threshold)
    assert refused.value.field == "threshold"
    assert refused.value.mend == "Give a number from 0 to 1."
