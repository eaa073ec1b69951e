"""Hostile requests without end, made of a corpus by seeded mutation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote_from_bytes

from resolver.web.contract import contract

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
METHODS = ["GET", "POST", "GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "\x01"]
NAMES = [
    "name", "prefix", "left", "right", "type", "limit", "candidate", "column", "explain", "lang", "queries", "x",
]  # fmt: skip
_HUGE = 0.01
_HUGE_BYTES = 9 << 20


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request that nobody should send. `headers` may contradict its body; their text is Latin-1."""

    method: str
    path: str
    query: bytes
    kind: str
    headers: dict[str, str]
    body: bytes

    def raw(self) -> bytes:
        """It as it travels: a header that is not given is as it should be."""
        headers = {"Host": "a", "Content-Length": str(len(self.body)), "Content-Type": self.kind, **self.headers}
        lines = [f"{name}: {value}\r\n".encode("latin-1") for name, value in headers.items()]
        target = self.path.encode() + (b"?" + self.query if self.query else b"")
        return b"%s %s HTTP/1.1\r\n%sConnection: close\r\n\r\n%s" % (
            self.method.encode(), target, b"".join(lines), self.body
        )  # fmt: skip


def _sound(method: str, path: str, query: str = "", kind: str = "", body: str = "") -> Hostile:
    return Hostile(method, path, query.encode(), kind, {}, body.encode())


SOUND = [
    _sound("GET", "/resolve", "name=Minsk&type=place&limit=3"),
    _sound("GET", "/v1/explain", "name=Minsk&candidate=l1"),
    _sound("GET", "/compare", "left=Minsk&right=Minsk+Mazowiecki&explain=full"),
    _sound("GET", "/suggest", "prefix=Minsk"),
    _sound("GET", "/variants", "name=Minsk&lang=en&limit=20"),
    _sound("GET", "/entities/l1"),
    _sound("GET", "/", "name=Minsk"),
    _sound("POST", "/resolve", "", "application/json", '{"names": ["Minsk", "Мінск"], "type": null, "limit": 2}'),
    _sound("POST", "/v1/compare", "", "application/json", '{"pairs": [{"left": "Minsk", "right": "Мінск"}]}'),
    _sound("POST", "/annotate", "", "application/json", '{"text": "Minsk lies far from Minsk Mazowiecki."}'),
    _sound("POST", "/cluster", "", "application/json", '{"names": ["Minsk", "Minsk", "Mensk"]}'),
    _sound("POST", "/reconcile", "", "application/x-www-form-urlencoded", 'queries={"q0":{"query":"Minsk","limit":3}}'),
    _sound("POST", "/reconcile/v1/match", "", "application/json", '{"queries": [{"conditions": [{"matchType": "name", '
           '"propertyValue": "Minsk"}]}]}'),
    _sound("GET", "/reconcile", "queries=%7B%22q0%22%3A%7B%22query%22%3A%22Minsk%22%7D%7D&callback=f"),
    _sound("POST", "/jobs", "column=Minsk", "text/csv", "Minsk,b\nMinsk,1\n"),
]  # fmt: skip


def hostile(seed: int) -> Iterator[Hostile]:
    """Ever more of them; the same seed gives the same. Half are made up, half are sound but for a part."""
    rng = random.Random(seed)
    while True:
        yield _almost_sound(rng) if rng.random() < 0.5 else _at_random(rng)


def _at_random(rng: random.Random) -> Hostile:
    headers = {name: rng.choice(values) for name, values in HEADERS.items() if rng.random() < 0.12}
    body = _mutated(rng, rng.choice(BODIES))
    return Hostile(rng.choice(METHODS), rng.choice(PATHS), _query(rng), rng.choice(KINDS), headers, body)


def _almost_sound(rng: random.Random) -> Hostile:
    asked = rng.choice(SOUND)
    part = rng.choice(["method", "path", "query", "kind", "headers", "body", "body", "text", "text"])
    if part == "method":
        return replace(asked, method=rng.choice(METHODS))
    if part == "path":
        return replace(
            asked, path=rng.choice(["", "/v1", "/", "/reconcile"]) + asked.path + rng.choice(["/", "%00", "x"])
        )
    if part == "query":
        return replace(asked, query=_mutated(rng, asked.query))
    if part == "kind":
        return replace(asked, kind=rng.choice(KINDS))
    if part == "headers":
        name, values = rng.choice(list(HEADERS.items()))
        return replace(asked, headers={name: rng.choice(values)})
    if part == "body":
        huge = rng.random() < _HUGE and asked.body
        return replace(asked, body=asked.body[:-9] + b"9" * _HUGE_BYTES if huge else _mutated(rng, asked.body))
    text = rng.choice(TEXTS).encode("utf-8", "surrogatepass")
    query = asked.query.replace(b"Minsk", quote_from_bytes(text).encode())
    return replace(asked, query=query, body=asked.body.replace(b"Minsk", text.replace(b"\0", b"\\u0000")))


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
    values = [*TEXTS, "person", "10", "-1", "full", "csv", "9" * 300, '{"q0": {"query": "Minsk"}}']
    chosen = [(rng.choice(NAMES), rng.choice(values)) for _ in range(rng.randrange(4))]
    text = "&".join(f"{name}={value}" for name, value in chosen).encode("utf-8", "surrogatepass")
    escaped = b"".join(b"%%%02X" % byte if rng.random() < 0.2 else bytes([byte]) for byte in text)
    return _mutated(rng, escaped)
