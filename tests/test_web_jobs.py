"""Tables in the background: taken, followed, fetched, cancelled, and taken up again after the service died."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from patience import until
from web_index import towns_and_people

from resolver.batch import NameColumn
from resolver.lock import alone
from resolver.store import Decision, Store
from resolver.web import Settings, create_app
from resolver.web.job import CANCEL, REQUEST, Job, JobRequest, JobState, open_job
from resolver.web.jobs import Jobs
from resolver.web.keeper import sweep
from resolver.web.keys import KeyFile

TABLE = "id,name\n1,Minsk\n2,Мінск\n3,Jane Smith\n".encode()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("web"))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    # The thread that looks after the jobs ends with their folder.
    (tmp_path / "jobs").exists() and (tmp_path / "jobs").rename(tmp_path / "ended")


@pytest.fixture
def client(index: Path, folder: Path) -> FlaskClient:
    return open_client(index, folder)


def open_client(index: Path, folder: Path, **settings: Any) -> FlaskClient:
    given = Settings(index=index, keys=folder / "keys.json", jobs=folder / "jobs", **settings)
    return create_app(settings=given).test_client()


def follow(client: FlaskClient, address: str, **more: Any) -> dict[str, Any]:
    """The job when it has ended."""

    def job() -> dict[str, Any]:
        return client.get(address, **more).json or {}

    until(lambda: job()["status"] not in ("queued", "running"))
    return job()


def test_a_table_is_taken_followed_and_fetched(client: FlaskClient) -> None:
    taken = client.post("/v1/jobs?column=name&type=place&candidates=2", data=TABLE, content_type="text/csv")
    assert taken.status_code == 202
    address = taken.headers["Location"]
    assert address == f"/v1/jobs/{taken.json['id']}"  # type: ignore[index]
    job = follow(client, address)
    assert (job["status"], job["counts"], job["error"]) == ("done", {"match": 2, "none": 1}, None)
    assert job["bytes_done"] == job["bytes"] == len(TABLE)
    result = client.get(job["result"], buffered=True)
    assert result.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(result.text)))
    assert [row["entity_id"] for row in rows] == ["l1", "l1", ""]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert json.loads(rows[0]["candidates"])[0]["id"] == "l1"
    listed = client.get("/jobs").json or {}
    assert [one["id"] for one in listed["results"]] == [job["id"]]
    forgotten = client.delete(address)
    assert (forgotten.status_code, (forgotten.json or {})["bytes"]) == (200, len(TABLE))
    assert client.get(address).status_code == 404


def test_a_job_follows_the_decisions_in_force(index: Path, folder: Path) -> None:
    path = folder / "store.db"
    with closing(Store.open(path, create=True)) as store:
        store.decide(Decision("alias", "p2", "Bat'ka", "ada", ""))
        no = store.decide(Decision("alias", "l2", "Mazovia", "ada", ""))
        store.undo(no, who="ada", why="")
    client = open_client(index, folder, store=str(path))
    address = client.post("/jobs?column=name", data=b"name\nBat'ka\nMazovia\n", content_type="text/csv").location
    job = follow(client, address)
    assert job["status"] == "done", job
    rows = list(csv.DictReader(io.StringIO(client.get(job["result"], buffered=True).text)))
    assert [row["entity_id"] for row in rows] == ["p2", ""]


def test_a_job_waits_for_its_store(index: Path, folder: Path) -> None:
    path = folder / "store.db"
    Store.open(path, create=True).close()
    client = open_client(index, folder, store=str(path))
    path.rename(folder / "away.db")
    address = client.post("/jobs?column=name", data=TABLE, content_type="text/csv").location
    until(lambda: "the store can't be read" in ((client.get(address).json or {})["error"] or ""))
    assert (client.get(address).json or {})["status"] == "queued"
    (folder / "away.db").rename(path)
    job = follow(client, address)
    assert (job["status"], job["error"]) == ("done", None)


def test_a_job_whose_program_is_told_to_stop_with_the_service_goes_on_later(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(*program: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*program, **more))
        return started[-1]

    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", start)
    table = b"name\n" + b"".join(b"Minsk %d\n" % n for n in range(600))
    address = client.post("/jobs?column=name", data=table, content_type="text/csv").location
    until(lambda: (client.get(address).json or {})["status"] == "running")

    def programs() -> list[subprocess.Popen[bytes]]:
        """Those of this job: services of other tests may still be at work in this process."""
        return [program for program in started if address.rsplit("/", 1)[1] in str(program.args)]

    programs()[0].terminate()
    job = follow(client, address)
    assert (job["status"], sum(job["counts"].values()), len(programs())) == ("done", 600, 2)


def test_a_file_whose_name_tells_nothing_is_of_its_media_type_or_csv(client: FlaskClient) -> None:
    for kind, table in (("", b"name\nMinsk\n"), ("text/tab-separated-values", b"id\tname\n1\tMinsk\n")):
        data = {"file": (io.BytesIO(table), "names", kind or "application/octet-stream")}
        job = follow(client, client.post("/jobs?column=name", data=data).location)
        assert (job["status"], job["counts"]) == ("done", {"match": 1})


@pytest.mark.parametrize(("name", "query"), [("names", "&format=jsonl"), ("names.jsonl.gz", "")])
def test_a_table_may_come_as_a_file_of_a_form(client: FlaskClient, name: str, query: str) -> None:

    lines = b'{"who": "Minsk"}\n{"who": 1.5}\n{"who": "Jane Smith"}\n'
    data = gzip.compress(lines) if name.endswith(".gz") else lines
    taken = client.post(f"/jobs?column=who{query}", data={"file": (io.BytesIO(data), name)})
    job = follow(client, taken.headers["Location"])
    assert job["counts"] == {"match": 1, "none": 1, "rejected": 1}
    assert "row 2" in job["rejected"][0]
    answer = client.get(job["result"], buffered=True).data
    first = json.loads((gzip.decompress(answer) if name.endswith(".gz") else answer).splitlines()[0])
    assert (first["who"], first["entity_id"]) == ("Minsk", "l1")


def test_a_table_may_have_other_delimiters_and_encodings(client: FlaskClient) -> None:
    table = "id;name\n1;Мінск\n".encode("cp1251")
    asked = {"column": "name", "delimiter": ";", "encoding": "windows-1251"}
    address = client.post("/jobs", query_string=asked, data=table, content_type="text/csv").location
    job = follow(client, address)
    assert (job["status"], job["counts"], job["error"]) == ("done", {"match": 1}, None)
    assert client.get(job["result"], buffered=True).text.splitlines()[1].startswith("1;Мінск;l1;Minsk;match;")
    job = follow(client, client.post("/jobs?column=name", data=b"id;name\n", content_type="text/csv").location)
    assert "over HTTP, delimiter" in job["error"]
    for field, value in (("delimiter", "::"), ("encoding", "klingon")):
        refused = client.post("/jobs", query_string={**asked, field: value}, data=table, content_type="text/csv")
        assert (refused.status_code, (refused.json or {})["field"]) == (400, field)


@pytest.mark.parametrize(
    ("table", "said"),
    [(b"\n", "no such column"), (b"a,b\n1,2\n", "name"), (b"PK\x03\x04", "workbook"), (b"\xff\xfea", "truncated")],
)
def test_a_table_that_can_not_be_read_fails_with_words(client: FlaskClient, table: bytes, said: str) -> None:
    taken = client.post("/jobs?column=name", data=table, content_type="text/csv")
    job = follow(client, taken.headers["Location"])
    assert job["status"] == "failed"
    assert said in job["error"]
    assert str(Path.cwd().anchor) + "tmp" not in job["error"]
    refused = client.get(f"{taken.headers['Location']}/result")
    assert refused.status_code == 409
    assert said in (refused.json or {})["detail"]


def test_what_is_no_table_is_refused_at_once(client: FlaskClient, index: Path, folder: Path) -> None:
    def post(query: str, **more: Any) -> tuple[int, str | None]:
        answer = client.post(f"/jobs?{query}", **more)
        return answer.status_code, (answer.json or {}).get("field")

    assert post("column=name", data=TABLE, content_type="application/json") == (415, None)
    assert post("column=name", data=TABLE) == (415, None)
    assert post("", data=TABLE, content_type="text/csv") == (400, "column")
    assert post("column=name&format=pdf", data=TABLE, content_type="text/csv") == (400, "format")
    assert post("column=name", data=b"", content_type="text/csv") == (400, None)
    assert post("column=name", data={"table": (io.BytesIO(TABLE), "t.csv")}) == (400, "file")
    assert post("column=name", data={"file": (io.BytesIO(TABLE), "../../t.exe")}) == (400, "format")
    unread = client.post("/jobs?column=name", data=TABLE, content_type="application/json").json or {}
    assert "format=csv" in unread["mend"], "not that it should be JSON"
    small = open_client(index, folder, job_megabytes=1)
    big = b"name\n" + b"Minsk\n" * 400_000
    assert small.post("/jobs?column=name", data=big, content_type="text/csv").status_code == 413
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\n\r\n' + big + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert small.post("/jobs?column=name", data=form, content_type=kind).status_code == 413
    assert client.get("/jobs").json == {"results": []}
    assert not list((folder / "jobs").glob(".?*")) or [p.name for p in (folder / "jobs").glob(".?*")] == [".lock"]


def test_a_running_job_is_cancelled(client: FlaskClient, folder: Path) -> None:
    table = b"name\n" + b"".join(b"Minsk %d\n" % n for n in range(200_000))
    address = client.post("/jobs?column=name", data=table, content_type="text/csv").headers["Location"]
    assert (client.delete(address).json or {})["status"] == "cancelled"
    assert client.get(address).status_code == client.get(f"{address}/result").status_code == 404
    assert client.get("/jobs").json == {"results": []}
    until(lambda: not list((folder / "jobs").glob("[0-9a-f]*")))


def test_a_cancelled_job_does_not_come_back_while_it_is_removed(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", max_bytes=1 << 20, keep_days=1)
    for n in range(200):
        folder = tmp_path / "jobs" / f"{n:032x}"
        job = new_job(folder)
        (folder / CANCEL).touch()
        removing = threading.Thread(target=job.remove)
        removing.start()
        seen = [jobs.find(job.id, None), *jobs.all(None)]
        while folder.exists():
            seen += [jobs.find(job.id, None), *jobs.all(None)]
        removing.join()
        assert not any(seen)
    assert not list((tmp_path / "jobs").iterdir())


def new_job(folder: Path) -> Job:
    job = Job(folder, JobRequest(names=(NameColumn("name"),), suffix=".csv"), JobState())
    folder.mkdir(parents=True)
    job.create()
    return job


def test_a_job_that_ends_or_goes_while_it_is_cancelled_is_forgotten(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, max_bytes=1 << 20, keep_days=1)
    jobs.keep = lambda: None  # type: ignore[method-assign]
    ended, gone = (new_job(tmp_path / f"{n:032x}") for n in range(2))
    ended.write(JobState("done"))
    gone.remove()
    assert jobs.cancel(ended).state.status == "done"
    assert jobs.cancel(gone).state.status == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_goes_while_it_is_asked_for_is_not_there(client: FlaskClient, folder: Path) -> None:
    job = new_job(folder / "jobs" / ("0" * 32))
    job.write(JobState("done"))  # its output is gone already
    answer = client.get(f"/jobs/{job.id}/result")
    assert (answer.status_code, (answer.json or {})["detail"]) == (404, "There is no such job.")


@pytest.mark.parametrize("noticed", [False, True])
def test_the_folder_of_jobs_may_go_and_come_again(client: FlaskClient, folder: Path, noticed: bool) -> None:
    others = set(threading.enumerate())
    for turn in range(2):
        address = client.post("/jobs?column=name", data=TABLE, content_type="text/csv").headers["Location"]
        assert follow(client, address)["status"] == "done"
        (folder / "jobs").rename(folder / f"gone {turn}")
        if noticed:
            until(lambda: not any(thread.name == "jobs" for thread in set(threading.enumerate()) - others))


def test_only_one_program_works_on_a_job(index: Path, tmp_path: Path) -> None:
    """That of a service which was killed may take a moment to notice."""
    jobs = Jobs(tmp_path / "jobs", max_bytes=1 << 30, keep_days=1)
    jobs.keep = lambda: None  # type: ignore[method-assign]
    job = jobs.start(JobRequest((NameColumn("name"),), ".csv", str(index)), [TABLE])
    program = [sys.executable, "-m", "resolver.web.work", str(job.folder)]
    locks = Path("/proc/locks")
    with subprocess.Popen(program, stdin=subprocess.PIPE) as second:
        waits = re.compile(rf"-> FLOCK\b.* {second.pid} ")
        with alone(job.folder / REQUEST):
            if locks.exists():
                until(lambda: second.poll() is not None or waits.search(locks.read_text()))
            job.write(JobState("done", counts={"match": 7}))
        assert second.wait() == 0
    assert open_job(job.folder).state.counts == {"match": 7}
    assert not job.output.exists()


def test_jobs_are_seen_by_their_owner_and_the_administrator(index: Path, folder: Path) -> None:
    keys = KeyFile(folder / "keys.json")
    mine, other, admin = ({"X-API-Key": keys.add(scope)[1]} for scope in ("write", "write", "admin"))
    client = open_client(index, folder, auth="on")
    address = client.post("/jobs?column=name", data=TABLE, content_type="text/csv", headers=mine).headers["Location"]
    follow(client, address, headers=mine)
    assert client.get(address, headers=other).status_code == 404
    assert client.get(f"{address}/result", headers=other).status_code == 404
    assert client.delete(address, headers=other).status_code == 404
    assert client.get("/jobs", headers=other).json == {"results": []}
    assert client.get(address, headers=admin).status_code == 200


def test_a_full_disk_is_said_and_nothing_stays(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        refused = client.post("/jobs?column=name", data=TABLE, content_type="text/csv")
    assert refused.status_code == 507
    assert "No space left" in (refused.json or {})["detail"]
    assert not [path for path in (folder / "jobs").iterdir() if path.is_dir()]


LOOK_AFTER = """
import sys, time
from pathlib import Path
from resolver.web.jobs import Jobs

