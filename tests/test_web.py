"""The HTTP door gives the same answers as the façade."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from web_index import NAMES, towns_and_people

from resolver import Resolver
from resolver.errors import ConfigurationError, IndexMissingError
from resolver.model import ENTITY_TYPES
from resolver.text import MAX_NAME_LENGTH
from resolver.web import Settings, create_app
from resolver.web.pages import MAX_LIMIT, MAX_NAMES


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("web"))


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


@pytest.fixture(scope="session")
def resolver(index: Path) -> Resolver:
    return Resolver.open(index)


# Answers


@pytest.mark.parametrize("name", ["Sviatlana Tsikhanouskaya", "Аляксандр Лукашэнка", "Minsk", "Jane Smith", "😀", "\0"])
def test_get_answers_what_the_facade_answers(client: FlaskClient, resolver: Resolver, name: str) -> None:
    response = client.get("/resolve", query_string={"name": name})
    assert response.status_code == 200
    assert response.json == resolver.resolve(name).to_dict()


def test_the_whole_evidence_on_request(client: FlaskClient, resolver: Resolver) -> None:
    body = client.get("/resolve", query_string={"name": "Лукашэнка", "explain": "full"}).json
    assert body is not None
    explanation = body.pop("explanation")
    assert body == resolver.resolve("Лукашэнка").to_dict()
    assert explanation["candidate"] == body["candidates"][0]
    assert sum(r["weight"] for r in explanation["reasons"]) == pytest.approx(explanation["log_odds"], abs=0.01)
    assert client.get("/resolve", query_string={"name": "???", "explain": "full"}).json["explanation"] is None  # type: ignore[index]
    refused = client.get("/resolve", query_string={"name": "Minsk", "explain": "yes"})
    assert refused.status_code == 400
    assert "full" in refused.text


def test_the_answer_has_the_documented_fields_in_order(client: FlaskClient) -> None:
    fields = [
        "query",
        "status",
        "entity",
        "score",
        "margin",
        "matched_name",
        "candidates",
        "reasons",
        "index",
        "engine",
    ]
    assert list(client.get("/resolve?name=Minsk").json or {}) == [*fields, "cached"]


def test_the_answer_is_json_in_utf8_without_escapes(client: FlaskClient) -> None:
    response = client.get("/resolve", query_string={"name": "Мінск"})
    assert response.content_type == "application/json"
    assert '"query":"Мінск"'.encode() in response.data


def test_type_and_limit_reach_the_engine(client: FlaskClient, resolver: Resolver) -> None:
    assert client.get("/resolve?name=Minsk&type=person").json == resolver.resolve("Minsk", type="person").to_dict()
    assert client.get("/resolve?name=Minsk&type=place").json == resolver.resolve("Minsk", type="place").to_dict()
    for limit, found in ((1, 1), (MAX_LIMIT, 2)):
        one = client.get(f"/resolve?name=Minsk&limit={limit}").json or {}
        many = client.post("/resolve", json={"names": ["Minsk"], "limit": limit}).json or {}
        assert len(one["candidates"]) == len(many["results"][0]["candidates"]) == found


def test_raw_utf8_plus_and_percent_spell_the_same_query(client: FlaskClient) -> None:
    spellings = [quote("Святлана Ціханоўская"), quote("Святлана Ціханоўская").replace("%20", "+")]
    answers = [client.get(f"/resolve?name={spelling}").json for spelling in spellings]
    raw = client.get(
        "/resolve", environ_overrides={"QUERY_STRING": "name=Святлана+Ціханоўская".encode().decode("latin-1")}
    )
    for answer in [*answers, raw.json]:
        assert (answer or {})["query"] == "Святлана Ціханоўская"
        assert (answer or {})["entity"]["id"] == "p1"


def test_post_answers_every_name_in_order(client: FlaskClient, resolver: Resolver) -> None:
    names = ["Minsk", "Jane Smith", "Мінск", "Minsk"]
    response = client.post("/resolve", json={"names": names})
    assert response.json == {"results": [answer.to_dict() for answer in resolver.resolve_many(names)]}


def test_post_answers_the_good_names_of_a_batch_and_says_which_hold_none(client: FlaskClient) -> None:
    names = ["", "Minsk", " ", "x" * (MAX_NAME_LENGTH + 1), "😀"]
    results = (client.post("/resolve", json={"names": names}).json or {})["results"]
    assert [result["query"] for result in results] == names
    assert [result["status"] for result in results] == ["none", "match", "none", "none", "none"]
    assert {result["reasons"][0]["kind"] for result in results if result["status"] == "none"} == {"unusable"}


def test_post_of_nothing_answers_nothing(client: FlaskClient) -> None:
    assert client.post("/resolve", json={"names": []}).json == {"results": []}


def test_post_of_the_most_names(client: FlaskClient) -> None:
    body = client.post("/resolve", json={"names": ["Minsk"] * MAX_NAMES, "limit": MAX_LIMIT}).json or {}
    assert len(body["results"]) == MAX_NAMES


def test_a_second_answer_is_cached_and_otherwise_equal(client: FlaskClient) -> None:
    first, second = (client.get("/resolve?name=Minsk").json or {} for _ in range(2))
    assert (first.pop("cached"), second.pop("cached")) == (False, True)
    assert first == second


def test_a_name_whose_letters_are_phrases_has_no_spellings_elsewhere(client: FlaskClient) -> None:
    assert client.get("/variants?name=" + "ﷺ" * 100).json == {"results": []}
    assert client.get("/variants?name=" + "a" * 201).status_code == 400
    unknown = client.get("/variants?name=Minsk&lang=xx")
    told = unknown.json or {}
    assert (unknown.status_code, told["field"]) == (400, "lang")
    assert "'xx', which is none" in told["detail"]


@pytest.mark.parametrize("field", ["country", "birth_date", "gender", "type"])
def test_what_is_told_beside_a_name_says_something(client: FlaskClient, field: str) -> None:
    answer = client.get(f"/resolve?name=Minsk&{field}=")
    told = answer.json or {}
    assert (answer.status_code, told["field"]) == (400, field)
    assert told["mend"].endswith("leave it out.")


def test_an_entity_to_be_explained_that_is_not_there(client: FlaskClient) -> None:
    answer = client.get("/explain?name=Minsk&candidate=label")
    assert (answer.status_code, (answer.json or {})["field"]) == (404, "candidate")


def test_a_whole_number_may_be_written_with_a_point(client: FlaskClient) -> None:
    answer = client.post("/resolve", data=b'{"names": ["Minsk"], "limit": 1.0}', content_type="application/json").json
    assert len((answer or {})["results"][0]["candidates"]) == 1


def test_names_at_the_limit_of_length_are_read(client: FlaskClient) -> None:
    assert client.get("/resolve", query_string={"name": "ў" * MAX_NAME_LENGTH}).status_code == 200


def test_health_names_index_engine_and_counts(client: FlaskClient, resolver: Resolver) -> None:
    assert client.get("/health").json == {
        "status": "ok",
        "index": resolver.index_hash,
        "engine": resolver.engine,
        "counts": {"entities": len({name[0] for name in NAMES}), "names": len(NAMES)},
    }


def test_the_directory_lists_addresses_that_exist(client: FlaskClient) -> None:
    body = client.get("/").json or {}
    assert body["types"] == list(ENTITY_TYPES)
    for link in body["links"]:
        path = link["href"].partition("?")[0].replace("{id}", "p1")
        assert client.open(path, method=link["method"]).status_code not in (404, 405), link


def test_head_and_options_are_answered(client: FlaskClient) -> None:
    assert client.head("/resolve?name=Minsk").status_code == 200
    assert {"GET", "POST"} <= set(client.options("/resolve").allow)


# Settings and start


def test_an_index_that_is_missing_is_said_at_start(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        create_app(tmp_path / "nothing")


def test_a_variable_that_sets_nothing_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    Settings.from_env(
        {"RESOLVER_WORKER": "2", "RESOLVER_X": "", "RESOLVER_CONFIG": "", "RESOLVER_PORT": "1", "WORKER": "3"}
    )
    assert [record.getMessage() for record in caplog.records] == [
        "RESOLVER_WORKER sets nothing; did you mean RESOLVER_WORKERS?",
        "RESOLVER_X sets nothing; `resolver config` lists the settings",
    ]


def test_an_address_may_stand_in_brackets() -> None:
    assert Settings.from_env({"RESOLVER_HOST": "[::1]"}).host == "::1"


def test_behind_a_proxy_addresses_have_the_path_at_which_it_put_the_service(index: Path) -> None:
    prefix = {"X-Forwarded-Prefix": "/names", "X-Forwarded-Proto": "https"}
    client = create_app(index, settings=Settings(proxies=1)).test_client()
    assert client.get("/openapi.json", headers=prefix).get_json()["servers"] == [{"url": "/names/v1"}]
    for version in ("", "/v1"):
        manifest = client.get(f"/reconcile{version}", headers=prefix).get_json()
        assert manifest["view"]["url"].startswith("https://localhost/names/reconcile/")
    job = client.post("/jobs?column=name", data="name\n", headers={**prefix, "Content-Type": "text/csv"})
    assert job.headers["Location"].startswith("/names/jobs/")
    untrusted = create_app(index).test_client()
    assert untrusted.get("/openapi.json", headers=prefix).get_json()["servers"] == [{"url": "/v1"}]


def test_settings_come_from_the_environment() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env({"RESOLVER_INDEX": "", "RESOLVER_CACHE_TTL": ""}) == Settings()
    assert Settings.from_env(
        {
            "RESOLVER_INDEX": "names.index",
            "RESOLVER_REDIS_URL": "redis://localhost",
            "RESOLVER_CACHE_TTL": "60",
            "RESOLVER_REDIS_TIMEOUT": "0.5",
        }
    ) == Settings(index=Path("names.index"), redis_url="redis://localhost", cache_ttl=60.0, redis_timeout=0.5)


@pytest.mark.parametrize("value", ["0", "-1", "soon", "nan", "inf"])
@pytest.mark.parametrize("name", ["RESOLVER_CACHE_TTL", "RESOLVER_REDIS_TIMEOUT"])
def test_times_that_make_no_sense_are_refused(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env({name: value})
