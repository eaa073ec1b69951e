"""What is asked, whatever the version of the API: reconciliation queries and data extension queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from resolver.errors import InputError
from resolver.text import MAX_NAME_LENGTH
from resolver.web.reconcile.properties import Settings, read_settings
from resolver.web.reconcile.reading import read_json, read_limit, shown

MAX_PROPERTIES = 100
"""Properties in one data extension query."""

MAX_CONDITIONS = 10
"""Properties, or values of one property, in one reconciliation query."""

MAX_NAMES = 10
"""Names in one query: version 1.0 lets one ask for an entity by several."""

DEFAULT_LIMIT = 10

Strictness = Literal["any", "should", "all"]
Quantifier = Literal["any", "all", "none"]

_MEMBERS = ("query", "type", "limit", "properties", "type_strict")
_MEMBERS_1 = ("type", "limit", "lang", "dir", "conditions")
_MATCH_TYPES = ("name", "id", "property")


@dataclass(frozen=True, slots=True)
class Condition:
    """That a property has any, all or none of `values`; each is a tuple of spellings that mean the same (the id and
    the name of an entity). Candidates for which a required one does not hold are left out."""

    property: str
    values: tuple[tuple[str, ...], ...]
    quantifier: Quantifier = "any"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query: an entity that bears one of `names` (`all_names`: every one), of one of `types`."""

    names: tuple[str, ...]
    types: tuple[str, ...] = ()
    strictness: Strictness = "any"
    limit: int = DEFAULT_LIMIT
    conditions: tuple[Condition, ...] = ()
    all_names: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: the entities, and the properties with their settings, each once."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Settings], ...]


# version 0.2


def read_batch(text: str) -> dict[str, Query]:
    """The parameter `queries` of version 0.2. Raises InputError naming query and member."""
    data = _object(read_json(text, "queries"), "queries")
    return {key: _query(value, shown(key)) for key, value in data.items()}


def read_single(text: str) -> Query:
    """The parameter `query` of version 0.1, which many clients still send: a query in JSON, or a plain name."""
    if text.lstrip().startswith("{"):
        return _query(read_json(text, "query"), "query")
    return Query((text,))


def _query(value: object, at: str) -> Query:
    data = _object(value, at, _MEMBERS)
    name = data.get("query")
    if name is not None and not isinstance(name, str):
        raise InputError("the query is not a string", field=f"{at}.query", mend="Send the name as a string.")
    listed = _list(data.get("properties"), f"{at}.properties")
    if name is None and not listed:
        raise InputError("there is neither a name nor a property", field=at, mend='Send {"query": "…"}.')
    found = [
        Condition(
            _string(_object(item, f"{at}.properties"), "pid", f"{at}.properties"),
            _values(item, "v", f"{at}.properties"),
        )
        for item in listed
    ]
    return Query(
        () if name is None else (name,),
        _types(data.get("type"), f"{at}.type"),
        _one_of(data.get("type_strict"), get_args(Strictness), f"{at}.type_strict") or "any",
        read_limit(data.get("limit"), DEFAULT_LIMIT, f"{at}.limit"),
        tuple(condition for condition in found if condition.values),
    )


def _types(value: object, field: str) -> tuple[str, ...]:
    """Type ids; some clients send types as objects."""
    ids = [t.get("id") if isinstance(t, dict) else t for t in (value if isinstance(value, list) else [value])]
    if value is None or ids == [""]:
        return ()
    if len(ids) > MAX_CONDITIONS or not all(isinstance(t, str) for t in ids):
        raise InputError("the type is no type id and no list of them", field=field, mend="Leave it out for any type.")
    return tuple(str(t) for t in ids)


# version 1.0


def read_batch_1(body: bytes) -> list[Query]:
    """The body of a match request of version 1.0. Raises InputError naming query and member."""
    data = _object(read_json(body, None), "the body")
    if not isinstance(data.get("queries"), list):
        raise InputError("there is no list of queries", field="queries", mend='Send {"queries": [{"conditions": …}]}.')
    return [_query_1(value, f"queries[{at}]") for at, value in enumerate(data["queries"])]


