"""The reconciliation API: every kind of answer is valid in both versions, and says what the façade says."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from reconcile_schemas import VERSIONS, examples, schemas
from web_index import towns_and_people

from resolver import Resolver
from resolver.facts import known_of
from resolver.index import NameRow, build_index
from resolver.model import ENTITY_TYPES
from resolver.web import create_app
from resolver.web.reconcile.manifest import MAX_BATCH

ROOT = {"0.2": "/reconcile", "1.0-draft": "/reconcile/v1"}


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return towns_and_people(tmp_path_factory.mktemp("reconcile"))


@pytest.fixture(scope="session")
def resolver(index: Path) -> Resolver:
    return Resolver.open(index)


@pytest.fixture(scope="session")
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


def ask(client: FlaskClient, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The candidates of a batch of version 0.2, sent as OpenRefine sends it."""
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return {key: answer["result"] for key, answer in response.get_json().items()}


def ask_1(client: FlaskClient, *queries: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The candidates of a batch of version 1.0."""
    response = client.post("/reconcile/v1/match", json={"queries": queries})
    assert response.status_code == 200, response.text
    return [answer["candidates"] for answer in response.get_json()["results"]]


def by_name(name: str | list[str], **more: Any) -> dict[str, Any]:
    return {"conditions": [{"matchType": "name", "propertyValue": name}], **more}


def matched(candidates: list[dict[str, Any]]) -> list[str]:
    return [candidate["id"] for candidate in candidates if candidate["match"]]


# The schemas themselves


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("valid", [True, False], ids=["valid", "invalid"])
def test_the_validator_takes_and_refuses_the_examples_of_the_specification(
    shared: Path, version: str, valid: bool
) -> None:
    found = [(kind, path) for of, kind, is_valid, path in examples() if (of, is_valid) == (version, valid)]
    assert len(found) >= 12
    for kind, path in found:
        errors = schemas(version).errors(kind, json.loads(path.read_text("utf-8")))
        assert bool(errors) != valid, f"{path}: {errors}"


# Every kind of answer is valid


@pytest.mark.parametrize("version", VERSIONS)
def test_the_manifest_is_valid_and_its_addresses_answer(shared: Path, client: FlaskClient, version: str) -> None:
    manifest = client.get(ROOT[version]).get_json()
    schemas(version).check("manifest", manifest)
    assert version in manifest["versions"]
    other = VERSIONS[1 - VERSIONS.index(version)]
    assert schemas(other).errors("manifest", manifest), "one manifest is not meant to serve both"
    assert manifest["batchSize"] == MAX_BATCH
    assert [known["id"] for known in manifest["defaultTypes"]] == list(ENTITY_TYPES)
    view = manifest["view"]["url"].replace("{{id}}", "p1").replace("{id}", "p1")
    assert client.get(view).status_code == 200


def test_the_manifest_of_0_2_leads_to_suggestions_flyouts_preview_and_proposals(client: FlaskClient) -> None:
    manifest = client.get("/reconcile", base_url="http://127.0.0.1:8080/at").get_json()
    paths = [manifest["preview"]["url"].replace("{{id}}", "p1")]
    for kind, an_id in (("entity", "p1"), ("type", "person"), ("property", "name:be")):
        told = manifest["suggest"][kind]
        paths.append(told["service_url"] + told["service_path"] + "?prefix=m")
        paths.append(told["flyout_service_url"] + told["flyout_service_path"].replace("${id}", an_id))
    proposals = manifest["extend"]["propose_properties"]
    paths.append(proposals["service_url"] + proposals["service_path"])
    for path in paths:
        assert path.startswith("http://127.0.0.1:8080/at/reconcile/")
        assert client.get(path.removeprefix("http://127.0.0.1:8080/at")).status_code == 200


@pytest.mark.parametrize(
    ("version", "key", "id_key"), [("0.2", "property_settings", "name"), ("1.0-draft", "propertySettings", "id")]
)
def test_settings_of_properties_are_under_the_key_of_the_version(
    client: FlaskClient, version: str, key: str, id_key: str
) -> None:
    settings = {setting[id_key]: setting for setting in client.get(ROOT[version]).get_json()["extend"][key]}
    assert set(settings) == {"limit", "lang", "script"}
    values = [choice["value"] for choice in settings["script"]["choices"]]
    assert settings["script"]["default"] in values


@pytest.mark.parametrize("how", ["get", "post"])
def test_a_batch_of_0_2_is_valid_and_says_what_the_facade_says(
    shared: Path, client: FlaskClient, resolver: Resolver, how: str
) -> None:
    names = ["Аляксандр Лукашэнка", "Minsk", "Jane Smith", "", "😀"]
    queries = json.dumps({f"q{at}": {"query": name} for at, name in enumerate(names)})
    schemas("0.2").check("reconciliation-query-batch", json.loads(queries))
    if how == "get":
        response = client.get("/reconcile", query_string={"queries": queries})
    else:
        response = client.post("/reconcile", data={"queries": queries})
    body = response.get_json()
    schemas("0.2").check("reconciliation-result-batch", body)
    assert list(body) == [f"q{at}" for at in range(len(names))]
    for at, name in enumerate(names):
        found, answer = body[f"q{at}"]["result"], resolver.resolve(name)
        assert matched(found) == ([answer.entity.id] if answer.entity else [])
        shown = [c for at, c in enumerate(answer.candidates) if at == 0 or round(100 * c.score)]
        expected = {c.id: round(100 * c.score, 2) for c in shown}
        # The cache keeps scores to four places.
        assert {c["id"]: c["score"] for c in found} == pytest.approx(expected, abs=0.02)


def test_a_batch_of_1_0_is_valid_and_says_the_same(shared: Path, client: FlaskClient) -> None:
    names = ["Аляксандр Лукашэнка", "Minsk", "Jane Smith"]
    body = {"queries": [by_name(name, limit=3) for name in names]}
    schemas("1.0-draft").check("reconciliation-query-batch", body)
    answer = client.post("/reconcile/v1/match", json=body).get_json()
    schemas("1.0-draft").check("reconciliation-result-batch", answer)
    old = ask(client, **{name: {"query": name, "limit": 3} for name in names})
    for name, result in zip(names, answer["results"], strict=True):
        for candidate in result["candidates"]:
            for feature in candidate["features"]:
                assert feature.pop("name")
        assert result["candidates"] == old[name]


def test_a_single_query_is_a_name_or_an_object(client: FlaskClient) -> None:
    plain = client.get("/reconcile?query=Minsk").get_json()
    assert matched(plain["result"]) == ["l1"]
    query = json.dumps({"query": "Minsk", "limit": 1})
    assert client.get("/reconcile", query_string={"query": query}).get_json() == {"result": plain["result"][:1]}
    assert client.post("/reconcile", data={"query": "Minsk"}).get_json() == plain


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_suggestions_are_valid(shared: Path, client: FlaskClient, version: str, kind: str) -> None:
    plural = {"entity": "entities", "type": "types", "property": "properties"}[kind]
    for prefix in ("", "m", "p", "Мін", "name", "o1", "person", "\0", "%"):
        body = client.get(f"{ROOT[version]}/suggest/{kind}", query_string={"prefix": prefix}).get_json()
        schemas(version).check(f"suggest-{plural}-response", body)


@pytest.mark.parametrize("version", VERSIONS)
def test_property_proposals_are_valid(shared: Path, client: FlaskClient, version: str) -> None:
    path = f"{ROOT[version]}/extend/propose"
    body = client.get(f"{path}?type=person&limit=2").get_json()
    schemas(version).check("data-extension-property-proposal", body)
    assert (len(body["properties"]), body["type"], body["limit"]) == (2, "person", 2)
    every = client.get(path).get_json()
    schemas(version).check("data-extension-property-proposal", every)
    known = {"country", "birth_date", "gender"}
    assert known | {"name", "alias", "description", "type", "id", "name:be", "name:en", "name:pl"} == {
        proposed["id"] for proposed in every["properties"]
    }


EXTENSION = {
    "ids": ["p1", "nobody", "l1"],
    "properties": [{"id": "name"}, {"id": "alias", "settings": {"script": "Cyrl"}}, {"id": "name:be"}, {"id": "odd"}],
}


@pytest.mark.parametrize("how", ["get", "post"])
def test_data_extension_of_0_2(shared: Path, client: FlaskClient, how: str) -> None:
    schemas("0.2").check("data-extension-query", EXTENSION)
    asked = {"extend": json.dumps(EXTENSION)}
    body = (
        client.get("/reconcile", query_string=asked) if how == "get" else client.post("/reconcile", data=asked)
    ).get_json()
    schemas("0.2").check("data-extension-response", body)
    assert [meta["id"] for meta in body["meta"]] == ["name", "alias", "name:be", "odd"]
    native = [{"str": "Мінск"}]
    assert body["rows"]["l1"] == {"name": [{"str": "Minsk"}], "alias": native, "name:be": native, "odd": []}
    assert body["rows"]["nobody"] == {"name": [], "alias": [], "name:be": [], "odd": []}


def test_data_extension_of_1_0(shared: Path, client: FlaskClient) -> None:
    schemas("1.0-draft").check("data-extension-query", EXTENSION)
    body = client.post("/reconcile/v1/extend", json=EXTENSION).get_json()
    schemas("1.0-draft").check("data-extension-response", body)
    assert [row["id"] for row in body["rows"]] == EXTENSION["ids"]
    values = {told["id"]: told["values"] for told in body["rows"][0]["properties"]}
    assert values["name:be"] == [{"str": "Святлана Ціханоўская", "lang": "be", "dir": "ltr"}]


def test_settings_choose_among_values(tmp_path: Path) -> None:
    names = [
        ("Muammar Gaddafi", "en", "primary"),
        ("معمر القذافي", "ar", ""),
        ("卡扎菲", "zh", ""),
        ("卡達菲", "zh-Hant", ""),
    ]
    build_index(
        [NameRow("g", name, "person", lang, role, description="Leader") for name, lang, role in names], tmp_path
    )
    client = create_app(tmp_path).test_client()

    def alias(**settings: object) -> list[dict[str, str]]:
        asked = {"ids": ["g"], "properties": [{"id": "alias", "settings": settings}]}
        body: dict[str, Any] = client.post("/reconcile/v1/extend", json=asked).get_json()
        values: list[dict[str, str]] = body["rows"][0]["properties"][0]["values"]
        return values

    assert len(alias()) == len(alias(limit=0)) == len(alias(limit="", lang="", script="any")) == 3
    assert len(alias(limit=2)) == len(alias(limit="2")) == len(alias(limit=2.0)) == 2
    assert {value["lang"] for value in alias(lang="zh")} == {"zh", "zh-Hant"}
    assert [value["lang"] for value in alias(lang="ZH-hant")] == ["zh-Hant"]
    assert alias(script="Arab") == [{"str": "معمر القذافي", "lang": "ar", "dir": "rtl"}]


# What candidates are


def test_one_match_at_most_scores_within_bounds_and_best_first(client: FlaskClient) -> None:
    names = ["Minsk", "Minsk Mazowiecki", "Lukashenko", "Tsikhanouskaya Sviatlana", "Viasna", "p1", "x"]
    for candidates in ask(client, **{name: {"query": name} for name in names}).values():
        scores = [candidate["score"] for candidate in candidates]
        assert len(matched(candidates)) <= 1
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
        assert len({candidate["id"] for candidate in candidates}) == len(candidates)


def test_features_are_the_weights_of_the_reasons(client: FlaskClient, resolver: Resolver) -> None:
    best = ask(client, q={"query": "Аляксандр Лукашэнка", "type": "person"})["q"][0]
    reasons = resolver.resolve("Аляксандр Лукашэнка", type="person").reasons
    features = {feature["id"]: feature["value"] for feature in best["features"]}
    assert len(features) == len(best["features"])
    assert features.pop("type_match") is True
    for kind, value in features.items():
        assert value == pytest.approx(sum(r.weight for r in reasons if r.kind == kind), abs=0.01)
    assert set(features) == {reason.kind for reason in reasons}


def test_limits_are_kept(client: FlaskClient) -> None:
    found = ask(
        client, one={"query": "Minsk", "limit": 1}, all={"query": "Minsk"}, many={"query": "Minsk", "limit": 1e9}
    )
    assert len(found["one"]) == 1
    assert found["all"] == found["many"]
    assert {"l1", "l2"} <= {candidate["id"] for candidate in found["all"]}


def test_types_limit_the_search(client: FlaskClient) -> None:
    found = ask(
        client,
        places={"query": "Minsk", "type": "place"},
        people={"query": "Minsk", "type": "person"},
        either={"query": "Minsk", "type": ["org", "place"], "type_strict": "any"},
        both={"query": "Minsk", "type": ["org", "place"], "type_strict": "all"},
        unknown={"query": "Minsk", "type": "Q5"},
        empty={"query": "Minsk", "type": ""},
        objects={"query": "Minsk", "type": [{"id": "place", "name": "Place"}]},
    )
    assert matched(found["places"]) == matched(found["either"]) == matched(found["empty"]) == ["l1"]
    assert found["objects"] == found["places"]
    assert {c["type"][0]["id"] for c in found["people"]} <= {"person"}
    assert found["both"] == found["unknown"] == []


def test_a_type_that_should_be_gives_way_where_nothing_fits(client: FlaskClient) -> None:
    found = ask(
        client,
        right={"query": "Minsk", "type": "place", "type_strict": "should"},
        wrong={"query": "Minsk", "type": "person", "type_strict": "should"},
        unknown={"query": "Minsk", "type": "Q5", "type_strict": "should"},
        several={"query": "Minsk", "type": ["person", "org"], "type_strict": "should"},
    )
    assert matched(found["right"]) == ["l1"]
    assert {c["type"][0]["id"] for c in found["right"]} == {"place"}
    for candidates in (found["wrong"], found["unknown"], found["several"]):
        assert candidates[0]["id"] == "l1"
        assert {"id": "type_match", "value": False} in candidates[0]["features"]
        assert matched(candidates) == []


def test_an_id_finds_its_entity(client: FlaskClient) -> None:
    prop = [{"pid": "id", "v": {"id": "o1", "name": "Viasna"}}]
    found = ask(client, a={"query": "l2"}, b={"properties": prop}, c={"query": "l2", "type": "person"})
    assert (found["a"][0]["id"], found["a"][0]["score"], matched(found["a"])) == ("l2", 100, ["l2"])
    assert matched(found["b"]) == ["o1"]
    assert "l2" not in {candidate["id"] for candidate in found["c"]}
    by_id = {"conditions": [{"matchType": "id", "propertyValue": "o1"}]}
    assert matched(ask_1(client, by_id)[0]) == ["o1"]


def test_properties_that_are_known_count_and_others_do_no_harm(tmp_path: Path) -> None:
    rows = [
        NameRow("by", "John Smith", "person", "en", "primary", description="Footballer from Belarus"),
        NameRow("us", "John Smith", "person", "en", "primary", description="Explorer"),
        NameRow("us", "Джон Смит", "person", "ru"),
    ]
    build_index(rows, tmp_path)
    client = create_app(tmp_path).test_client()
    odd = [{"pid": "country", "v": "BY"}, {"pid": "birth date", "v": 1954}, {"pid": "", "v": [True, {"id": "Q1"}, 1.5]}]
    found = ask(
        client,
        plain={"query": "John Smith"},
        odd={"query": "John Smith", "properties": odd},
        said={"query": "John Smith", "properties": [{"pid": "description", "v": "belarus"}]},
        alias={"properties": [{"pid": "alias", "v": "Джон Смит"}]},
        other={"query": "Джон Смит", "properties": [{"pid": "type", "v": "place"}]},
    )
    assert found["odd"] == found["plain"]
    assert [c["id"] for c in found["said"]] == ["by", "us"]
    assert {"id": "property_description", "value": True} in found["said"][0]["features"]
    assert found["alias"][0]["id"] == "us"
    assert matched(found["other"]) == []
    assert {"id": "property_type", "value": False} in found["other"][0]["features"]

    said = {"matchType": "property", "propertyId": "description", "propertyValue": ["Belarus", "nothing"]}
    name = {"matchType": "name", "propertyValue": "John Smith"}
    wanted, every, none = ask_1(
        client,
        {"conditions": [name, {**said, "required": True}]},
        {"conditions": [name, {**said, "required": True, "matchQuantifier": "all"}]},
        {"conditions": [name, {**said, "matchQuantifier": "none"}]},
    )
    assert [c["id"] for c in wanted] == ["by"]
    assert every == []
    assert {c["id"]: [f["value"] for f in c["features"] if f["id"] == "property_description"] for c in none} == {
        "by": [False],
        "us": [],
    }


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    told = {"ru": (["RU"], ["1960-05-04"], ["m"]), "bg": (["BG"], ["1978"], ["m"]), "nn": ([], [], [])}
    names = {"ru": "Ivan Petrov", "bg": "Ivan Petrov", "nn": "Vera Zubkova"}
    rows = [NameRow(id, names[id], "person", "en", "primary", context=known_of(*of)) for id, of in told.items()]
    path = tmp_path_factory.mktemp("namesakes") / "index"
    build_index(rows, path)
    return create_app(path).test_client()


@pytest.mark.parametrize(
    ("property_id", "value"),
    [("country", "Bulgaria"), ("country", {"id": "BG", "name": "Bulgarien"}), ("birth_date", 1978),
     ("birth_date", "12 March 1978"), ("birth_date", ["unknown", "1978-03-12"])],
)  # fmt: skip
def test_what_is_known_beside_a_name_is_evidence_in_both_versions(
    namesakes: FlaskClient, property_id: str, value: object
) -> None:
    cell = {"pid": property_id, "v": value}
    condition = {"matchType": "property", "propertyId": property_id, "propertyValue": value}
    found = ask(namesakes, plain={"query": "Iwan Petrow"}, told={"query": "Iwan Petrow", "properties": [cell]})
    named = by_name("Iwan Petrow")["conditions"]
    required = {**condition, "required": True}
    told_1, wanted = ask_1(namesakes, {"conditions": [*named, condition]}, {"conditions": [*named, required]})
    assert matched(found["plain"]) == []
    assert matched(found["told"]) == matched(told_1) == matched(wanted) == ["bg"]
    assert {"id": f"property_{property_id}", "value": True} in found["told"][0]["features"]
    assert [c["id"] for c in wanted] == ["bg"]


def test_what_speaks_against_an_entity_keeps_it_from_matching(namesakes: FlaskClient) -> None:
    born = [{"pid": "country", "v": "RU"}, {"pid": "birth_date", "v": "1960-05-04"}]
    found = ask(
        namesakes,
        him={"query": "Ivan Petrov", "properties": born},
        her={"query": "Ivan Petrov", "properties": [*born, {"pid": "gender", "v": "f"}]},
        odd={
            "query": "Ivan Petrov",
            "properties": [{"pid": "country", "v": "Atlantis"}, {"pid": "birth_date", "v": "?"}],
        },
        plain={"query": "Ivan Petrov"},
    )
    assert matched(found["him"]) == ["ru"]
    assert matched(found["her"]) == []
    assert found["odd"] == found["plain"]


def test_what_is_known_beside_the_names_of_an_entity_is_shown(namesakes: FlaskClient) -> None:
    wanted = ["country", "birth_date", "gender"]
    asked = {"ids": ["ru", "nn"], "properties": [{"id": property_id} for property_id in wanted]}
    rows = namesakes.post("/reconcile", data={"extend": json.dumps(asked)}).get_json()["rows"]
    assert [rows["ru"][property_id] for property_id in wanted] == [
        [{"str": "RU"}],
        [{"str": "1960-05-04"}],
        [{"str": "male"}],
    ]
    assert not any(rows["nn"].values())
    entity = namesakes.get("/v1/entities/ru").get_json()
    assert (entity["countries"], entity["birth_dates"], entity["genders"]) == (["RU"], ["1960-05-04"], ["male"])
    assert "1960-05-04" in namesakes.get("/reconcile/preview?id=ru").text
    assert "1960-05-04" in namesakes.get("/?name=Ivan+Petrov&country=RU", headers={"Accept": "text/html"}).text


def test_empty_cells_say_nothing(client: FlaskClient) -> None:
    plain = ask(client, q={"query": "Minsk"})
    for value in (None, "", [], [None, ""]):
        assert ask(client, q={"query": "Minsk", "properties": [{"pid": "type", "v": value, "p": "Type"}]}) == plain


def test_several_names_in_one_query_of_1_0(client: FlaskClient) -> None:
    two = ["Sviatlana Tsikhanouskaya", "Святлана Ціханоўская"]
    strangers = ["Sviatlana Tsikhanouskaya", "Alexander Lukashenko"]
    same, different = ask_1(client, by_name(two), by_name(strangers))
    assert matched(same) == ["p1"]
    assert matched(different) == []
    assert {"p1", "p2"} <= {candidate["id"] for candidate in different}


# Suggestions, flyouts, preview


def test_suggestions_begin_with_what_was_typed_in_any_script_and_order(client: FlaskClient) -> None:
    def suggested(**asked: object) -> list[str]:
        body = client.get("/reconcile/suggest/entity", query_string=asked).get_json()
        return [entity["id"] for entity in body["result"]]

    assert suggested(prefix="min") == suggested(prefix="MÍN") == ["l1", "l2"]
    assert suggested(prefix="luka al") == suggested(prefix="Лукаш") == ["p2"]
    assert suggested(prefix="o1") == ["o1"]
    assert suggested(prefix="min", type="person") == suggested(prefix="min", type="Q5") == suggested(prefix="") == []
    assert suggested(prefix="min", cursor=1) == suggested(prefix="min", offset=1) == ["l2"]
    assert suggested(prefix="min", limit=1) == ["l1"]
    assert suggested(prefix="min", cursor=7) == []
    assert suggested(prefix="Lukaschenka Alyaksandar")[0] == "p2", "nothing begins so, but one is like it"


def test_a_suggestion_says_which_name_was_typed(client: FlaskClient) -> None:
    found = client.get("/reconcile/suggest/entity?prefix=Мінск").get_json()["result"][0]
    assert (found["name"], found["description"], found["notable"]) == (
        "Minsk",
        "Мінск",
        [{"id": "place", "name": "Place"}],
    )


@pytest.mark.parametrize("kind", ["type", "property"])
def test_suggestions_can_be_paged_through(client: FlaskClient, kind: str) -> None:
    every = client.get(f"/reconcile/suggest/{kind}?limit=100").get_json()["result"]
    paged: list[dict[str, str]] = []
    while page := client.get(f"/reconcile/suggest/{kind}?limit=2&cursor={len(paged)}").get_json()["result"]:
        paged += page
    assert paged == every


class _Page(HTMLParser):
    """What of a page is shown, and which tags it has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += f"{data}\n"


@pytest.fixture(scope="module")
def hostile_names(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Names and ids that would like to be markup."""
    path = tmp_path_factory.mktemp("hostile")
    evil = '"><script>alert(1)</script>'
    rows = [
        NameRow(evil, f"{evil} Co", "org", "en", "primary", description=f"</p>{evil}"),
        NameRow(evil, f"Ко {evil}", "org", f'ru" onclick="{evil}'),
    ]
    build_index(rows, path)
    return create_app(path).test_client()


@pytest.mark.parametrize("path", ["/reconcile/preview", "/reconcile/v1/preview", "/reconcile/flyout/entity"])
def test_names_are_escaped(hostile_names: FlaskClient, path: str) -> None:
    an_id = '"><script>alert(1)</script>'
    response = hostile_names.get(path, query_string={"id": an_id})
    assert response.status_code == 200
    page = _Page()
    page.feed(response.get_json()["html"] if response.is_json else response.text)
    assert "script" not in page.tags
    assert an_id in page.text


def test_the_preview_is_a_page_of_its_own_that_may_be_framed(client: FlaskClient) -> None:
    response = client.get("/reconcile/preview?id=p1")
    assert response.content_type == "text/html; charset=utf-8"
    assert "X-Frame-Options" not in response.headers
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    for shown in ("Sviatlana Tsikhanouskaya", "Святлана Ціханоўская", "Person"):
        assert shown in response.text


def test_flyouts_tell_of_each_kind(client: FlaskClient) -> None:
    for kind, an_id, word in (
        ("entity", "l2", "Mazowiecki"),
        ("type", "org", "Organisation"),
        ("property", "name:be", "be"),
    ):
        body = client.get(f"/reconcile/flyout/{kind}", query_string={"id": an_id}).get_json()
        assert body["id"] == an_id
        assert word in body["html"]
