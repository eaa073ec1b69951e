"""Decisions through the command line, and `review` as its user sees it: on a terminal, one key at a time."""

from __future__ import annotations

import codecs
import getpass
import io
import json
import os
import pty
import re
import select
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from patience import PATIENCE
from test_cli import COMMAND, ROOT, saved

from resolver.cli.entry import main

LIST = """entity_id,name,type,lang,role,description
ts,Sviatlana Tsikhanouskaya,person,en,primary,politician
lu,Alexander Lukashenko,person,en,primary,
i1,Ivan Ivanov,person,en,primary,the elder
i1,Vanya the Elder,person,en,alias,
i2,Ivan Ivanov,person,en,primary,the younger
"""


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command, which runs in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return int(end.value.code or 0), said[0], said[1]


def refused(*arguments: object) -> str:
    code, out, err = run(*arguments)
    assert (code, out, err[:7]) == (2, "", "error: ")
    return err


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    code, _, err = run("index", saved(folder / "names.csv", LIST), "-o", folder / "index")
    assert code == 0, err
    return folder / "index"


def decide(*arguments: object, store: object) -> str:
    code, out, err = run("decide", *arguments, "--store", store)
    assert code == 0, err
    return out


def ids(index: Path, store: object, *names: str) -> list[str]:
    """The ids that names are resolved to, or the status."""
    code, out, err = run("resolve", "--json", "--index", index, "--store", store, *names)
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    return [answer["entity"]["id"] if answer["entity"] else answer["status"] for answer in answers]


def test_decisions_are_made_shown_and_undone(index: Path, where: str) -> None:
    code, out, err = run(
        "decide", "alias", "lu", "Batka", "--store", where, "--index", index, "--why", "as he is called"
    )
    assert (code, err) == (0, "there was no such store; it is made\n")
    assert re.fullmatch(rf"decided: 1: lu is called Batka - {getpass.getuser()}, [\d:TZ-]+ - as he is called\n", out)
    decide("not-alias", "i1", "Ivan Ivanov", "--index", index, "--by", "ada", store=where)
    decide("same", "ts", "lu", "--index", index, "--by", "ada", store=where)
    assert ids(index, where, "BATKA", "Ivan Ivanov") == ["ts", "i2"]
    assert decide("undo", "3", "--by", "ben", store=where).endswith("(undone by 4)\n")
    assert ids(index, where, "BATKA") == ["lu"]
    listed = decide("list", store=where).splitlines()
    assert [line.split(":")[0] for line in listed] == ["1", "2"]
    every = [json.loads(line) for line in decide("list", "--all", "--json", store=where).splitlines()]
    assert [(one["no"], one["kind"], one["undone"]) for one in every] == [
        (1, "alias", 0), (2, "not_alias", 0), (3, "same", 4),
    ]  # fmt: skip
    assert decide("list", "--by", "ada", store=where) == listed[1] + "\n"
    _, out, _ = run("resolve", "--index", index, "--store", where, "Vanya Elder")
    assert "i1" in out


