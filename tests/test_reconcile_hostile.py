"""Whatever is sent to the reconciliation API gets a valid answer or a problem, and either is open to all origins."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from reconcile_schemas import VERSIONS, examples, schemas
from web_index import NAMES, towns_and_people
from werkzeug.test import TestResponse

from resolver import Resolver
from resolver.model import ENTITY_TYPES
from resolver.text import MAX_NAME_LENGTH
from resolver.web import create_app
from resolver.web.bodies import MAX_BODY_BYTES
from resolver.web.reconcile import reconcile_blueprint
from resolver.web.reconcile.manifest import MAX_BATCH
from resolver.web.reconcile.queries import MAX_CONDITIONS, MAX_NAMES, MAX_PROPERTIES
from resolver.web.reconcile.views import MAX_IDS


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("reconcile"))


@pytest.fixture(scope="session")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def assert_problem(response: TestResponse, status: int, field: str | None = None) -> None:
    assert response.status_code == status, response.text[:300]
    assert response.content_type == "application/problem+json"
    document = json.loads(response.data.decode("utf-8"))
    assert document["status"] == status
    assert document.get("field") == field
    assert len(document["detail"]) < 250
    assert "Traceback" not in response.text
    assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]


# Errors say what is wrong, and are open to pages of other origins as answers are


@pytest.mark.parametrize(
    ("queries", "field"),
    [
        ("", "queries"),
        ("{", "queries"),
        ("[]", "queries"),
        ("null", "queries"),
        ("NaN", "queries"),
        ("1" * 5000, "queries"),
        ("[" * 100_000, "queries"),
        ('{"a":' * 100_000, "queries"),
        ('{"q": {"query": "\\ud800"}}', "queries"),
        ('{"\\udfff": {"query": "Minsk"}}', "queries"),
        ('{"q": null}', "q"),
        ('{"q": "Minsk"}', "q"),
        ('{"q": {}}', "q"),
        ('{"q": {"limit": 1}}', "q"),
        ('{"q": {"query": 1}}', "q.query"),
        ('{"q": {"query": ["Minsk"]}}', "q.query"),
        ('{"q": {"query": "Minsk", "limit": 0}}', "q.limit"),
        ('{"q": {"query": "Minsk", "limit": -1}}', "q.limit"),
        ('{"q": {"query": "Minsk", "limit": 1.5}}', "q.limit"),
        ('{"q": {"query": "Minsk", "limit": true}}', "q.limit"),
        ('{"q": {"query": "Minsk", "limit": "5"}}', "q.limit"),
        ('{"q": {"query": "Minsk", "type": 1}}', "q.type"),
        ('{"q": {"query": "Minsk", "type": [[]]}}', "q.type"),
        ('{"q": {"query": "Minsk", "type_strict": "maybe"}}', "q.type_strict"),
        ('{"q": {"query": "Minsk", "type_strict": []}}', "q.type_strict"),
        ('{"q": {"query": "Minsk", "props": []}}', "q.props"),
        ('{"q": {"query": "Minsk", "properties": {}}}', "q.properties"),
        ('{"q": {"query": "Minsk", "properties": [1]}}', "q.properties"),
        ('{"q": {"query": "Minsk", "properties": [{"pid": 1, "v": 1}]}}', "q.properties.pid"),
        ('{"q": {"query": "Minsk", "properties": [{"pid": "a"}]}}', "q.properties.v"),
        ('{"q": {"query": "Minsk", "properties": [{"pid": "a", "v": {"id": null}}]}}', "q.properties.v"),
        ('{"q": {"query": "Minsk", "properties": [{"pid": "a", "v": {"name": "b"}}]}}', "q.properties.v"),
        ('{"q": {"query": "Minsk", "properties": [{"pid": "a", "v": [[1]]}]}}', "q.properties.v"),
        (
            json.dumps({"q": {"query": "Minsk", "properties": [{"pid": "a", "v": 1}] * (MAX_CONDITIONS + 1)}}),
            "q.properties",
        ),
        (
            json.dumps({"q": {"query": "Minsk", "properties": [{"pid": "a", "v": [1] * (MAX_CONDITIONS + 1)}]}}),
            "q.properties.v",
        ),
    ],
)
def test_queries_of_0_2_that_are_none(client: FlaskClient, queries: str, field: str) -> None:
    assert_problem(client.post("/reconcile", data={"queries": queries}), 400, field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"\xff", None),
        (b"[]", "the body"),
        (b"{}", "queries"),
        (b'{"queries": {}}', "queries"),
        (b'{"queries": [{"x": 1, "conditions": []}]}', "queries[0].x"),
        (b'{"queries": [1]}', "queries[0]"),
        (b'{"queries": [{}]}', "queries[0].conditions"),
        (b'{"queries": [{"conditions": []}]}', "queries[0].conditions"),
        (b'{"queries": [{"conditions": [{}]}]}', "queries[0].conditions[0].matchType"),
        (b'{"queries": [{"conditions": [{"matchType": "label"}]}]}', "queries[0].conditions[0].matchType"),
        (b'{"queries": [{"conditions": [{"matchType": {}}]}]}', "queries[0].conditions[0].matchType"),
        (b'{"queries": [{"conditions": [{"matchType": "name"}]}]}', "queries[0].conditions[0].propertyValue"),
        (
            b'{"queries": [{"conditions": [{"matchType": "property", "propertyValue": 1}]}]}',
            "queries[0].conditions[0].propertyId",
        ),
        (
            b'{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a"}], "type": ["place"]}]}',
            "queries[0].type",
        ),
        (
            b'{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a"}], "lang": 1}]}',
            "queries[0].lang",
        ),
        (
            b'{"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a", "required": 1}]}]}',
            "queries[0].conditions[0].required",
        ),
        (
            json.dumps(
                {"queries": [{"conditions": [{"matchType": "name", "propertyValue": ["a"] * MAX_NAMES}] * 2}]}
            ).encode(),
            "queries[0].conditions",
        ),
    ],
)
def test_queries_of_1_0_that_are_none(client: FlaskClient, body: bytes, field: str | None) -> None:
    response = client.post("/reconcile/v1/match", data=body, content_type="application/json")
    assert_problem(response, 400, field)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "ids"),
        ({"ids": "p1", "properties": []}, "ids"),
        ({"ids": [1], "properties": []}, "ids"),
        ({"ids": ["p1"]}, "properties"),
        ({"ids": ["p1"], "properties": {}}, "properties"),
        ({"ids": ["p1"], "properties": [1]}, "properties[0]"),
        ({"ids": ["p1"], "properties": [{"id": 1}]}, "properties[0].id"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": []}]}, "properties[0].settings"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"limit": -1}}]}, "properties[0].settings.limit"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"limit": True}}]}, "properties[0].settings.limit"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"limit": [1]}}]}, "properties[0].settings.limit"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"lang": 1}}]}, "properties[0].settings.lang"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"script": "x"}}]}, "properties[0].settings.script"),
        ({"ids": ["p1"], "properties": [{"id": "name", "settings": {"script": [1]}}]}, "properties[0].settings.script"),
        ({"ids": ["p1"], "properties": [{"id": "name"}] * (MAX_PROPERTIES + 1)}, "properties"),
    ],
)
def test_extensions_that_are_none(client: FlaskClient, query: dict[str, Any], field: str) -> None:
    assert_problem(client.post("/reconcile/v1/extend", json=query), 400, field)
    assert_problem(client.get("/reconcile", query_string={"extend": json.dumps(query)}), 400, field)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_invalid_examples_are_refused_and_the_valid_ones_answered(
    shared: Path, client: FlaskClient, version: str
) -> None:
    for of, kind, valid, path in examples():
        if (of, kind) == (version, "reconciliation-query-batch"):
            text = path.read_text("utf-8")
            if version == "0.2":
                response = client.post("/reconcile", data={"queries": text})
            else:
                response = client.post("/reconcile/v1/match", data=text, content_type="application/json")
            assert response.status_code == (200 if valid else 400), path
            if valid:
                schemas(version).check("reconciliation-result-batch", response.get_json())


def test_batches_are_as_large_as_the_manifest_says(client: FlaskClient) -> None:
    size = client.get("/reconcile").get_json()["batchSize"]
    assert size == MAX_BATCH
    for count, status in ((size, 200), (size + 1, 413)):
        queries = {f"q{at}": {"query": "Minsk", "limit": 1} for at in range(count)}
        for response in (
            client.post("/reconcile", data={"queries": json.dumps(queries)}),
            client.post(
                "/reconcile/v1/match",
                json={"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Minsk"}]}] * count},
            ),
        ):
            assert response.status_code == status
            if status == 413:
                assert_problem(response, 413)
                assert str(size) in response.text
            else:
                body = response.get_json()
                assert len(body.get("results", body)) == size


def test_too_many_entities_or_too_large_a_body(client: FlaskClient) -> None:
    asked = {"ids": [str(n) for n in range(MAX_IDS + 1)], "properties": []}
    assert_problem(client.post("/reconcile/v1/extend", json=asked), 413)
    body = b"queries=" + b"x" * MAX_BODY_BYTES
    assert_problem(client.post("/reconcile", data=body, content_type="application/x-www-form-urlencoded"), 413)


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/reconcile?queries=%FF", 400, "queries"),
        ("/reconcile?queries={}&queries={}", 400, "queries"),
        ("/reconcile?query=%7B", 400, "query"),
        ("/reconcile?extend=1", 400, "extend"),
        ("/reconcile?callback=alert(1)", 400, "callback"),
        ("/reconcile?callback=" + "a" * 101, 400, "callback"),
        ("/reconcile?callback=%D1%84", 400, "callback"),
        ("/reconcile?callback=a..b", 400, "callback"),
        ("/reconcile/suggest/entity?prefix=m&cursor=x", 400, "cursor"),
        ("/reconcile/suggest/entity?prefix=m&cursor=-1", 400, "cursor"),
        ("/reconcile/suggest/type?limit=0", 400, "limit"),
        ("/reconcile/suggest/type?limit=%D9%A1", 400, "limit"),
        ("/reconcile/extend/propose?limit=9999999999", 400, "limit"),
        ("/reconcile/preview", 404, None),
        ("/reconcile/preview?id=nobody", 404, None),
        ("/reconcile/flyout/entity?id=nobody", 404, None),
        ("/reconcile/flyout/type?id=Q5", 404, None),
        ("/reconcile/flyout/property?id=name:", 404, None),
        ("/reconcile/flyout/thing?id=p1", 404, None),
        ("/reconcile/suggest", 404, None),
        ("/reconcile/v2", 404, None),
        ("/reconcile/../x", 404, None),
        ("/reconcile/v1/match", 405, None),
        ("/reconcile/v1/extend", 405, None),
    ],
)
def test_addresses_and_parameters_that_are_none(client: FlaskClient, path: str, status: int, field: str | None) -> None:
    assert_problem(client.get(path), status, field)


def test_forms_without_queries_and_bodies_of_another_kind(client: FlaskClient) -> None:
    assert_problem(client.post("/reconcile", data={"x": "1"}), 400, "queries")
    assert_problem(client.post("/reconcile", data=b'{"queries": {}}', content_type="application/json"), 415)
    unread = client.post("/reconcile", data=b"queries={}")
    assert_problem(unread, 415)
    assert "urlencoded" in (unread.json or {})["mend"]
    assert_problem(client.post("/reconcile/v1/match", data={"queries": "[]"}), 415)
    assert_problem(client.delete("/reconcile"), 405)


def test_every_answer_is_open_to_all_origins(client: FlaskClient) -> None:
    for path in ("/reconcile", "/reconcile/", "/reconcile/v1", "/reconcile/v1/", "/reconcile/suggest/type"):
        response = client.get(path, headers={"Origin": "https://elsewhere.example"})
        assert response.status_code == 200
        assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/reconcile/v1/match", headers=asked)
    assert response.status_code == 200
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_who_has_no_key_is_told_so_in_the_open(client: FlaskClient) -> None:
    # Where the service is asked by another name than loopback's, it asks for a key.
    assert_problem(client.get("/reconcile", base_url="http://names.example"), 401)
    assert client.options("/reconcile/v1/match", base_url="http://names.example").status_code == 200


def test_the_names_of_a_batch_count_one_by_one(index: Path) -> None:
    charged: list[int] = []
    resolver = Resolver.open(index)
    app = Flask("counted")
    app.register_blueprint(reconcile_blueprint(lambda: resolver, charged.append, lambda *_: None))
    client = app.test_client()
    assert client.post("/reconcile", data={"queries": '{"a": {"query": "Minsk"}}'}).status_code == 200
    assert charged == []  # the request itself counts for one
    three = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Minsk"}]}] * 3}
    assert client.post("/reconcile/v1/match", json=three).status_code == 200
    queries = json.dumps({str(at): {"query": "Minsk"} for at in range(5)})
    assert client.post("/reconcile", data={"queries": queries}).status_code == 200
    assert charged == [2, 4]


# JSONP


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile?",
        "/reconcile?query=Мінск&",
        "/reconcile/suggest/entity?prefix=m&",
        "/reconcile/flyout/entity?id=p1&",
        "/reconcile/extend/propose?type=person&",
    ],
)
def test_jsonp_calls_the_function_with_the_same_answer(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    script = client.get(f"{path}callback=jQuery1_$.go")
    assert script.content_type == "text/javascript; charset=utf-8"
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    before, _, rest = script.text.partition("(")
    assert before == "/**/jQuery1_$.go"
    assert json.loads(rest.removesuffix(");")) == plain.get_json()
    assert script.text.isascii()


# Anything at all


_TEXT = st.one_of(
    st.sampled_from([name for _, name, *_ in NAMES]),
    st.text(max_size=30),
    st.sampled_from(["", " ", "\0", "x" * (MAX_NAME_LENGTH + 1), "p1", "l2", "김정은", "A" * 5000]),
)
_VALUE = st.one_of(
    _TEXT,
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.fixed_dictionaries({"id": _TEXT}, optional={"name": _TEXT}),
)
_PROPERTY = st.one_of(st.sampled_from(["id", "name", "alias", "type", "description", "name:be", "country"]), _TEXT)
_VALUES = st.one_of(_VALUE, st.lists(_VALUE, max_size=3))
_TYPE = st.one_of(st.sampled_from(ENTITY_TYPES), _TEXT)
_QUERY = st.fixed_dictionaries(
    {"query": _TEXT},
    optional={
        "type": st.one_of(_TYPE, st.lists(_TYPE, max_size=3)),
        "limit": st.integers(1, 10**12),
        "type_strict": st.sampled_from(["any", "should", "all"]),
        "properties": st.lists(st.fixed_dictionaries({"pid": _PROPERTY, "v": _VALUES}), max_size=3),
    },
)
_CONDITION = st.one_of(
    st.fixed_dictionaries({"matchType": st.sampled_from(["name", "id"]), "propertyValue": _VALUES}),
    st.fixed_dictionaries(
        {"matchType": st.just("property"), "propertyId": _PROPERTY, "propertyValue": _VALUES},
        optional={
            "required": st.booleans(),
            "matchQuantifier": st.sampled_from(["any", "all", "none"]),
            "matchQualifier": _TEXT,
        },
    ),
)
_QUERY_1 = st.fixed_dictionaries(
    {"conditions": st.lists(_CONDITION, min_size=1, max_size=3)},
    optional={"type": _TYPE, "limit": st.integers(1, 10**12), "lang": _TEXT},
)
_given_some = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def assert_candidates(candidates: list[dict[str, Any]], limit: int) -> None:
    assert len(candidates) <= limit
    assert sum(candidate["match"] for candidate in candidates) <= 1
    assert all(0 <= candidate["score"] <= 100 for candidate in candidates)
    for candidate in candidates:
        ids = [feature["id"] for feature in candidate["features"]]
        assert len(ids) == len(set(ids))


@seed(20)
@_given_some
@given(st.dictionaries(st.text(max_size=5), _QUERY, max_size=4))
def test_any_valid_batch_of_0_2_has_a_valid_answer(
    shared: Path, client: FlaskClient, queries: dict[str, dict[str, Any]]
) -> None:
    schemas("0.2").check("reconciliation-query-batch", queries)
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    body = response.get_json()
    schemas("0.2").check("reconciliation-result-batch", body)
    assert set(body) == set(queries)
    for key, query in queries.items():
        assert_candidates(body[key]["result"], query.get("limit", 10))


@seed(20)
@_given_some
@given(st.lists(_QUERY_1, max_size=4))
def test_any_valid_batch_of_1_0_has_a_valid_answer(
    shared: Path, client: FlaskClient, queries: list[dict[str, Any]]
) -> None:
    schemas("1.0-draft").check("reconciliation-query-batch", {"queries": queries})
    response = client.post("/reconcile/v1/match", json={"queries": queries})
    assert response.status_code == 200, response.text
    body = response.get_json()
    schemas("1.0-draft").check("reconciliation-result-batch", body)
    assert len(body["results"]) == len(queries)
    for query, result in zip(queries, body["results"], strict=True):
        assert_candidates(result["candidates"], query.get("limit", 10))


_JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    ["query", "queries", "type", "limit", "properties", "conditions", "ids", "id", "v", "pid"]
                ),
                st.text(max_size=5),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@seed(20)
@_given_some
@given(_JUNK)
def test_any_json_is_answered_or_refused(client: FlaskClient, junk: object) -> None:
    text = json.dumps(junk)
    for response in (
        client.post("/reconcile", data={"queries": text}),
        client.get("/reconcile", query_string={"query": text}),
        client.get("/reconcile", query_string={"extend": text}),
        client.post("/reconcile/v1/match", data=text, content_type="application/json"),
        client.post("/reconcile/v1/extend", data=text, content_type="application/json"),
    ):
        if response.status_code != 200:
            assert response.status_code in (400, 413)
            assert response.content_type == "application/problem+json"
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_seeded_damage_to_good_requests_is_never_a_fault(client: FlaskClient) -> None:
    rng = random.Random(2)
    good = [
        b'queries={"q0":{"query":"Minsk","type":"place","limit":3,"properties":[{"pid":"name","v":"x"}]}}',
        b'extend={"ids":["p1","l1"],"properties":[{"id":"alias","settings":{"limit":"2","script":"Cyrl"}}]}',
        b"query=Minsk&callback=go",
        b"prefix=min&cursor=1&limit=2&type=place",
        b"id=p1",
    ]
    paths = ["", "/v1", "/suggest/entity", "/suggest/property", "/flyout/entity", "/preview", "/extend/propose"]
    bad = (b"", b"\xff", b"\0", b'"', b"{", b"[", b"&", b"=", b"%", b"9" * 9)
    for _ in range(1500):
        raw = bytearray(rng.choice(good))
        for _ in range(rng.randint(0, 4)):
            at = rng.randrange(len(raw) + 1)
            raw[at : at + rng.randint(0, 3)] = rng.choice(bad)
        if rng.random() < 0.5:
            response = client.get(f"/reconcile{rng.choice(paths)}?{quote_from_bytes(bytes(raw), safe='=&%+{}[]:,')}")
        else:
            response = client.post("/reconcile", data=bytes(raw), content_type="application/x-www-form-urlencoded")
        assert response.status_code in (200, 400, 404), (bytes(raw), response.text)
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("host", ["", "a b", "<script>", "x" * 3000, "é", "a:b:c", "[::1", "localhost:99999999", "\0"])
def test_odd_hosts_do_no_harm(client: FlaskClient, host: str) -> None:
    response = client.get("/reconcile", headers={"Host": host})
    assert response.status_code in (200, 400)
    assert response.content_type in ("application/json", "application/problem+json")
