"""Thousands of hostile requests, made of a corpus by seeded mutation: nobody gets a 5xx or sees code."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from flask import Flask
from web_index import towns_and_people

from resolver.web import Settings, create_app
from resolver.web.contract import contract

ROUNDS = 1500
"""Requests for each of the seeds."""

PATHS = [
    *(operation.address.replace("{id}", "p1").replace("{no}", "1") for operation in contract().operations),
    "/reconcile",
    "/reconcile/v1",
    "/reconcile/v1/match",
    "/reconcile/preview?id=p1",
    "/reconcile/suggest/entity?prefix=m",
    "/../../etc/passwd",
    "//resolve",
    "/resolve/../health",
    "/%2e%2e/%2e%2e",
    "/entities/" + "a/" * 200,
    "/entities/%00",
    "/jobs/../../keys.json",
    "/jobs/%2e%2e/result",
    "/v1//resolve",
    "/resolve;x=1",
    "/resolve%3Fname=a",
    "/" + "x" * 5000,
]
TEXTS = [
    "Minsk",
    "Мінск",
    "",
    " ",
    "\0",
    "\u202eksniM",
    "a" * 1001,
    "́" * 900,
    "😀" * 300,
    "ﷺ" * 200,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "%s%n",
    "../../../etc/passwd",
    "\ud800",
    "ｍｉｎｓｋ",
    "ß" * 400,
    "김" * 500,
]
BODIES = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b'{"names": ["Minsk"]}',
    b'{"names": [1, null, {}, []]}',
    b'{"names": "Minsk"}',
    b"[" * 50_000,
    b'{"pairs": [{"left": "a", "right": "b"}]}',
    b'{"pairs": [{"left": 1}]}',
    b'{"text": "Minsk and Minsk"}',
    b"\xff\xfe\x00",
    b'{"names": ["Minsk"], "limit": 1e400}',
    b'{"a":' * 10_000,
    b'{"names": ["\\ud800\\udc00", "\\udfff"]}',
    b"name\nMinsk\n",
    b'{"queries": {"q0": {"query": "Minsk"}}}',
    b"queries=%7B%7D",
    b'{"kind": "same", "entity": "p1", "other": "p2"}',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../a.csv"\r\n\r\nname\n1\r\n--x--\r\n',
]
KINDS = [
    "application/json",
    "application/json; charset=utf-8",
    "text/csv",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "",
    "application/jsonl",
    "\x7f",
    "application/json; charset=" + "u" * 500,
]
HEADERS = {
    "Accept-Encoding": ["gzip", "gzip;q=x", "*", ",,,;q=", "gzip;q=0, *;q=1"],
    "If-None-Match": ["*", "W/", '"', 'W/"' + "a" * 3000 + '"', '"a", "b'],
    "Authorization": ["Bearer", "Bearer \xff", "Basic Og==", "Bearer " + "x" * 5000],
    "X-API-Key": ["", "\xe9", "resolver_a_b"],
    "X-Request-ID": ["a b", "\xff", "x" * 500, "<b>"],
    "Origin": ["null", "https://evil.example", "\xff"],
    "Host": ["", "[::1", "a:b:c", "x" * 300],
    "X-Forwarded-For": ["127.0.0.1", "a, b, c"],
    "Content-Length": ["5", "0", "99999999999", "-1", "x"],
    "Range": ["bytes=0-1", "bytes=-", "lines=1"],
    "Transfer-Encoding": ["chunked", "x"],
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(
        index=towns_and_people(folder), jobs=folder / "jobs", keys=folder / "keys.json", cors=("https://a.example",)
    )
    return create_app(settings=settings)


def _mutated(rng: random.Random, data: bytes) -> bytes:
    """The bytes with some of them changed, removed, repeated or moved."""
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.randrange(1, 8))
        new = rng.choice(
            [b"", data[at:end] * 2, rng.randbytes(rng.randrange(1, 4)), b'"', b"%", b"\\u0000", b"9" * 400]
        )
        data = data[:at] + new + data[end:]
    return data


def _query(rng: random.Random) -> bytes:
    names = [
        "name",
        "prefix",
        "left",
        "right",
        "type",
        "limit",
        "candidate",
        "column",
        "explain",
        "lang",
        "queries",
        "x",
    ]
    values = [*TEXTS, "person", "10", "-1", "full", "csv", "9" * 300, '{"q0": {"query": "Minsk"}}']
    chosen = [(rng.choice(names), rng.choice(values)) for _ in range(rng.randrange(4))]
    text = "&".join(f"{name}={value}" for name, value in chosen).encode("utf-8", "surrogatepass")
    escaped = b"".join(b"%%%02X" % byte if rng.random() < 0.2 else bytes([byte]) for byte in text)
    return _mutated(rng, escaped)


@pytest.mark.parametrize("seed", range(2))
def test_hostile_requests_get_an_answer_without_a_fault(app: Flask, seed: int) -> None:
    rng = random.Random(seed)
    client = app.test_client()
    for _ in range(ROUNDS):
        body = _mutated(rng, rng.choice(BODIES))
        headers = {name: rng.choice(values) for name, values in HEADERS.items() if rng.random() < 0.12}
        environ = {"QUERY_STRING": _query(rng).decode("latin-1")}
        if "Content-Length" in headers:
            environ["CONTENT_LENGTH"] = headers.pop("Content-Length")
        path, method = (
            rng.choice(PATHS),
            rng.choice(["GET", "POST", "GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "\x01"]),
        )
        asked = {"headers": headers, "content_type": rng.choice(KINDS), "environ_overrides": environ}
        with client.open(path, method=method, data=body, **asked) as response:  # type: ignore[arg-type]
            assert response.status_code < 500, (method, path, environ, headers, body[:200], response.data[:300])
            assert b"Traceback" not in response.data
            if response.mimetype == "application/problem+json" and method != "HEAD":
                data = response.data
                assert response.content_encoding == "gzip" or json.loads(data)["status"] == response.status_code


def test_a_folder_beside_the_jobs_is_out_of_reach(app: Flask, tmp_path: Path) -> None:
    client = app.test_client()
    for id in ("..", "../keys.json", "%2e%2e", "0" * 31, "0" * 33, "g" * 32, "0" * 32):
        for path in (f"/jobs/{id}", f"/jobs/{id}/result"):
            assert client.get(path).status_code in (400, 404)
