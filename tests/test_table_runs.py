"""Runs over tables: repeats, what is asked, rejects, reports, pipes, and going on after a kill."""

from __future__ import annotations

import csv
import errno
import fcntl
import gzip
import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from patience import PATIENCE
from web_index import towns_and_people

from resolver.batch import NameColumn, Report, TableRun, name_columns, normalize_table, run
from resolver.batch.journal import Journal
from resolver.batch.memo import Batch, Memo
from resolver.batch.output import Answer
from resolver.batch.rows import Row
from resolver.cli.entry import cli
from resolver.errors import InputError, TableError
from resolver.index import NameIndex
from resolver.lock import alone
from resolver.model import Asked
from resolver.resolver import Resolver

NAMES = ["Sviatlana Tsikhanouskaya", "Аляксандр Лукашэнка", "Minsk", "Viasna Human Rights Centre", "Jane Smith"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("runs"))


def raises(error: InputError) -> None:
    raise error


def saved(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def said(*arguments: object) -> tuple[int, str]:
    """Exit code and all output of `resolver normalize`, in this process."""
    result = CliRunner().invoke(cli, ["normalize", *map(str, arguments)], standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, SystemExit | TableError), result.exception
    return result.return_value or result.exit_code, result.output


# Repeats


def test_a_name_that_comes_again_is_resolved_once(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    resolve_many = Resolver.resolve_many

    def counted(self: Resolver, names: list[Asked], **options: object) -> object:
        asked.update(one.name for one in names)
        return resolve_many(self, names, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Resolver, "resolve_many", counted)
    monkeypatch.setattr(run, "BATCH_ROWS", 7)
    source = saved(tmp_path / "in.csv", "no,name\n" + "".join(f"{n},{NAMES[n % 5]}\n" for n in range(100)))
    normalize_table(TableRun(source, tmp_path / "out.csv", raises), "name", index=index)
    assert asked == Counter(NAMES)
    rows = rows_of(tmp_path / "out.csv")
    assert [row["no"] for row in rows] == [str(n) for n in range(100)]
    assert all({**row, "no": ""} == {**rows[at % 5], "no": ""} for at, row in enumerate(rows))


def test_the_memo_forgets_what_was_not_asked_for_long() -> None:
    memo = Memo(most=2)
    fresh = []
    for key in "abacdeab":
        batch = Batch()
        memo.add(Row(1, (key,)), [(key,)], batch)
        fresh.append(bool(batch.fresh))
    # "a" is asked again while "b" is still young; at the end both are gone, so they are asked anew.
    assert fresh == [True, True, False, True, True, True, True, True]


# What is asked


def test_several_columns_make_one_name(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "surname,given\nTsikhanouskaya, Sviatlana \nMinsk,\n")
    normalize_table(TableRun(source, tmp_path / "two.csv", raises), NameColumn(("given", "surname")), index=index)
    assert [row["entity_id"] for row in rows_of(tmp_path / "two.csv")] == ["p1", "l1"]
    whole = saved(tmp_path / "whole.csv", "name\nSviatlana Tsikhanouskaya\nMinsk\n")
    normalize_table(TableRun(whole, tmp_path / "one.csv", raises), "name", index=index)
    pairs = zip(rows_of(tmp_path / "two.csv"), rows_of(tmp_path / "one.csv"), strict=True)
    assert all(two["reason"] == one["reason"] for two, one in pairs)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_each_column_has_names_of_its_own(index: Path, tmp_path: Path, suffix: str, jobs: int) -> None:
    """The same as one column after the other, each with its type, its threshold and its prefix."""
    source, out, first = (tmp_path / f"{name}{suffix}" for name in ("in", "out", "first"))
    frame = pd.DataFrame({"who": NAMES, "where": NAMES[::-1], "no": range(len(NAMES))})
    match suffix:
        case ".jsonl":
            frame.to_json(source, orient="records", lines=True, force_ascii=False)
        case ".parquet":
            frame.to_parquet(source)
        case ".xlsx":
            frame.to_excel(source, index=False)
        case _:
            frame.to_csv(source, index=False, sep="\t" if suffix == ".tsv" else ",")
    who = NameColumn("who", "person", threshold=1.0, prefix="who_")
    where = NameColumn("where", prefix="where_")
    counts = normalize_table(TableRun(source, out, raises, jobs=jobs), who, where, index=index)
    alone = normalize_table(TableRun(source, first, raises), who, index=index)
    both = normalize_table(TableRun(first, tmp_path / f"both{suffix}", raises), where, index=index)
    assert counts == alone + both == {"match": 4, "ambiguous": 4, "none": 2}
    assert out.read_bytes() == (tmp_path / f"both{suffix}").read_bytes()


def test_what_is_said_of_names_is_said_once_for_all_or_once_for_each(index: Path, tmp_path: Path) -> None:
    source, out = saved(tmp_path / "in.csv", "who,where\nMinsk,Minsk\n"), tmp_path / "out.csv"
    command = (source, "-o", out, "--column", "who", "--column", "where", "--each", "--index", index)
    code, output = said(*command, "--type", "person", "--type", "")
    assert (code, f"1 rows written to {out} (1 ambiguous, 1 match)" in output) == (0, True)
    (row,) = rows_of(out)
    assert (row["who_status"], row["where_status"], row["where_entity_id"]) == ("ambiguous", "match", "l1")
    assert said(*command, "--type", "place")[0] == 0
    (row,) = rows_of(out)
    assert row["who_entity_id"] == row["where_entity_id"] == "l1"
    with pytest.raises(InputError, match=r"threshold.*3 times.*once for each of the 2 columns"):
        name_columns(["who", "where"], each=True, threshold=(0.1, 0.2, 0.3))
    with pytest.raises(InputError, match=r"type.*2 times.*say that each has names of its own"):
        name_columns(["given", "surname"], type=("person", "org"))
    with pytest.raises(InputError, match="named twice"):
        name_columns(["who", "who"], each=True)
    with pytest.raises(InputError, match="the same columns"):
        normalize_table(TableRun(source, out, raises), "who", "where", index=index)


def test_names_of_a_row_that_was_killed_on_its_way(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "who,where\n" + "".join(f"{a},{b}\n" for a in NAMES for b in NAMES))
    names = name_columns(["who", "where"], each=True, threshold=[1.0, 0.0])
    normalize_table(TableRun(source, tmp_path / "whole.csv", raises), *names, index=index)
    run = TableRun(source, tmp_path / "out.csv", raises, journal=tmp_path / "journal")

    def killed(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        normalize_table(replace(run, done=killed), *names, index=index)
    assert (tmp_path / "journal").stat().st_size
    normalize_table(run, *names, index=index)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        normalize_table(replace(run, done=killed), *names, index=index)
    others = name_columns(["who", "where"], each=True, threshold=[0.0, 1.0])
    with pytest.raises(TableError, match="another index, version or set of options"):
        normalize_table(run, *others, index=index)


def test_a_column_says_the_type_of_each_row(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "name,kind\nMinsk,place\nMinsk,Person\nMinsk,\nMinsk,town\nMinsk,Location\n")
    rejected: list[str] = []
    table = TableRun(source, tmp_path / "out.csv", lambda error: rejected.append(str(error)))
    normalize_table(table, NameColumn("name", "place", type_column="kind"), index=index)
    assert [row["entity_id"] for row in rows_of(tmp_path / "out.csv")] == ["l1", "", "l1", "l1"]
    assert rejected[0].startswith("row 5, field 'kind': 'town' is no type")


def test_a_match_below_the_threshold_is_ambiguous(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "name\nLukashenka\nAlexander Lukashenko\n")
    normalize_table(TableRun(source, tmp_path / "all.csv", raises), "name", index=index)
    (low, high) = rows_of(tmp_path / "all.csv")
    assert (low["status"], high["status"]) == ("match", "match")
    between = (float(low["score"]) + float(high["score"])) / 2
    normalize_table(TableRun(source, tmp_path / "out.csv", raises), NameColumn("name", threshold=between), index=index)
    first, second = rows_of(tmp_path / "out.csv")
    assert (first["status"], first["entity_id"], first["score"]) == ("ambiguous", "", low["score"])
    assert second == high


# The command


@pytest.mark.parametrize("name", ["out.pdf", "out.pdf.gz", "out.parquet.gz", "out.xls"])
def test_a_name_that_ends_as_no_table_does_is_refused(index: Path, tmp_path: Path, name: str) -> None:
    table = saved(tmp_path / "in.csv", "name\nMinsk\n")
    with pytest.raises(TableError, match=r"End it in .csv, .*|Take .gz off"):
        normalize_table(TableRun(table, tmp_path / name, raises), "name", index=index)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("name", ["out", "out.2", "out.gz", "OUT.CSV.GZ"])
def test_a_name_that_tells_nothing_is_written_as_the_table_that_was_read(
    index: Path, tmp_path: Path, name: str
) -> None:
    table = saved(tmp_path / "in.csv", "name\nMinsk\n")
    normalize_table(TableRun(table, tmp_path / name, raises), "name", index=index)
    written = (tmp_path / name).read_bytes()
    packed = name.lower().endswith(".gz")
    assert (gzip.decompress(written) if packed else written).startswith(b"name,entity_id,")


def test_what_is_wrong_with_a_row_is_said_each_time(index: Path, tmp_path: Path) -> None:
    """Rows of known names are not checked again, and those that were refused never become known."""
    table = saved(tmp_path / "in.csv", "name,kind\nMinsk,klingon\nMinsk,place\nMinsk,klingon\nMinsk,place\n")
    rejected: list[InputError] = []
    name = NameColumn("name", type_column="kind")
    counts = normalize_table(TableRun(table, tmp_path / "out.csv", rejected.append), name, index=index)
    assert [error.row for error in rejected] == [2, 4]
    assert counts == {"match": 2, "rejected": 2}


def test_rejected_rows_go_to_a_file(index: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b'no,name\n1,Minsk\n2\n3,"Ren\xe9"\n')
    code, output = said(
        source, "-o", tmp_path / "out.csv", "--column", "name", "--index", index, "--rejects", tmp_path / "no.csv"
    )
    assert code == 1
    assert output == f"1 rows written to {tmp_path / 'out.csv'} (1 match); 2 rejected\n"
    assert [(row["row"], row["field"]) for row in rows_of(tmp_path / "no.csv")] == [("3", ""), ("4", "name")]
    assert "quoted" in rows_of(tmp_path / "no.csv")[0]["mend"]


def test_of_many_rejected_rows_the_first_are_shown_and_the_others_counted(index: Path, tmp_path: Path) -> None:
    source = saved(tmp_path / "in.csv", "name,land\nMinsk,BY\n" + 'Minsk,"At\nlantis"\n' * 25)
    code, output = said(
        source, "-o", tmp_path / "out.csv", "--column", "name", "--country-column", "land", "--index", index
    )
    *rows, more, done = output.splitlines()
    assert (code, len(rows)) == (1, 20)
    assert "row 3, field 'land': 'At lantis' is no country" in rows[0]
    assert more == "rejected: 5 more; --rejects FILE takes them all"
    assert done.endswith("25 rejected")


def test_a_table_in_another_encoding_is_read_and_written_in_utf_8(index: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("name,note\nМинск,да\n".encode("cp1251"))
    assert said(source, "-o", out, "--column", "name", "--index", index)[0] == 1
    assert said(source, "-o", out, "--column", "name", "--index", index, "--encoding", "windows-1251")[0] == 0
    (row,) = rows_of(out)
    assert (row["name"], row["note"], row["entity_id"]) == ("Минск", "да", "l1")


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_binary_tables_go_through_pipes(index: Path, tmp_path: Path, kind: str) -> None:
    source = saved(tmp_path / "in.csv", "name\nMinsk\n")
    said(source, "-o", tmp_path / f"one.{kind}", "--column", "name", "--index", index)
    command = [sys.executable, "-m", "resolver", "normalize", "-", "-o", "-", "--index", str(index), "--column", "name"]
    command += ["--format", kind, "--prefix", "b_", "--out-format", kind]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, input=(tmp_path / f"one.{kind}").read_bytes(), capture_output=True, check=True, env=environment
    )
    (tmp_path / f"two.{kind}").write_bytes(done.stdout)
    said(tmp_path / f"two.{kind}", "-o", tmp_path / "three.csv", "--column", "name", "--index", index, "--prefix", "c_")
    (row,) = rows_of(tmp_path / "three.csv")
    assert (row["name"], row["entity_id"], row["b_entity_id"], row["c_entity_id"]) == ("Minsk", "l1", "l1", "l1")


class Page(HTMLParser):
    """What of a page would be fetched or run, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]
        self.links += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_is_one_page_that_needs_nothing_else(index: Path, tmp_path: Path) -> None:
    evil = '<script src="//x.example/a.js">alert(1)</script>'
    names = [*NAMES, "Minsk", "Tsikhanouskaya", f'"{evil.replace(chr(34), chr(34) * 2)}"', "Jane Smith", "Minsk M."]
    source = saved(tmp_path / "in.csv", "name\n" + "\n".join(names) + "\n")
    out, page = tmp_path / "out.csv", tmp_path / "report.html"
    code, _ = said(source, "-o", out, "--column", "name", "--index", index, "--report", page)
    assert code == 0
    html = page.read_text("utf-8")
    seen = Page(html)
    assert seen.links == []
    assert not {"script", "link", "img", "iframe", "object"} & set(seen.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert evil in seen.text
    counts = Counter(row["status"] for row in rows_of(out))
    for status, n in counts.items():
        assert re.search(rf"{status}</td><td class=\"n\">{n}</td>", html)
    assert seen.tags["svg"] >= 4
    assert NameIndex.open(index).info.hash in seen.text
    matched = {row["name"] for row in rows_of(out) if row["status"] == "match"}
    review = html.split("Matches to review")[1]
    assert matched
    assert all(name in review for name in matched)
    unresolved = html.split("unresolved names")[1].split("Ambiguous names")[0]
    assert 'Jane Smith</bdi></td><td class="n">2</td>' in unresolved


def test_a_report_keeps_the_frequent_names_of_a_long_table() -> None:
    report = Report()
    nothing: Answer = {"status": "none", "score": 0.01}
    for n in range(150_000):
        report.see((f"name {n}", ""), nothing)
        report.see(("often", "person"), nothing)
    html = report.html("t", {})
    assert '>often</bdi></td><td>person</td><td class="n">150,000</td>' in html
    assert sum(len(names) for names in report._names.values()) < 150_000


# Going on after a kill


def killed(source: Path, out: Path, index: Path, jobs: int, length: int) -> int:
    """The exit code of a run that is killed when its journal has `length` bytes (0: never)."""
    script = Path(__file__).with_name("killed_run.py")
    root = Path(__file__).parent.parent
    environment = os.environ | {"PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
    arguments = [sys.executable, str(script), str(source), str(out), str(index), str(jobs), str(length)]
    return subprocess.run(arguments, env=environment, timeout=PATIENCE, check=False).returncode


@pytest.mark.parametrize("name", ["out.csv.gz", "out.parquet"])
def test_a_run_killed_three_times_ends_as_if_it_had_not_been(index: Path, tmp_path: Path, name: str) -> None:
    seed = random.Random(20)
    words = ["Minsk", "Maria", "Sviatlana", "Lukashenko", "Viasna", "Ivan", "Святлана", "Mazowiecki"]
    lines = [f"{n},{seed.choice(words)} {seed.choice(words)} {seed.randrange(3)}" for n in range(400)]
    source = saved(tmp_path / "in.csv", "no,name\n" + "\n".join([*lines[:200], "bad", *lines[200:]]) + "\n")
    whole, out = tmp_path / f"whole-{name}", tmp_path / name
    journal = tmp_path / f"{name}.journal"
    assert killed(source, whole, index, 1, 0) == 0
    # Points in the journal, in bytes, each somewhere within a line.
    for jobs, low, high in ((1, 5_000, 20_000), (2, 20_000, 40_000), (1, 40_000, 55_000)):
        assert killed(source, out, index, jobs, seed.randrange(low, high)) == -signal.SIGKILL
        assert not out.exists()
        assert journal.exists()
    assert killed(source, out, index, 2, 0) == 0
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.csv", whole.name, name])


def test_a_journal_answers_only_for_its_own_run(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with closing(Journal(path, "one")) as journal:
        journal.add([("Minsk", "")], [{"status": "match", "score": 0.9}])
    with pytest.raises(TableError, match="another index, version or set of options"):
        Journal(path, "two")
    with closing(Journal(path, "one")) as other, pytest.raises(TableError, match="another table"):
        other.replay([("Mensk", "")])
    with closing(Journal(path, "one")) as again:
        assert again.replay([("Minsk", "")]) == [{"status": "match", "score": 0.9}]
        assert again.replay([("Mensk", "")]) is None


def test_two_runs_at_once_have_no_journal_in_common(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with closing(Journal(path, "one")) as journal:
        journal.add([("Minsk", "")], [{"status": "match"}])
        with pytest.raises(TableError, match="another run"):
            Journal(path, "one")
    with closing(Journal(path, "one")) as again:
        assert again.replay([("Minsk", "")]) == [{"status": "match"}]


def test_a_file_system_that_knows_no_locks_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with closing(Journal(tmp_path / "journal", "one")) as journal, alone(tmp_path / "journal"):
        journal.add([("Minsk", "")], [{"status": "match"}])


def test_a_journal_needs_a_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["normalize", "-", "-o", "-", "--column", "name", "--format", "csv", "--resume"])
    assert result.exit_code == 2
    assert "name a file" in result.output
