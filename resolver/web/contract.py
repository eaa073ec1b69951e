"""The contract of the service, out of openapi.yaml: its operations, and what each of them accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

from resolver.sources.alias_check import known_languages
from resolver.text.script import known_scripts
from resolver.web.check import Schema

Scope = Literal["open", "read", "write", "admin"]
JSON = "application/json"
_KNOWN: Mapping[str, Callable[[], Iterable[str]]] = MappingProxyType(
    {"language": known_languages, "script": known_scripts}
)
"""Formats of parameters -> all that there is of them."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address.

    `always_key` says that a key is asked for even where others need none. `query` and `path` are the schemas of its
    parameters as objects, `body` that of a JSON body (None: no such body), `bodies` the media types it takes,
    `defaults` the values of what is left out.
    """

    id: str
    method: str
    address: str
    scope: Scope
    always_key: bool
    summary: str
    query: Schema
    path: Schema
    body: Schema | None
    bodies: tuple[str, ...]
    defaults: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole contract: the `document` as it is published, and its operations."""

    document: Mapping[str, Any]
    operations: tuple[Operation, ...]


@lru_cache(maxsize=1)
def contract() -> Contract:
    """The contract of this version. What every operation has in common (being refused, asking for a key) is not in the
    file, nor are the codes that parameters may be, and is added here."""
    document = yaml.safe_load(files("resolver.web").joinpath("openapi.yaml").read_text("utf-8"))
    found = []
    for address, methods in document["paths"].items():
        for method, described in methods.items():
            _add_known(described)
            found.append(_operation(document, address, method, described))
            _add_common(described, found[-1])
    return Contract(MappingProxyType(document), tuple(found))


def _operation(document: Any, address: str, method: str, described: Any) -> Operation:
    parameters = [_expanded(document, parameter) for parameter in described.get("parameters", ())]
    query, path = (_object([p for p in parameters if p["in"] == place]) for place in ("query", "path"))
    content = described.get("requestBody", {}).get("content", {})
    body = _expanded(document, content[JSON]["schema"]) if JSON in content else None
    properties = {**query["properties"], **(body or {}).get("properties", {})}
    defaults = {name: schema["default"] for name, schema in properties.items() if "default" in schema}
    return Operation(
        described["operationId"],
        method.upper(),
        address,
        described["x-scope"],
        described.get("x-key") == "always",
        described["summary"],
        query,
        path,
        body,
        tuple(content),
        MappingProxyType(defaults),
    )


def _object(parameters: list[Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {p["name"]: p["schema"] for p in parameters},
        "required": [p["name"] for p in parameters if p.get("required")],
        "additionalProperties": False,
    }


def _expanded(document: Any, part: Any) -> Any:
    """The part with everything it refers to in its place."""
    if isinstance(part, list):
        return [_expanded(document, item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        found = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return _expanded(document, found)
    return {key: _expanded(document, value) for key, value in part.items()}


def _add_known(described: Any) -> None:
    for parameter in described.get("parameters", ()):
        schema = parameter.get("schema", {})
        if schema.get("format") in _KNOWN:
            schema["enum"] = sorted(_KNOWN[schema.pop("format")]())


def _add_common(described: Any, operation: Operation) -> None:
    problem = {"$ref": "#/components/responses/Problem"}
    codes = ["400"]
    if operation.query["properties"] or operation.path["properties"]:
        codes.append("414")
    if operation.bodies:
        codes += ["413", "415"]
    if operation.scope != "open":
        described["security"] = [{"key": []}, {}]
        codes += ["401", "403", "429"]
    for code in codes:
        described["responses"].setdefault(code, problem)