def test_a_setting_of_the_environment_names_the_store(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide("alias", "lu", "Batka", "--index", index, store=tmp_path / "s.db")
    table = saved(tmp_path / "t.csv", "name\nBatka\n")
    monkeypatch.setenv("RESOLVER_STORE", str(tmp_path / "s.db"))
    for command in (["resolve", "Batka"], ["explain", "Batka"], ["normalize", table, "-o", tmp_path / "o.csv"]):
        more = ["--column", "name"] if command[0] == "normalize" else []
        code, out, err = run(*command, "--index", index, *more)
        assert code == 0, err
        said = out or (tmp_path / "o.csv").read_text("utf-8")
        assert "Alexander Lukashenko" in said
        assert "decision" in said


def test_what_can_t_be_decided_is_told(index: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    decide("not-alias", "lu", "Batka", "--index", index, "--by", "ada", store=store)
    for arguments, said in (
        (["alias", "nobody", "X", "--index", index], "field 'entity': there is no entity 'nobody'"),
        (
            ["alias", "lu", "Batka", "--index", index],
            "ada decided that 'Batka' is no name of lu. Undo decision 1 first",
        ),
        (["same", "lu", "lu", "--index", index], "field 'other': the two entities are one"),
        (["undo", "7"], "field 'no': there is no decision 7"),
        (["alias", "lu", "X", "--index", index, "--by", " "], "field 'who': empty"),
    ):
        assert said in refused("decide", *arguments, "--store", store)
    assert "there is no store" in refused("decide", "list", "--store", tmp_path / "none.db")
    assert "there is no store" in refused("resolve", "x", "--index", index, "--store", tmp_path / "none.db")
    assert "Missing option '--store'" in refused("decide", "list")
    assert "names on standard input" in refused_on_a_terminal("review", "--store", store)


# review


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, *arguments: object, names: str | None = None) -> None:
        command = [*COMMAND, *map(str, arguments)]
        if names is not None:
            command = ["sh", "-c", 'printf "%s" "$0" | "$@"', names, *command]
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ |= {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "100"}
            os.execvp(command[0], command)  # noqa: S606
        self._decoder = codecs.getincrementaldecoder("utf-8")()  # a letter may come in two parts
        self.seen = ""

    def until(self, text: str) -> str:
        """What it shows up to and with `text`."""
        while text not in self.seen:
            if not (more := self._read()):
                raise AssertionError(f"no {text!r} in {self.seen!r}")
            self.seen += more
        shown, _, self.seen = self.seen.partition(text)
        return shown + text

    def press(self, key: str) -> None:
        os.write(self._fd, key.encode())

    def end(self) -> tuple[int, str]:
        """The exit code and what was shown last."""
        while more := self._read():
            self.seen += more
        _, status = os.waitpid(self.pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status), self.seen

    def _read(self) -> str:
        if not select.select([self._fd], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing more after {self.seen!r}")
        try:
            return self._decoder.decode(os.read(self._fd, 1 << 16)) or self._read()
        except OSError:  # the other end is closed
            return ""


def refused_on_a_terminal(*arguments: object) -> str:
    code, said = Terminal(*arguments).end()
    assert code == 2
    return said


KEYS = "q quit"


def test_review_decides_with_one_key_each(index: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    names = saved(
        tmp_path / "names.txt", "Alexander Lukashenko\nIvan Ivanov\nZebra Crossing\nIwan Iwanow\nIvan Ivanov\n"
    )
    it = Terminal("review", names, "--store", store, "--index", index, "--by", "ada", "--why", "desk")
    first = it.until(KEYS)
    assert "── 2 of 4" in first  # the first is sure, and a name that stands there twice is asked once
    assert "Ivan ~ Ivan same" in first
    assert "log-odds in all" in first
    assert "the elder" in first
    assert "also Vanya the Elder" in first
    it.press("x")
    it.until(KEYS)
    it.press("2")
    assert "the younger" in it.until(KEYS)
    it.press("a")
    it.until("1: alias, Ivan Ivanov [i2]")
    assert "── 4 of 4" in it.until(KEYS)
    it.press("u")
    it.until("undone: 1")
    assert "── 2 of 4" in it.until(KEYS)
    it.press("s")
    assert "── 4 of 4" in it.until(KEYS)
    it.press("r")
    it.until("3: not alias, Ivan Ivanov [i1]")  # which leaves no doubt about the other
    code, last = it.end()
    assert (code, last.strip()) == (0, "0 accepted, 1 rejected, 1 skipped; 0 names left")
    assert ids(index, store, "Iwan Iwanow", "Ivan Ivanov") == ["i2", "ambiguous"]
    (made,) = [json.loads(line) for line in decide("list", "--json", store=store).splitlines()]
    assert (made["who"], made["why"], made["other"]) == ("ada", "desk", "Iwan Iwanow")


@pytest.mark.parametrize("key", ["q", "\x04"])
def test_review_of_names_from_a_pipe_can_be_left(index: Path, tmp_path: Path, key: str) -> None:
    it = Terminal("review", "--store", tmp_path / "s.db", "--index", index, names="Ivan Ivanov\nIwan Ivanov\n")
    it.until(KEYS)
    it.press(key)
    code, last = it.end()
    assert (code, last.split()[-3:]) == (0, ["2", "names", "left"])


def test_review_shows_answers_near_the_threshold(index: Path, tmp_path: Path) -> None:
    names = saved(tmp_path / "names.txt", "Alexander Lukashenko\n")
    store = tmp_path / "s.db"
    code, out, _ = run("review", names, "--store", store, "--index", index)
    assert (code, out) == (0, "0 accepted, 0 rejected, 0 skipped; 0 names left\n")
    it = Terminal("review", names, "--store", store, "--index", index, "--near", "1")
    it.until(KEYS)
    it.press("\x03")
    code, last = it.end()
    assert (code, last.strip()) == (0, "0 accepted, 0 rejected, 0 skipped; 1 names left")


# diff and rescreen


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The list a month later: one entity more, one less, one with another name and description."""
    changed = LIST.replace("lu,Alexander Lukashenko,person,en,primary,\n", "zz,Zhanna Zaytseva,person,en,primary,\n")
    changed = changed.replace("i1,Vanya the Elder,person,en,alias,", "i1,Johnny Oldman,person,en,alias,")
    run("index", saved(tmp_path / "newer.csv", changed.replace("politician", "president")), "-o", tmp_path / "newer")
    return tmp_path / "newer"


def test_diff_says_what_is_new_and_what_is_gone(index: Path, newer: Path) -> None:
    code, out, err = run("diff", index, newer)
    assert (code, err) == (0, "entities: 1 added, 1 removed, 2 changed; names: 2 added, 2 removed\n")
    assert out.splitlines() == [
        "~ Ivan Ivanov [i1] (person)",
        "    + Johnny Oldman",
        "    - Vanya the Elder",
        "- Alexander Lukashenko [lu] (person)",
        "~ Sviatlana Tsikhanouskaya [ts] (person)",
        "    description: politician → president",
        "+ Zhanna Zaytseva [zz] (person)",
    ]
    code, out, err = run("diff", "--json", newer, index)
    changes = {change["id"]: change for change in map(json.loads, out.splitlines())}
    assert {key: change["change"] for key, change in changes.items()} == {
        "i1": "changed", "lu": "added", "ts": "changed", "zz": "removed",
    }  # fmt: skip
    assert changes["i1"]["names_added"] == ["Vanya the Elder"]
    assert changes["ts"]["fields"] == {"description": {"before": "president", "after": "politician"}}
    assert run("diff", index, index) == (0, "", "entities: 0 added, 0 removed, 0 changed; names: 0 added, 0 removed\n")
    assert "no index at" in refused("diff", index, newer / "none")


def test_rescreen_takes_a_table_with_what_is_known_beside_its_names(tmp_path: Path) -> None:
    head = "entity_id,name,type,country,birth_date\n"
    elder = head + "i1,Ivan Ivanov,person,RU,1950\n"
    for edition, text in (("old", elder), ("new", f"{elder}i2,Ivan Ivanov,person,BG,1980\n")):
        assert run("index", saved(tmp_path / f"{edition}.csv", text), "-o", tmp_path / edition)[0] == 0
    table = saved(
        tmp_path / "customers.csv",
        "who;land;born\nIwan Iwanow;RU;1950\nIwan Iwanow;Bulgaria;1980\nIwan Iwanow;Atlantis;\nIwan Iwanow;;\n",
    )
    asking = ["rescreen", table, "--since", tmp_path / "old", "--index", tmp_path / "new"]
    told = ["--column", "who", "--delimiter", ";", "--country-column", "land", "--birth-date-column", "born"]
    code, out, err = run(*asking, *told)
    assert (code, out.splitlines()) == (
        1,
        [
            "Iwan Iwanow: ambiguous (i1) → Ivan Ivanov [i2]",
            "  list: i2 added",
            "Iwan Iwanow: Ivan Ivanov [i1] → ambiguous (i1, i2)",
            "  list: i2 added",
        ],
    )
    rejected, changed = err.splitlines()
    assert "row 4, field 'land': 'Atlantis' is no country" in rejected
    assert changed == "2 of 3 answers changed"
    assert "is a table" in refused(*asking)
    assert "--column" in refused(*asking, "--country-column", "land")


NAMES = "Alexander Lukashenko\nIvan Ivanov\nZhanna Zaytseva\nSviatlana Tsikhanouskaya\nNobody Special\n"


def test_rescreen_shows_only_answers_that_changed_and_why(index: Path, newer: Path, tmp_path: Path) -> None:
    names = saved(tmp_path / "names.txt", NAMES)
    store = tmp_path / "s.db"
    decide("alias", "i1", "Nobody Special", "--index", index, store=store)  # before: no change
    decide("alias", "i2", "Ivan Ivanov", "--index", index, "--by", "ada", store=store)
    arguments = ["rescreen", names, "--since", index, "--index", newer, "--store", store, "--since-decision", "1"]
    code, out, err = run(*arguments)
    assert (code, err) == (0, "3 of 5 answers changed\n")
    lines = out.splitlines()
    assert lines[:2] == ["Alexander Lukashenko: Alexander Lukashenko [lu] → none", "  list: lu removed"]
    assert lines[2] == "Ivan Ivanov: ambiguous (i1, i2) → Ivan Ivanov [i2]"
    assert lines[3].startswith("  decision: a name of i2: ada, ")
    assert lines[4:] == ["Zhanna Zaytseva: none → Zhanna Zaytseva [zz]", "  list: zz added"]
    decide("undo", "1", store=store)
    _, out, _ = run(*arguments, "--json")
    changes = [json.loads(line) for line in out.splitlines()]
    assert [(c["query"], [cause["kind"] for cause in c["causes"]]) for c in changes][-1] == (
        "Nobody Special",
        ["decision"],
    )
    assert changes[-1]["causes"][0]["detail"].startswith("undone: a name of i1")
    assert (changes[-1]["before"]["entity"]["id"], changes[-1]["after"]["status"]) == ("i1", "none")


def test_rescreen_takes_the_decisions_that_are_older_than_the_index(index: Path, tmp_path: Path) -> None:
    names = saved(tmp_path / "names.txt", NAMES)
    store = tmp_path / "s.db"
    decide("alias", "lu", "Nobody Special", "--index", index, store=store)
    arguments = ["rescreen", names, "--since", index, "--index", index, "--store", store]
    assert run(*arguments)[2] == "1 of 5 answers changed\n"
    later = time.time() + 60
    built = index / "manifest.json"
    before = built.stat()
    os.utime(built, (later, later))
    try:
        assert run(*arguments)[2] == "0 of 5 answers changed\n"
    finally:
        os.utime(built, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_rescreen_tells_another_engine_by_its_answers(index: Path, newer: Path, tmp_path: Path) -> None:
    names = saved(tmp_path / "names.txt", NAMES)
    _, out, _ = run("resolve", "--json", "--index", index, *NAMES.splitlines())
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == 5
    answers[0] |= {"status": "none", "entity": None, "engine": "0.0.1"}
    old = saved(tmp_path / "answers.jsonl", "".join(json.dumps(answer) + "\n" for answer in answers[:4]))
    _, out, _ = run("rescreen", names, "--since", old, "--index", index, "--json")
    (change,) = [json.loads(line) for line in out.splitlines()]
    assert (change["query"], [c["kind"] for c in change["causes"]]) == ("Alexander Lukashenko", ["engine"])
    assert change["causes"][0]["detail"].startswith("0.0.1 before, ")
    _, out, _ = run("rescreen", names, "--since", old, "--index", newer, "--json")
    causes = {c["query"]: [cause["kind"] for cause in c["causes"]] for c in map(json.loads, out.splitlines())}
    assert causes == {"Zhanna Zaytseva": ["list"]}
    assert "row 1" in refused("rescreen", names, "--since", names, "--index", index)
