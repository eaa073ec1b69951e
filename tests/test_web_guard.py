"""Who may ask, how much, and what goes along with every answer."""

from __future__ import annotations

import gzip
import json
import os
import resource
import stat
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from web_index import towns_and_people

from resolver.cli.entry import cli
from resolver.errors import ConfigurationError, InputError
from resolver.index import NameRow, build_index
from resolver.store import Store
from resolver.web import Settings, create_app
from resolver.web.contract import contract
from resolver.web.current import CHECK_SECONDS, Current
from resolver.web.keys import KeyFile
from resolver.web.metrics import Metrics
from resolver.web.settings import masked, read_settings


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("web"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RESOLVER_KEYS", str(tmp_path / "keys.json"))
    return tmp_path


def open_client(index: Path, folder: Path, **settings: Any) -> FlaskClient:
    given = Settings(index=index, keys=folder / "keys.json", jobs=folder / "jobs", **settings)
    return create_app(settings=given).test_client()


OUTSIDE = {"SERVER_NAME": "0.0.0.0", "REMOTE_ADDR": "192.0.2.7"}  # noqa: S104 - what a server bound to it would say


# Keys


def test_loopback_needs_no_key_and_everything_else_does(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    assert client.get("/resolve?name=Minsk").status_code == 200
    for environ in (OUTSIDE, {"REMOTE_ADDR": "192.0.2.7"}, {"SERVER_NAME": "0.0.0.0"}):  # noqa: S104
        refused = client.get("/resolve?name=Minsk", environ_overrides=environ)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert "resolver keys add" in refused.json["mend"]  # type: ignore[index]
        for free in ("/health", "/health/live", "/health/ready", "/openapi.json", "/docs", "/", "/nothing"):
            assert client.get(free, environ_overrides=environ).status_code in (200, 404)


def test_auth_can_be_asked_for_and_done_without(index: Path, folder: Path) -> None:
    assert open_client(index, folder, auth="on").get("/resolve?name=Minsk").status_code == 401
    free = open_client(index, folder, auth="off")
    assert free.get("/resolve?name=Minsk", environ_overrides=OUTSIDE).status_code == 200


def test_a_key_allows_its_scope_until_it_is_revoked(index: Path, folder: Path) -> None:
    now = [0.0]
    keys = KeyFile(folder / "keys.json", clock=lambda: now[0])
    reader, read = keys.add("read")
    _, write = keys.add("write")
    client = open_client(index, folder, auth="on")
    for header in ({"Authorization": f"Bearer {read}"}, {"X-API-Key": read}):
        assert client.get("/resolve?name=Minsk", headers=header).status_code == 200
        refused = client.get("/jobs", headers=header)
        assert refused.status_code == 403
        assert "write" in refused.json["detail"]  # type: ignore[index]
    assert client.get("/jobs", headers={"X-API-Key": write}).status_code == 200
    assert client.get("/resolve?name=Minsk", headers={"X-API-Key": read + "x"}).status_code == 401
    keys.revoke(reader.id)
    now[0] += 2
    assert keys.find(read) is None
    assert keys.find(write) is not None


def test_keys_are_kept_as_hashes_that_only_the_owner_reads(folder: Path) -> None:
    path = folder / "sub" / "keys.json"
    _, text = KeyFile(path).add("admin", "the newsroom")
    assert text.rpartition("_")[2] not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_keys_that_breaks_lets_the_known_ones_hold(folder: Path) -> None:
    now = [0.0]
    keys = KeyFile(folder / "keys.json", clock=lambda: now[0])
    _, text = keys.add("read")
    assert keys.find(text)
    (folder / "keys.json").write_text("{")
    now[0] += 2
    assert keys.find(text)
    with pytest.raises(ConfigurationError, match="can't be read"):
        keys.all()


def test_keys_are_managed_on_the_command_line(folder: Path) -> None:
    run = CliRunner()
    text = run.invoke(cli, ["keys", "add", "--scope", "write", "--note", "desk"]).stdout.strip()
    key = KeyFile(folder / "keys.json").find(text)
    assert key is not None
    assert (key.scope, key.note) == ("write", "desk")
    listed = run.invoke(cli, ["keys", "list"]).stdout
    assert key.id in listed
    assert "desk" in listed
    assert run.invoke(cli, ["keys", "revoke", key.id]).exit_code == 0
    assert "revoked" in run.invoke(cli, ["keys", "list", "--json"]).stdout
    assert KeyFile(folder / "keys.json").find(text) is None
    assert isinstance(run.invoke(cli, ["keys", "revoke", "none"]).exception, InputError)


def test_a_decision_needs_a_key_even_on_loopback_and_holds_at_once(index: Path, folder: Path) -> None:
    store = folder / "store.db"
    Store.open(store, create=True).close()
    client = open_client(index, folder, store=str(store))
    decision = {"kind": "alias", "entity": "p2", "other": "Bat'ka"}
    assert client.post("/decisions", json=decision).status_code == 401
    _, text = KeyFile(folder / "keys.json").add("write", "the desk")
    client = open_client(index, folder, store=str(store))
    before = client.get("/resolve?name=Bat'ka")
    assert (before.json or {})["status"] != "match"
    made = client.post("/v1/decisions", json=decision, headers={"X-API-Key": text})
    assert made.status_code == 200
    assert (made.json or {})["who"] == "the desk"
    tag = before.headers["ETag"]
    after = client.get("/resolve?name=Bat'ka", headers={"If-None-Match": tag})
    assert (after.status_code, (after.json or {})["entity"]["id"]) == (200, "p2")
    assert [d["no"] for d in (client.get("/decisions").json or {})["results"]] == [made.json["no"]]  # type: ignore[index]
    undone = client.post(f"/decisions/{made.json['no']}/undo", json={}, headers={"X-API-Key": text})  # type: ignore[index]
    assert (undone.json or {})["undone"] > 0
    assert client.get("/resolve?name=Bat'ka", headers={"If-None-Match": tag}).status_code == 304


def test_without_a_store_decisions_are_refused_with_words(index: Path, folder: Path) -> None:
    refused = open_client(index, folder).get("/decisions")
    assert refused.status_code == 409
    assert "RESOLVER_STORE" in (refused.json or {})["detail"]


# The rate


def test_names_are_counted_against_the_rate(index: Path, folder: Path) -> None:
    client = open_client(index, folder, rate=5)
    assert client.post("/resolve", json={"names": ["Minsk"] * 4}).status_code == 200
    assert client.get("/resolve?name=Minsk").status_code == 200
    refused = client.get("/resolve?name=Minsk")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    elsewhere = client.get("/resolve?name=Minsk", environ_overrides={"REMOTE_ADDR": "127.0.0.2"})
    assert elsewhere.status_code == 200
    assert client.get("/health").status_code == 200


# What goes along


def test_an_answer_that_still_holds_is_not_sent_again(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    first = client.get("/resolve?name=Minsk")
    tag = first.headers["ETag"]
    again = client.get("/resolve?name=Minsk", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert first.headers["Cache-Control"] == "private, no-cache"
    for other in (
        "/resolve?name=Minsk&limit=3",
        "/resolve?name=minsk",
        "/suggest?prefix=Minsk",
        "/v1/explain?name=Minsk",
    ):
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200
    assert open_client(index, folder, max_age=60).get("/entities/p1").headers["Cache-Control"] == "private, max-age=60"


def test_long_answers_are_compressed_for_who_can_read_that(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    plain = client.get("/openapi.json")
    packed = client.get("/openapi.json", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in client.get("/openapi.json", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_every_answer_has_an_id_and_what_browsers_need_to_be_careful(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    for path in ("/resolve?name=Minsk", "/resolve", "/nothing", "/docs"):
        headers = client.get(path).headers
        assert len(headers["X-Request-ID"]) == 16
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert client.get("/health", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert client.get("/health", headers={"X-Request-ID": "a b"}).headers["X-Request-ID"] != "a b"


@pytest.mark.parametrize(
    ("cors", "allowed"), [((), None), (("https://a.example",), "https://a.example"), (("*",), "*")]
)
def test_pages_of_other_origins_may_ask_where_that_is_set(
    index: Path, folder: Path, cors: tuple[str, ...], allowed: str | None
) -> None:
    client = open_client(index, folder, cors=cors, auth="on")
    for path in ("/resolve?name=Minsk", "/nothing"):  # errors too: a page could not read them else
        assert (
            client.get(path, headers={"Origin": "https://a.example"}).headers.get("Access-Control-Allow-Origin")
            == allowed
        )
    preflight = client.options("/resolve", headers={"Origin": "https://a.example"})
    assert preflight.status_code == 200
    assert ("Authorization" in preflight.headers.get("Access-Control-Allow-Headers", "")) is (allowed is not None)
    if allowed != "*":
        other = client.get("/health", headers={"Origin": "https://b.example"})
        assert "Access-Control-Allow-Origin" not in other.headers


def test_the_docs_page_asks_nobody_else(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    page = client.get("/docs")
    assert page.content_type.startswith("text/html")
    assert "/v1/resolve" in page.text
    assert "//" not in page.text.replace("<!doctype", "").replace("</", "")
    assert client.get("/docs.css").content_type.startswith("text/css")


def test_the_docs_page_says_what_each_parameter_is_for(index: Path, folder: Path) -> None:
    text = unescape(open_client(index, folder).get("/docs").text)
    document = contract().document
    shared = document["components"]["parameters"]
    for operation in contract().operations:
        for given in document["paths"][operation.address][operation.method.lower()].get("parameters", ()):
            given = shared[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
            assert f"<code>{given['name']}</code>" in text
            assert given.get("description", "") in text


# Logs


def test_lines_of_the_log_hold_names_only_when_asked_for(
    index: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_client(index, folder, log="json").get("/resolve?name=Minsk")
    line = json.loads(capsys.readouterr().err)
    assert (line["operation"], line["status"], line["method"]) == ("resolve", 200, "GET")
    assert "Minsk" not in json.dumps(line)
    open_client(index, folder, log="json", log_names=True).get("/resolve?name=Minsk")
    assert "Minsk" in capsys.readouterr().err


def test_the_audit_log_says_who_asked_what_and_what_was_answered(index: Path, folder: Path) -> None:
    _, text = KeyFile(folder / "keys.json").add("read")
    client = open_client(index, folder, audit=folder / "audit.jsonl", auth="on")
    headers = {"X-API-Key": text, "X-Request-ID": "r1"}
    client.get("/resolve?name=Minsk", headers=headers)
    client.post("/resolve", json={"names": ["Jane Smith", "Мінск"]}, headers=headers)
    client.get("/compare?left=Minsk&right=Minsk", headers=headers)
    one, many, pair = map(json.loads, (folder / "audit.jsonl").read_text("utf-8").splitlines())
    assert one["asked"]["name"] == "Minsk"
    assert one["answer"]["entity"] == "l1"
    assert one["request"] == "r1"
    assert one["who"] == text.split("_")[1]
    assert [answer["status"] for answer in many["answer"]] == ["none", "match"]
    assert pair["answer"]["match"] is True
    assert one["index"] == client.get("/health").json["index"]  # type: ignore[index]


def test_the_audit_log_has_what_the_client_holds_already_and_what_openrefine_asks(index: Path, folder: Path) -> None:
    client = open_client(index, folder, audit=folder / "audit.jsonl")
    tag = client.get("/resolve?name=Minsk").headers["ETag"]
    assert client.get("/resolve?name=Minsk", headers={"If-None-Match": tag}).status_code == 304
    batch = {"q0": {"query": "Minsk"}, "q1": {"query": "Xyzzy"}}
    client.post("/reconcile", data={"queries": json.dumps(batch)})
    client.post(
        "/reconcile/v1/match", json={"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Minsk"}]}]}
    )
    begun = client.get("/reconcile/suggest/entity?prefix=Mi").get_json()["result"]
    _, held, old, new, typed = map(json.loads, (folder / "audit.jsonl").read_text("utf-8").splitlines())
    assert held["asked"]["name"] == "Minsk"
    assert held["answer"] == "unchanged"
    assert [query["names"] for query in old["asked"]["queries"]] == [["Minsk"], ["Xyzzy"]]
    assert [(one["status"], one["entity"]) for one in old["answer"]] == [("match", "l1"), ("none", None)]
    assert [one["entity"] for one in new["answer"]] == ["l1"]
    assert (typed["asked"]["prefix"], typed["answer"]) == ("Mi", [entity["id"] for entity in begun])


def test_a_full_disk_under_the_audit_log_stops_no_answer(index: Path, folder: Path) -> None:
    client = open_client(index, folder, audit=Path("/dev/full"))
    assert client.get("/resolve?name=Minsk").status_code == 200


def test_a_line_of_the_audit_log_that_found_no_room_spoils_no_other(index: Path, folder: Path) -> None:
    path = folder / "audit.jsonl"
    client = open_client(index, folder, audit=path)
    client.get("/resolve?name=Minsk")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, limits[1]))
    try:
        answers = [client.get("/resolve?name=Minsk").status_code for _ in range(3)]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    client.get("/resolve?name=Mazowiecki")
    first, cut_off, last = path.read_text("utf-8").splitlines()
    assert answers == [200, 200, 200]
    assert (json.loads(first)["asked"]["name"], json.loads(last)["asked"]["name"]) == ("Minsk", "Mazowiecki")
    assert len(cut_off) == 10


# Metrics


def test_metrics_count_requests_names_and_where_answers_came_from(index: Path, folder: Path) -> None:
    client = open_client(index, folder)
    for path in ("/resolve?name=Minsk", "/v1/resolve?name=Minsk", "/resolve", "/nothing"):
        client.get(path)
    client.post("/resolve", json={"names": ["Minsk", "Jane Smith"]})
    families = {family.name: family.samples for family in text_string_to_metric_families(client.get("/metrics").text)}

    def value(family: str, **labels: str) -> float:
        return sum(
            s.value
            for s in families[family]
            if s.name.endswith(("_total", "_count")) and labels.items() <= s.labels.items()
        )

    assert value("resolver_requests", operation="resolve", status="200") == 2
    assert value("resolver_requests", operation="resolve", status="400") == 1
    assert value("resolver_requests", operation="other", status="404") == 1
    assert value("resolver_request_seconds", operation="resolve") == 3
    assert value("resolver_names", status="match") == 3
    assert value("resolver_names", status="none") == 1
    assert value("resolver_cache_lookups", found="memory") == 2
    assert value("resolver_cache_lookups", found="miss") == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes in another way")
def test_metrics_add_up_over_processes_even_of_those_that_died() -> None:
    metrics = Metrics(["resolve"])
    for _ in range(3):
        child = os.fork()
        if child == 0:
            for _ in range(100):
                metrics.request("resolve", 200, 0.01)
            os._exit(0)
        os.waitpid(child, 0)
    metrics.request("resolve", 200, 0.01)
    assert 'resolver_requests_total{operation="resolve",status="200"} 301' in metrics.text([])


# Another index


def test_a_new_index_in_the_place_of_the_old_one_answers(tmp_path: Path) -> None:
    path = tmp_path / "index"
    build_index([NameRow("old", "Minsk")], path)
    now = [0.0]
    current = Current(path, None, clock=lambda: now[0])
    build_index([NameRow("new", "Minsk"), NameRow("b", "Hrodna")], path)
    assert [c.id for c in current().resolve("Minsk").candidates][:1] == ["old"]
    now[0] += CHECK_SECONDS
    assert [c.id for c in current().resolve("Minsk").candidates][:1] == ["new"]
    (path / "manifest.json").write_text("{")
    now[0] += CHECK_SECONDS
    assert [c.id for c in current().resolve("Minsk").candidates][:1] == ["new"]


def test_a_new_index_waits_for_the_store(tmp_path: Path) -> None:
    path, store = tmp_path / "index", tmp_path / "store.db"
    build_index([NameRow("old", "Minsk")], path)
    Store.open(store, create=True).close()
    now = [0.0]
    current = Current(path, None, str(store), clock=lambda: now[0])
    build_index([NameRow("new", "Minsk"), NameRow("b", "Hrodna")], path)
    store.rename(tmp_path / "away.db")
    for _ in range(3):
        now[0] += CHECK_SECONDS
        assert [c.id for c in current().resolve("Minsk").candidates][:1] == ["old"]
    (tmp_path / "away.db").rename(store)
    now[0] += 60
    assert [c.id for c in current().resolve("Minsk").candidates][:1] == ["new"]


def test_of_keys_that_are_made_and_revoked_at_once_none_is_forgotten(tmp_path: Path) -> None:
    first, _ = KeyFile(tmp_path / "keys.json").add("read")

    def change(number: int) -> None:
        keys = KeyFile(tmp_path / "keys.json")
        keys.add("write") if number else keys.revoke(first.id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(40)))
    kept = KeyFile(tmp_path / "keys.json").all()
    assert len(kept) == 40
    assert [key.id for key in kept if key.revoked] == [first.id]


# Settings


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "resolver.toml"
    file.write_text('port = 9000\nworkers = 3\ncors = ["https://a.example", "https://b.example"]\nlog_names = true\n')
    settings, sources = read_settings({"RESOLVER_CONFIG": str(file), "RESOLVER_PORT": "9001"})
    assert (settings.port, settings.workers, settings.log_names) == (9001, 3, True)
    assert settings.cors == ("https://a.example", "https://b.example")
    assert (sources["port"], sources["workers"], sources["host"]) == ("RESOLVER_PORT", str(file), "default")


@pytest.mark.parametrize(
    ("text", "said"),
    [("prot = 1", "prot"), ("port = 'x'", "port"), ("port =", "can't be read"), ("auth = 'maybe'", "auto, on, off")],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "resolver.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        read_settings({"RESOLVER_CONFIG": str(file)})


def test_config_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESOLVER_REDIS_URL", "redis://user:secret@host:1/0?x=1")
    monkeypatch.setenv("RESOLVER_STORE", "postgresql://user:secret@host/db")
    shown = CliRunner().invoke(cli, ["config"]).stdout
    assert "secret" not in shown
    assert "redis://user:***@host:1/0" in shown
    assert "RESOLVER_REDIS_URL" in shown
    assert set(masked(Settings())) == set(Settings.__dataclass_fields__)


def test_the_example_for_kubernetes_speaks_of_what_there_is(root: Path) -> None:
    text = (root / "docs/operations.md").read_text("utf-8")
    deployment = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    known = {f"RESOLVER_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert {variable["name"] for variable in container["env"]} <= known
    addresses = {operation.address for operation in contract().operations}
    assert {container[probe]["httpGet"]["path"] for probe in ("livenessProbe", "readinessProbe")} <= addresses
