"""Checks values by the words of JSON Schema that openapi.yaml uses, and says what is wrong in words for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from resolver.errors import InputError

Schema = Mapping[str, Any]
WORDS = frozenset(
    {
        "type", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems",
        "uniqueItems", "items", "properties", "required", "additionalProperties", "format",
    }
)  # fmt: skip
"""The words that mean something here; a test holds that requests are described by no others. What a `format` stands for
is checked where it is read."""

VISIBLE = r"[^\s\x1c-\x1f\x85\ufeff]"
"""The pattern of what is not empty: a character that no dialect of regular expressions takes for white space."""

_KINDS = MappingProxyType(
    {"string": "a string", "integer": "a whole number", "number": "a number", "boolean": "a boolean", "array": "a list",
     "object": "an object", "null": "null"}
)  # fmt: skip
_TYPES: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "string": lambda value: isinstance(value, str),
        "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        "boolean": lambda value: isinstance(value, bool),
        "array": lambda value: isinstance(value, list),
        "object": lambda value: isinstance(value, dict),
        "null": lambda value: value is None,
    }
)


def check(value: object, schema: Schema, field: str, what: str) -> None:
    """Raises InputError if `value` is not as `schema` says. `field` is where it stands ("" for the whole), `what` a
    word for that place: parameter, member."""
    types = schema.get("type", ())
    types = [types] if isinstance(types, str) else types
    if types and not any(_TYPES[name](value) for name in types):
        _refuse(f"is {kind(value)}, not {_expected(schema, types)}", schema, field, what)
    if value is None:
        return
    if "enum" in schema and value not in schema["enum"]:
        near = hint(value, [known for known in schema["enum"] if known])
        _refuse(f"is '{short(value)}', which is none{near}", schema, field, what)
    if isinstance(value, str):
        _check_text(value, schema, field, what)
    elif isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        _refuse(f"is {short(value)}, not {_expected(schema, types)}", schema, field, what)
    elif isinstance(value, list):
        _check_list(value, schema, field, what)
    elif isinstance(value, dict):
        check_members(value, schema, field, what="member" if what == "body" else what)


def _check_list(value: list[object], schema: Schema, field: str, what: str) -> None:
    most = schema.get("maxItems", len(value))
    if len(value) > most:
        _refuse(f"has {len(value)} entries, more than {most}", schema, field, what)
    if len(value) < schema.get("minItems", 0):
        _refuse("is empty", schema, field, what)
    for at, item in enumerate(value):
        check(item, schema["items"], f"{field}[{at}]", "entry")
        if schema.get("uniqueItems") and item in value[:at]:
            _refuse(f"has '{short(item)}' twice", schema, field, what)


def check_members(value: Mapping[str, object], schema: Schema, field: str = "", *, what: str) -> None:
    """Raises InputError if the members of `value` are not as `schema` says: unknown, missing, or wrong."""
    known = schema.get("properties", {})
    prefix = f"{field}." if field else ""
    for name in value:
        # A misspelt option would change the answer in silence.
        if name not in known and schema.get("additionalProperties", True) is False:
            raise InputError(
                f"there is no {what} '{short(name)}'{hint(name, known)}",
                field=prefix + short(name),
                mend=f"Known are {', '.join(known)}." if known else "Leave it out.",
            )
    for name in schema.get("required", ()):
        if name not in value:
            _refuse("is missing", known[name], prefix + name, what)
    for name, member in value.items():
        if name in known:
            check(member, known[name], prefix + name, what)


def _check_text(value: str, schema: Schema, field: str, what: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            f"the {what} '{field}' holds half of a surrogate pair, which is no character",
            field=field or None,
            mend="Send whole characters.",
        ) from None
    if len(value) > schema.get("maxLength", len(value)):
        _refuse(f"has {len(value)} characters, more than {schema['maxLength']}", schema, field, what)
    fits = "pattern" not in schema or re.search(schema["pattern"], value)
    if len(value) < schema.get("minLength", 0) or (schema.get("pattern") == VISIBLE and not fits):
        _refuse("is empty", schema, field, what)
    if not fits:
        _refuse(f"is '{short(value)}', which can't be", schema, field, what)


def _refuse(fault: str, schema: Schema, field: str, what: str) -> None:
    subject = f"the {what} '{field}'" if field else f"the {what}"
    raise InputError(f"{subject} {fault}", field=field or None, mend=schema.get("x-mend"))


def _expected(schema: Schema, types: list[str]) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f"{_KINDS[types[0]]} from {schema['minimum']} to {schema['maximum']}"
    return _KINDS[types[0]]


def hint(value: object, known: Any) -> str:
    """The known word that is meant, as a question; "" where none is near."""
    near = get_close_matches(value, known, n=1) if isinstance(value, str) and len(value) < 50 else []
    return f"; did you mean '{near[0]}'?" if near else ""


def kind(value: object) -> str:
    """What a JSON value is, in the words of JSON; a text that should be a number, as it is."""
    for name, is_one in _TYPES.items():
        if name not in ("integer", "number") and is_one(value):
            return _KINDS[name] if name != "string" else f"'{short(value)}'"
    return "a number"


def short(value: object) -> str:
    """The value as an error shows it: printable and of readable length."""
    text = value if isinstance(value, str) else str(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 50 else f"{text[:50]}…"