def _query_1(value: object, at: str) -> Query:
    data = _object(value, at, _MEMBERS_1)
    asked = _list(data.get("conditions"), f"{at}.conditions")
    if not asked:
        raise InputError("there are no conditions", field=f"{at}.conditions", mend="Send at least one.")
    for text in ("lang", "dir"):
        _string({text: data.get(text) or ""}, text, at)
    found = [_condition(item, f"{at}.conditions[{number}]") for number, item in enumerate(asked)]
    by_name = [c for c in found if c.property == "name" and c.quantifier != "none"]
    names = tuple(value[-1] for c in by_name for value in c.values)
    if len(names) > MAX_NAMES:
        raise InputError(f"there are {len(names)} names", field=f"{at}.conditions", mend=f"Send up to {MAX_NAMES}.")
    one_type = data.get("type")
    if one_type is not None and not isinstance(one_type, str):
        raise InputError("the type is not a string", field=f"{at}.type", mend="Send one type id, or none.")
    return Query(
        names,
        (one_type,) if one_type else (),
        limit=read_limit(data.get("limit"), DEFAULT_LIMIT, f"{at}.limit"),
        conditions=tuple(c for c in found if c.values and c not in by_name),
        all_names=any(c.quantifier == "all" for c in by_name),
    )


def _condition(value: object, at: str) -> Condition:
    data = _object(value, at)
    kind = _one_of(data.get("matchType"), _MATCH_TYPES, f"{at}.matchType")
    if kind is None:
        raise InputError("the match type is missing", field=f"{at}.matchType", mend="Use name, id or property.")
    required = data.get("required")
    if required is not None and not isinstance(required, bool):
        raise InputError("this is neither true nor false", field=f"{at}.required", mend="Leave it out for false.")
    return Condition(
        _string(data, "propertyId", at) if kind == "property" else kind,
        _values(data, "propertyValue", at),
        _one_of(data.get("matchQuantifier"), get_args(Quantifier), f"{at}.matchQuantifier") or "any",
        bool(required),
    )


# data extension, the same in both versions


def read_extension(text: str | bytes, field: str | None) -> Extension:
    """A data extension query. Raises InputError naming the member."""
    data = _object(read_json(text, field), field or "the body")
    if not isinstance(data.get("ids"), list) or not all(isinstance(i, str) for i in data["ids"]):
        raise InputError("there is no list of entity ids", field="ids", mend='Send {"ids": ["…"], "properties": […]}.')
    if "properties" not in data:
        raise InputError("there is no list of properties", field="properties", mend='Send [{"id": "…"}].')
    asked: dict[str, Settings] = {}
    for at, item in enumerate(_list(data["properties"], "properties", MAX_PROPERTIES)):
        named = _object(item, f"properties[{at}]")
        asked[_string(named, "id", f"properties[{at}]")] = read_settings(named.get("settings"), f"properties[{at}]")
    return Extension(tuple(dict.fromkeys(data["ids"])), tuple(asked.items()))


# members


def _object(value: object, at: str, known: Collection[str] | None = None) -> dict[str, Any]:
    """The object. Of what the specification closes, members that are not `known` are refused: a misspelt one would
    change the answer in silence."""
    if not isinstance(value, dict):
        raise InputError("this is not an object", field=at, mend="Send a JSON object.")
    for key in value:
        if known is not None and key not in known:
            raise InputError(
                f"there is no member '{shown(key)}'", field=f"{at}.{shown(key)}", mend=f"Known are {', '.join(known)}."
            )
    return value


def _list(value: object, field: str, most: int = MAX_CONDITIONS) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise InputError("this is not a list", field=field, mend="Send a JSON list.")
    if value and len(value) > most:
        raise InputError(f"there are {len(value)}, more than {most}", field=field, mend="Send fewer.")
    return value or []


def _string(data: dict[str, Any], key: str, at: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise InputError("this is not a string", field=f"{at}.{key}", mend="Send a string.")
    return value


def _one_of(value: object, known: Collection[Any], field: str) -> Any:
    if value is not None and value not in known:
        raise InputError("this is none of the words known", field=field, mend=f"Use {', '.join(known)}.")
    return value


def _values(data: dict[str, Any], key: str, at: str) -> tuple[tuple[str, ...], ...]:
    """The property values: strings, numbers, booleans, entities, or a list of such. Empty ones, which clients send for
    empty cells, count as none."""
    if key not in data:
        raise InputError("the value is missing", field=f"{at}.{key}", mend="Send a value or a list of values.")
    values = _list(data[key], f"{at}.{key}") if isinstance(data[key], list) else [data[key]]
    return tuple(tuple(_spellings(value, f"{at}.{key}")) for value in values if value not in (None, ""))


def _spellings(value: object, field: str) -> Iterator[str]:
    if isinstance(value, dict):
        texts = [value.get("id"), value.get("name", value.get("id"))]
    else:
        texts = [json.dumps(value) if isinstance(value, bool | int | float) else value]
    for text in texts:
        if not isinstance(text, str):
            raise InputError("this is no property value", field=field, mend="Send a string, number, boolean or entity.")
        yield text[: MAX_NAME_LENGTH + 1]
