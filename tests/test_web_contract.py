"""The contract is kept: by what is checked, by what answers, and by every answer that a fuzzer can get."""

from __future__ import annotations

import inspect
import logging
from typing import Any

import contract_formats  # noqa: F401 - tells the fuzzer what the formats stand for
import jsonschema
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from web_index import towns_and_people

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES
from resolver.sources.alias_check import known_languages
from resolver.text import MAX_NAME_LENGTH
from resolver.web import Settings, create_app
from resolver.web.check import WORDS, check
from resolver.web.contract import Operation, contract
from resolver.web.pages import MAX_LIMIT, MAX_NAMES
from resolver.web.views import ANSWERS

EXAMPLES = 12
"""Requests that the fuzzer makes up for each operation and phase."""

_ANY = list(HealthCheck)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("contract")
    index = towns_and_people(folder)
    return create_app(settings=Settings(index=index, jobs=folder / "jobs", keys=folder / "keys.json", auth="off"))


# The fuzzer checks what it knows to check: no 5xx, documented status, media type, header fields and body, refused what
# the schema refuses, accepted what it accepts, keys respected.
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("asked", contract().operations, ids=lambda asked: str(asked.id))
def test_every_answer_is_as_the_contract_says(app: Flask, asked: Operation, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operation = schema[asked.address][asked.method]

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Any) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # it reads no compressed bodies

    try:
        fuzz()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # what has no parameter can't be asked for wrongly


def test_the_document_is_openapi(app: Flask) -> None:
    document = app.test_client().get("/v1/openapi.json").json
    assert document == app.test_client().get("/openapi.json").json
    assert (document or {})["openapi"].startswith("3.1")
    for name, schema in (document or {})["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema), name


def test_every_operation_is_answered_by_a_function_that_takes_its_values() -> None:
    assert {operation.id for operation in contract().operations} == set(ANSWERS)
    for operation in contract().operations:
        parameters = inspect.signature(ANSWERS[operation.id]).parameters
        taken = {name for name, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
        body = (operation.body or {}).get("properties", {})
        assert taken == {*operation.query["properties"], *operation.path["properties"], *body}, operation.id


def test_the_limits_of_the_contract_are_those_of_the_model() -> None:
    schemas = contract().document["components"]["schemas"]
    assert schemas["Name"]["maxLength"] == MAX_NAME_LENGTH
    assert tuple(schemas["Type"]["enum"]) == ENTITY_TYPES
    assert schemas["Names"]["properties"]["names"]["maxItems"] == MAX_NAMES
    assert schemas["Names"]["properties"]["limit"]["maximum"] == MAX_LIMIT


def _words(schema: Any) -> set[str]:
    found = {word for word in schema if not word.startswith("x-") and word not in ("default", "description")}
    for inner in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        found |= _words(inner)
    return found


def test_the_contract_names_the_codes_that_are_known() -> None:
    (variants,) = (operation for operation in contract().operations if operation.id == "variants")
    assert variants.query["properties"]["lang"]["enum"] == sorted(known_languages())
    assert {"Cyrl", "Jpan", "Latn"} <= {*variants.query["properties"]["script"]["enum"]}


def test_requests_are_described_by_words_that_are_checked() -> None:
    for operation in contract().operations:
        for schema in (operation.query, operation.path, operation.body or {}):
            assert _words(schema) <= WORDS


BODIES = [operation.body for operation in contract().operations if operation.body]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 120) | st.sampled_from(["", " ", "Minsk", "place", "city", "x" * 1001]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["names", "type", "limit", "pairs", "left", "right", "more"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("schema", BODIES)
@given(value=VALUES)
def test_what_is_checked_here_is_what_json_schema_says(schema: dict[str, Any], value: object) -> None:
    try:
        check(value, schema, "", "body")
        sound = True
    except InputError:
        sound = False
    assert sound == jsonschema.Draft202012Validator(schema).is_valid(value)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
