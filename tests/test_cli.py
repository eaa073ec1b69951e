"""The command line as users start it: answers, errors, exit codes, signals, limits."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import termios
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

import click
import pytest
from patience import PATIENCE, until
from reference import commands

from resolver.model import ENTITY_TYPES
from resolver.version import __version__

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "resolver"]
LIST = """entity_id,name,type,lang,role
ts,Sviatlana Tsikhanouskaya,person,en,primary
lu,Alexander Lukashenko,person,en,primary
i1,Ivan Ivanov,person,en,primary
i2,Ivan Ivanov,person,en,primary
"""


def started(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [*COMMAND, *(part if isinstance(part, bytes) else str(part) for part in arguments)]
    return subprocess.Popen(command, env=environment, **{**pipes, **options})  # type: ignore[call-overload, no-any-return]


def run(*arguments: object, stdin: bytes = b"", **options: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    process = started(*arguments, stdin=subprocess.PIPE, **options)
    out, err = process.communicate(stdin, timeout=PATIENCE)
    return process.returncode, out.decode(), err.decode()


def refused(*arguments: object, stdin: bytes = b"", **options: object) -> str:
    """The error of a command that must not be done: one line for people, no traceback, exit code 2."""
    code, out, err = run(*arguments, stdin=stdin, **options)
    assert (code, out) == (2, ""), err
    assert err.startswith("error: ")
    assert "Traceback" not in err
    return err


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    code, out, err = run("index", saved(folder / "list.csv", LIST), "-o", folder / "index")
    assert (code, err) == (0, "")
    assert "3 entities" not in out
    assert "4 entities, 4 names" in out
    return folder / "index"


# Help


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_each_command_explains_itself(path: str, command: click.Command) -> None:
    code, out, err = run(*path.split()[1:], "--help")
    assert (code, err) == (0, "")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[-1] in out
            assert parameter.help
    if path != "resolver":
        assert path in re.split("Examples?:", out)[1]


def test_version() -> None:
    assert run("--version") == (0, f"resolver, version {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["resovle"], "did you mean 'resolve'?"),
        (["resolve"], "Missing argument"),
        (["resolve", "x", "--type", "human"], ", ".join(f"'{kind}'" for kind in ENTITY_TYPES)),
        (["resolve", "x", "--limit", "0"], "--limit"),
        (["normalize", "in.csv", "--column", "name"], "'-o'"),
        (["compare", "one"], "give two names"),
        (["compare", "a", "b", "--label", "same"], "give two names"),
        (["compare", "--pairs", "in.csv", "--by", "tier"], "give --label too"),
        (["compare", "a", "b", "--pairs", "in.csv"], "have no place"),
    ],
)
def test_usage_errors(arguments: Sequence[str], said: str) -> None:
    err = refused(*arguments)
    assert said in err
    assert "--help" in err


@pytest.mark.parametrize("group", [[], ["keys"]])
def test_without_a_command_there_is_help(group: list[str]) -> None:
    code, out, err = run(*group)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: resolver")


# resolve


def test_resolve_prints_an_answer_for_people(index: Path) -> None:
    code, out, err = run("resolve", "--index", index, "Ціханоўская Святлана", "Ivan Ivanov", "Jane Smith")
    assert (code, err) == (0, "")
    assert "Ціханоўская Святлана → Sviatlana Tsikhanouskaya [ts] (person)" in out
    assert "Ivan Ivanov → ambiguous" in out
    assert "Ivan Ivanov [i1]" in out
    assert "Ivan Ivanov [i2]" in out
    assert "Jane Smith → none" in out


def test_resolve_prints_json_a_line(index: Path) -> None:
    names = ["Alexander Lukashenko", "", "😀", "\u0301", "Lukashenko" * 10_000, "\u202eLukashenko\u202c"]
    code, out, err = run("resolve", "--json", "--index", index, *names)
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["query"] for answer in answers] == names
    assert [answer["status"] for answer in answers[:5]] == ["match", "none", "none", "none", "none"]
    assert {answer["reasons"][0]["kind"] for answer in answers[1:5]} == {"unusable"}
    assert answers[0]["entity"]["id"] == "lu"


def test_text_for_people_holds_no_control_characters(index: Path) -> None:
    _, out, _ = run("resolve", "--index", index, "\x1b[31mLuka\u202eshenko", "Lukashenko" * 10_000)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert len(out) < 2000


def test_an_argument_that_is_not_utf_8_gets_an_answer(index: Path) -> None:
    for form in ([], ["--json"]):
        code, out, err = run("resolve", "--index", index, *form, b"Alexander \xe9Lukashenko")
        assert (code, err) == (0, "")
        assert "Lukashenko" in out


def test_resolve_reads_lines(index: Path) -> None:
    lines = "Alexander Lukashenko\r\n\nРене\n".encode() + b"Ren\xe9\nIvan Ivanov"
    code, out, err = run("resolve", "--json", "--index", index, "-", stdin=lines)
    assert [json.loads(line)["query"] for line in out.splitlines()] == ["Alexander Lukashenko", "Рене", "Ivan Ivanov"]
    assert (code, err) == (1, "rejected: row 4: not UTF-8 (byte 0xE9)\n")


def test_limit_and_type(index: Path) -> None:
    _, out, _ = run("resolve", "--json", "--index", index, "--limit", 1, "Ivan Ivanov")
    assert len(json.loads(out)["candidates"]) == 1
    _, out, _ = run("resolve", "--json", "--index", index, "--type", "place", "Ivan Ivanov")
    assert json.loads(out)["status"] == "ambiguous"
    assert "type_differs" in out


def test_a_missing_or_broken_index_is_told(tmp_path: Path, index: Path) -> None:
    assert str(tmp_path / "none") in refused("resolve", "--index", tmp_path / "none", "x")
    refused("resolve", "--index", saved(tmp_path / "file", "x"), "x")
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in index.iterdir():
        saved(broken / path.name, path.read_bytes()[: path.stat().st_size // 2])
    refused("resolve", "--index", broken, "x")


def test_bundled_aliases_answer_without_an_index() -> None:
    code, out, _ = run("resolve", "--json", "Святлана Ціханоўская")
    assert code == 0
    assert json.loads(out)["status"] == "match"


# romanize


def test_romanize_names_the_system() -> None:
    code, out, _ = run("romanize", "Ціханоўская")
    assert code == 0
    assert "Tsikhanouskaya" in out.split()
    _, every, _ = run("romanize", "--all", "Ціханоўская")
    assert len(every.splitlines()) > len(out.splitlines())
    assert run("romanize", "--system", "be-national-2007", "Ціханоўская")[1] == "Cichanoŭskaja\n"
    assert "be-" in refused("romanize", "--system", "be-nonsense", "Ціханоўская")


def test_romanize_falls_back_for_other_scripts() -> None:
    code, out, _ = run("romanize", "ქეთევან")
    assert code == 0
    assert out.split()[0].isascii()


# compare


def test_compare_two_names() -> None:
    code, out, err = run("compare", "Лукашенко Александр", "Alexander Lukashenko")
    assert (code, err) == (0, "")
    assert ": match, score 0." in out or ": match, score 1." in out
    _, out, _ = run("compare", "--json", "Jane Smith", "Alexander Lukashenko")
    assert json.loads(out)["match"] is False


def test_compare_pairs(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.tsv", "a\tb\nЛукашенко Александр\tAlexander Lukashenko\nx\n")
    code, out, err = run("compare", "--pairs", source, "-o", "-", "--left", "a", "--right", "b")
    header, row = out.splitlines()
    assert header.split("\t") == ["a", "b", "score", "match", "reason"]
    assert row.split("\t")[3] == "true"
    assert code == 1
    assert "row 3: 1 field where" in err
    assert "1 rows written to standard output (1 match); 1 rejected" in err


# normalize


def test_normalize_end_to_end(tmp_path: Path, index: Path) -> None:
    source = saved(tmp_path / "in.csv", "no,who\n1,Лукашенко Александр\n2,Jane Smith\n")
    out = tmp_path / "out.csv"
    code, said, err = run("normalize", source, "-o", out, "--column", "who", "--index", index, "--candidates", 2)
    assert (code, said) == (0, "")
    assert err == f"2 rows written to {out} (1 match, 1 none)\n"
    with out.open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["entity_id"], second["entity_id"]) == ("lu", "")
    assert json.loads(first["candidates"])[0]["id"] == "lu"


def test_normalize_says_how_fast_it_was_where_there_are_many_rows(tmp_path: Path, index: Path) -> None:
    for rows, said in ((9_999, "^9,999 rows written to .*\n$"), (10_000, "\n[\\d,.]+ s, [\\d,]+ rows/s\n$")):
        source = saved(tmp_path / "in.csv", "who\n" + "Jane\n" * rows)
        _, _, err = run("normalize", source, "-o", tmp_path / "out.csv", "--column", "who", "--index", index)
        assert re.search(said, err)


def test_normalize_through_pipes(index: Path) -> None:
    arguments = ("normalize", "-", "-o", "-", "--column", "who", "--index", index)
    assert "--format" in refused(*arguments, stdin=b"who\nx\n")
    code, out, _ = run(*arguments, "--format", "csv", stdin="who\nИван Иванов\n".encode())
    assert code == 0
    assert out.splitlines()[1].split(",")[3] == "ambiguous"


def test_rejected_rows_make_exit_code_1_and_the_output_stands(tmp_path: Path, index: Path) -> None:
    source = saved(tmp_path / "in.csv", b"who\nRen\xe9\nJane\n")
    code, _, err = run("normalize", source, "-o", tmp_path / "out.csv", "--column", "who", "--index", index)
    assert code == 1
    assert err.startswith(f"rejected: {source}: row 2, field 'who': not UTF-8")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2


def test_no_progress_bar_in_a_pipe_and_one_on_a_terminal(tmp_path: Path, index: Path) -> None:
    source = saved(tmp_path / "in.csv", "who\nJane\n")
    arguments = ("normalize", source, "-o", tmp_path / "out.csv", "--column", "who", "--index", index)
    assert "%" not in run(*arguments)[2]
    reader, writer = pty.openpty()
    termios.tcsetwinsize(writer, (24, 80))
    process = started(*arguments, stderr=writer)
    process.communicate(timeout=PATIENCE)
    os.close(writer)
    shown = os.read(reader, 100_000)
    os.close(reader)
    assert process.returncode == 0
    assert b"%|" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.csv", "-o", "out.csv", "--column", "who"], "none.csv can't be read: No such file"),
        (["in.csv", "-o", "out.csv", "--column", "Who"], "Did you mean 'who'?"),
        (["in.csv", "-o", "none/out.csv", "--column", "who"], "none/out.csv can't be written"),
        (["in.csv", "-o", ".", "--column", "who"], "is a directory"),
        (["in.csv", "-o", "in.csv", "--column", "who"], "is the input itself"),
        ([".", "-o", "out.csv", "--column", "who", "--format", "csv"], "Is a directory"),
        (["in.csv", "-o", "out.csv", "--column", "who", "--index", "none"], "none"),
        (["in.csv", "-o", "out.csv", "--column", "who", "--delimiter", "::"], "one character"),
    ],
)
def test_unusable_input_leaves_no_output(tmp_path: Path, arguments: Sequence[str], said: str) -> None:
    saved(tmp_path / "in.csv", "who\nJane\n")
    assert said in refused("normalize", *arguments, cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(tmp_path: Path, index: Path) -> None:
    source = saved(tmp_path / "in.csv", "who\nJane\n")
    assert "No space left" in refused("normalize", source, "-o", "/dev/full", "--column", "who", "--index", index)


# Limits


def little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


@pytest.mark.parametrize("start", ["", "who\nJane\n"])
def test_a_line_of_2_gb_is_refused_in_little_memory(tmp_path: Path, index: Path, start: str) -> None:
    source = saved(tmp_path / "in.csv", start)
    with source.open("ab") as stream:
        stream.truncate(2 << 30)  # sparse: takes no room on the disk
    arguments = ("normalize", source, "-o", tmp_path / "out.csv", "--column", "who", "--index", index)
    assert "is longer than 16 MB" in refused(*arguments, preexec_fn=little_memory)
    assert list(tmp_path.iterdir()) == [source]


def test_an_endless_line_on_standard_input_is_refused(index: Path) -> None:
    with Path("/dev/zero").open("rb") as zeros:
        process = started("resolve", "-", "--index", index, stdin=zeros, preexec_fn=little_memory)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert b"error: line 1 of standard input is longer than 16 MB" in err


# Signals


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_run_leaves_no_output(
    tmp_path: Path, index: Path, number: signal.Signals, code: int, jobs: int
) -> None:
    with started(
        "normalize", "-", "--format", "csv", "-o", tmp_path / "out.csv", "--column", "who", "--index", index,
        "--jobs", jobs, stdin=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"who\n" + b"".join(b"Jane Smith%d\n" % n for n in range(10_000)))
        process.stdin.flush()
        until(lambda: any(path.stat().st_size for path in tmp_path.iterdir()))  # it has begun to write
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert out == b""
    assert err.strip() == (b"interrupted; nothing was written" if number == signal.SIGINT else b"")
    assert list(tmp_path.iterdir()) == []


# serve


def test_serve_answers_until_it_is_ended(index: Path) -> None:
    with started("serve", "--index", index, "--port", 0) as process:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, line
        connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=PATIENCE)
        connection.request("GET", "/resolve?name=Lukashenko%20Alexander")
        assert json.load(connection.getresponse())["entity"]["id"] == "lu"
        connection.close()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_serve_refuses_what_it_can_not_use(tmp_path: Path, index: Path) -> None:
    assert "can't listen on" in refused("serve", "--index", index, "--host", "999.1.1.1")
    assert str(tmp_path) in refused("serve", "--index", tmp_path / "none", "--port", 0)


# index


def test_index_reports_rows_and_goes_on(tmp_path: Path) -> None:
    first = saved(tmp_path / "a.csv", "entity_id,name\n1,Jane Doe\n,x\n")
    second = saved(tmp_path / "b.jsonl", '{"entity_id": "1", "name": "J. Doe"}\n[]\n')
    code, out, err = run("index", first, second, "-o", tmp_path / "index")
    assert code == 1
    assert "1 entities, 2 names" in out
    assert f"rejected: {first}: row 3, field 'entity_id': empty" in err
    assert f"rejected: {second}: row 2: an array, not an object" in err
    assert err.endswith("2 rows rejected\n")


def test_index_refuses_what_it_can_not_use(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.csv", "id,name\n1,Jane Doe\n")
    assert "'entity_id'" in refused("index", source, "-o", tmp_path / "index")
    assert "no usable name" in refused("index", saved(tmp_path / "b.csv", "entity_id,name\n"), "-o", tmp_path / "index")
    assert "other files" in refused("index", saved(source, LIST), "-o", tmp_path)
    refused("index", source, "-o", source)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("name", ["", " ", "!?"])
def test_a_name_without_letters_has_no_spellings(name: str) -> None:
    assert "the name has no letters or digits" in refused("variants", name)
