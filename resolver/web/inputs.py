"""Reads requests: bytes in, checked values out. Knows nothing of Flask."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from resolver.errors import InputError
from resolver.web.check import Schema, check, check_members, short

_KNOWN_QUERIES = 1024
_SHORT_QUERY = 300


class QueryReader:
    """Reads query strings by the schema of their parameters. Threads may share it.

    Short ones that came lately are known: what is asked for often costs more to read than to look up.
    """

    def __init__(self, schema: Schema) -> None:
        self._known = lru_cache(_KNOWN_QUERIES)(partial(_read_query, schema=schema))
        self._schema = schema

    def __call__(self, query: bytes) -> Mapping[str, Any]:
        """The values of a query string, percent-decoded as UTF-8. Raises InputError naming the parameter."""
        return self._known(query) if len(query) <= _SHORT_QUERY else _read_query(query, self._schema)


def _read_query(query: bytes, schema: Schema) -> Mapping[str, Any]:
    given: dict[str, list[str]] = {}
    for pair in filter(None, query.split(b"&")):
        raw_key, _, raw_value = pair.partition(b"=")
        key = _decode(raw_key, "")
        given.setdefault(key, []).append(_decode(raw_value, short(key)))
    known = schema["properties"]
    values = {name: _read_parameter(name, texts, known.get(name, {})) for name, texts in given.items()}
    check_members(values, schema, what="parameter")
    return values


def _read_parameter(name: str, texts: list[str], schema: Schema) -> object:
    """The value of a parameter that was given once or, for a list, several times. Raises InputError."""
    if schema.get("type") == "array":
        return [_VALUES.get(schema["items"].get("type"), _as_it_is)(text) for text in texts]
    if len(texts) > 1:
        shown = short(name)
        raise InputError(f"the parameter '{shown}' is given twice", field=shown, mend="POST several names at once.")
    return _VALUES.get(schema.get("type"), _as_it_is)(texts[0])


def read_body(body: bytes, schema: Schema) -> dict[str, Any]:
    """The members of a JSON body; those that are null count as left out. Raises InputError naming the member."""
    value = _read_json(body, schema)
    check(value, schema, "", "body")
    members: Mapping[str, Any] = value  # type: ignore[assignment]  # the schema of a body asks for an object
    return {name: member for name, member in members.items() if member is not None}


def _decode(raw: bytes, field: str) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            "the query string is not UTF-8", field=field or None, mend="Percent-encode the UTF-8 bytes of the text."
        ) from None


def _as_it_is(text: str) -> object:
    return text


def _whole_number(text: str) -> object:
    """The integer that a parameter spells; the text itself where it spells none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _number(text: str) -> object:
    """The number that a parameter spells, as JSON does; the text itself where it spells none."""
    return float(text) if _NUMBER.fullmatch(text) and len(text) < 30 else text


def _boolean(text: str) -> object:
    """Whether a parameter is true; the text itself where it is neither true nor false."""
    return {"true": True, "false": False}.get(text, text)


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_VALUES: Mapping[Any, Callable[[str], object]] = MappingProxyType(
    {"integer": _whole_number, "number": _number, "boolean": _boolean}
)


def _read_json(body: bytes, schema: Schema) -> object:
    mend = schema.get("x-mend")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=refuse_constant, parse_float=_read_float)
    except UnicodeDecodeError as error:
        raise InputError(f"the body is not UTF-8 (byte {error.start})", mend="Send JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"the body is not JSON: {error.msg} ({where})", mend=mend) from None
    except (ValueError, RecursionError):
        raise InputError("the body holds a number or a nesting beyond what is read", mend=mend) from None


def _read_float(text: str) -> float:
    """The number; a whole one however it is written, as JSON Schema has it."""
    number = float(text)
    return int(number) if number.is_integer() else number


def refuse_constant(constant: str) -> NoReturn:
    """Refuses what Python reads but JSON does not have: NaN, Infinity. Raises JSONDecodeError."""
    raise json.JSONDecodeError(f"{constant} is no JSON value", "", 0)