Jobs(Path(sys.argv[1]), max_bytes=1 << 30, keep_days=1).keep()
time.sleep(120)
"""


def test_an_acknowledged_job_is_done_though_who_works_on_it_is_killed(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "jobs"
    table = b"name\n" + b"".join(b"Minsk %d\n" % n for n in range(600))

    def look_after() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", LOOK_AFTER, str(folder)])

    jobs = Jobs(folder, max_bytes=1 << 30, keep_days=1)
    jobs.keep = lambda: None  # type: ignore[method-assign]  # others work, not this process
    job = jobs.start(JobRequest((NameColumn("name"),), ".csv", str(index)), [table])
    with look_after() as first:
        try:
            until(lambda: open_job(job.folder).state.status == "running")
        finally:
            first.send_signal(signal.SIGKILL)
    with look_after() as second, look_after() as third:  # one of them gets the lock
        try:
            until(lambda: open_job(job.folder).ended)
        finally:
            for process in (second, third):
                process.kill()
    done = open_job(job.folder)
    assert done.state.status == "done"
    assert sum(done.state.counts.values()) == 600
    rows = list(csv.DictReader(io.StringIO(done.output.read_text("utf-8"))))
    assert [row["name"] for row in rows] == table.decode().splitlines()[1:]


def test_results_nobody_came_for_are_removed_in_the_end(index: Path, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, max_bytes=1 << 30, keep_days=1)
    jobs.keep = lambda: None  # type: ignore[method-assign]
    kept, old = (jobs.start(JobRequest((NameColumn("name"),), ".csv", str(index)), [TABLE]) for _ in range(2))
    cut_off = tmp_path / ".0123"
    cut_off.mkdir()
    for job in (kept, old):
        job.write(type(job.state)("done"))
    for path in (old.folder / "state.json", cut_off):
        os.utime(path, (0, 0))
    sweep(tmp_path, 86_400)
    assert [path.name for path in tmp_path.iterdir()] == [kept.id]
