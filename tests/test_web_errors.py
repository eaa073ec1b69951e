"""Whatever is wrong with a request is answered by a problem document that names it, and by nothing worse."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from web_index import towns_and_people
from werkzeug.test import TestResponse

from resolver import Resolver
from resolver.model import ENTITY_TYPES
from resolver.text import MAX_NAME_LENGTH
from resolver.web import create_app
from resolver.web.bodies import MAX_BODY_BYTES
from resolver.web.pages import MAX_NAMES


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("web"))


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def assert_problem(response: TestResponse, status: int, field: str | None = None) -> dict[str, Any]:
    """That it is a whole problem document and speaks of no code; returns it."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = json.loads(response.data.decode("utf-8"))
    assert document["type"] == "about:blank"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"].endswith((".", "?"))
    assert document["instance"].isascii()
    assert document.get("field") == field
    assert "Traceback" not in response.text
    return document


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "name"),
        ("name=", "name"),
        ("name=%20+%09", "name"),
        ("name", "name"),
        ("name=" + "x" * (MAX_NAME_LENGTH + 1), "name"),
        ("name=" + "x" * 100_000, "name"),
        ("name=%FF", "name"),
        ("name=%D0", "name"),
        ("name=%ED%A0%80", "name"),
        ("name=Minsk&type=%C3%28", "type"),
        ("%FF=Minsk", None),
        ("name=Minsk&name=Brest", "name"),
        ("name=Minsk&type=city", "type"),
        ("name=Minsk&type=", "type"),
        ("name=Minsk&type=Person", "type"),
        ("name=Minsk&limit=0", "limit"),
        ("name=Minsk&limit=101", "limit"),
        ("name=Minsk&limit=-1", "limit"),
        ("name=Minsk&limit=ten", "limit"),
        ("name=Minsk&limit=", "limit"),
        ("name=Minsk&limit=1.5", "limit"),
        ("name=Minsk&limit=%D9%A1", "limit"),
        ("name=Minsk&limit=" + "9" * 5000, "limit"),
        ("name=Minsk&tpye=place", "tpye"),
        ("nmae=Minsk", "nmae"),
    ],
)
def test_get_says_what_is_wrong(client: FlaskClient, query: str, field: str | None) -> None:
    document = assert_problem(client.get(f"/resolve?{query}"), 400, field)
    assert document["mend"]
    assert len(document["detail"]) < 200


def test_an_unknown_type_is_answered_with_the_known_ones(client: FlaskClient) -> None:
    document = assert_problem(client.get("/resolve?name=Minsk&type=persn"), 400, "type")
    assert "did you mean 'person'" in document["detail"]
    assert all(known in document["mend"] for known in ENTITY_TYPES)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"\xff", None),
        ("{}".encode("utf-16"), None),
        (b"null", None),
        (b'["Minsk"]', None),
        (b'"Minsk"', None),
        (b"NaN", None),
        (b'{"names": ["Minsk"], "limit": Infinity}', None),
        (b"1" * 5000, None),
        (b"[" * 100_000, None),
        (b'{"a":' * 100_000, None),
        (b"{}", "names"),
        (b'{"name": "Minsk"}', "name"),
        (b'{"names": "Minsk"}', "names"),
        (b'{"names": null}', "names"),
        (b'{"names": {"a": "Minsk"}}', "names"),
        (b'{"names": ["Minsk", 1]}', "names[1]"),
        (b'{"names": ["Minsk", null]}', "names[1]"),
        (b'{"names": [["Minsk"]]}', "names[0]"),
        (b'{"names": ["\\ud800"]}', "names[0]"),
        (b'{"names": ["Minsk"], "type": "city"}', "type"),
        (b'{"names": ["Minsk"], "type": ["place"]}', "type"),
        (b'{"names": ["Minsk"], "type": {}}', "type"),
        (b'{"names": ["Minsk"], "type": 0}', "type"),
        (b'{"names": ["Minsk"], "limit": 0}', "limit"),
        (b'{"names": ["Minsk"], "limit": true}', "limit"),
        (b'{"names": ["Minsk"], "limit": "5"}', "limit"),
        (b'{"names": ["Minsk"], "limit": 5.5}', "limit"),
        (b'{"names": ["Minsk"], "limit": []}', "limit"),
        (b'{"names": ["Minsk"], "limits": 5}', "limits"),
        (b'{"names": ["Minsk"], "\\ud800": 5}', "?"),
        (json.dumps({"names": ["Minsk"] * (MAX_NAMES + 1)}).encode(), "names"),
    ],
)
def test_post_says_what_is_wrong(client: FlaskClient, body: bytes, field: str | None) -> None:
    document = assert_problem(client.post("/resolve", data=body, content_type="application/json"), 400, field)
    assert document["mend"]
    assert len(document["detail"]) < 200


def test_null_options_count_as_left_out(client: FlaskClient) -> None:
    assert client.post("/resolve", json={"names": ["Minsk"], "type": None, "limit": None}).status_code == 200


def test_a_byte_order_mark_before_json_is_let_pass(client: FlaskClient) -> None:
    body = b'\xef\xbb\xbf{"names": ["Minsk"]}'
    assert client.post("/resolve", data=body, content_type="application/json; charset=UTF-8").status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "x"],
)
def test_post_of_another_kind(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/resolve", data=b'{"names": ["Minsk"]}', content_type=content_type)
    assert "application/json" in assert_problem(response, 415)["mend"]


def test_post_that_is_too_large(client: FlaskClient) -> None:
    response = client.post("/resolve", data=b" " * (MAX_BODY_BYTES + 1), content_type="application/json")
    assert_problem(response, 413)


@pytest.mark.parametrize(
    "path", ["/nothing", "/resolve/", "/resolve/Minsk", "/static/x", "/%FF", "/..%2f..", "/%0d%0aX: y"]
)
def test_nothing_there(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/resolve"), ("PUT", "/"), ("POST", "/health"), ("FOO", "/")])
def test_method_not_possible(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(path, method=method)
    assert_problem(response, 405)
    assert "GET" in response.allow


@pytest.mark.parametrize("host", ["", "a b", "[::1", "x" * 5000, "\u00ff", "localhost:port", "a/b?c"])
def test_odd_hosts_do_no_harm(client: FlaskClient, host: str) -> None:
    assert client.get("/resolve?name=Minsk", headers={"Host": host}).status_code in (200, 400)


def test_a_fault_of_the_engine_is_a_problem_that_keeps_the_name_secret(
    index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: Resolver, names: list[str], **_: object) -> None:
        raise RuntimeError(f"no answer for {names}")

    client = create_app(index).test_client()
    monkeypatch.setattr(Resolver, "resolve_json", broken)
    response = client.get("/resolve?name=Tsikhanouskaya")
    assert_problem(response, 500)
    assert "Tsikhanouskaya" not in response.text + caplog.text
    assert "RuntimeError in" in caplog.text


@pytest.mark.parametrize("seed", range(4))
def test_random_requests_get_an_answer_or_a_problem(client: FlaskClient, seed: int) -> None:
    rng = random.Random(seed)
    pieces = [
        b"name=",
        b"type=",
        b"limit=",
        b"&",
        b"%",
        b"%00",
        b"%ff",
        b"+",
        b"=",
        b"Minsk",
        b"person",
        b"5",
        b"\xd0\x9c",
    ]
    tokens = [
        '{"names":',
        "[",
        "]",
        "}",
        '"Minsk"',
        ",",
        '"limit":',
        '"type":',
        "1e999",
        "null",
        '"\\u0000"',
        "-1",
        '"place"',
    ]
    for _ in range(250):
        query = b"".join(rng.choices(pieces, k=rng.randrange(8))) + rng.randbytes(rng.randrange(3))
        body = "".join(rng.choices(tokens, k=rng.randrange(8))).encode()
        for response in (
            client.get("/resolve?" + quote_from_bytes(query, safe="&=%+")),
            client.post("/resolve", data=body, content_type="application/json"),
        ):
            if response.status_code != 200:
                assert_problem(response, 400, json.loads(response.data).get("field"))
