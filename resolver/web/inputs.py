"""Reads requests: bytes in, checked questions out. Knows nothing of Flask."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES, EntityType
from resolver.text import MAX_NAME_LENGTH

MAX_NAMES = 1000
"""Names in one POST."""

MAX_LIMIT = 100
"""Candidates of one answer."""

DEFAULT_LIMIT = 10

_PARAMETERS = ("name", "type", "limit", "explain")
_EXPLAIN = "full"
_MEMBERS = ("names", "type", "limit")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `names` (one in a GET), all of entity type `type` (None: any), `limit` candidates each; `explain`
    asks for the whole evidence (GET only)."""

    names: tuple[str, ...]
    type: EntityType | None = None
    limit: int = DEFAULT_LIMIT
    explain: bool = False


def read_query(query: bytes) -> Question:
    """The question of a query string `name=…[&type=…][&limit=…][&explain=full]`. Raises InputError naming the
    parameter."""
    values = _parameters(query)
    name = values.get("name", "")
    if not name.strip():
        what = "is empty" if "name" in values else "is missing"
        raise InputError(f"the parameter 'name' {what}", field="name", mend="Ask with ?name=… in any script.")
    if len(name) > MAX_NAME_LENGTH:
        raise InputError(
            f"the name has {len(name)} characters, more than {MAX_NAME_LENGTH}",
            field="name",
            mend="Send one name, not a text that contains it.",
        )
    limit = _read_limit(_number(values.get("limit")))
    return Question((name,), _read_type(values.get("type")), limit, _read_explain(values.get("explain")))


def read_body(body: bytes) -> Question:
    """The question of a JSON body `{"names": […], "type": …, "limit": …}`. Raises InputError naming the member.

    Names that hold no name (empty, too long) are let pass: they get an answer that says so, and the others of the batch
    theirs.
    """
    data = _read_json(body)
    if not isinstance(data, dict):
        raise InputError(f"the body is {_kind(data)}, not an object", mend='Send {"names": ["…", "…"]}.')
    _refuse_unknown(data, _MEMBERS, "member")
    names = data.get("names")
    if not isinstance(names, list):
        what = f"is {_kind(names)}, not a list" if "names" in data else "is missing"
        raise InputError(f"the member 'names' {what}", field="names", mend='Send {"names": ["…", "…"]}.')
    if len(names) > MAX_NAMES:
        raise InputError(
            f"there are {len(names)} names, more than {MAX_NAMES}", field="names", mend="Send them in several requests."
        )
    for number, name in enumerate(names):
        _check_name(name, f"names[{number}]")
    return Question(tuple(names), _read_type(data.get("type")), _read_limit(data.get("limit")))


def _parameters(query: bytes) -> dict[str, str]:
    """The parameters of a query string, percent-decoded as UTF-8."""
    values: dict[str, str] = {}
    for pair in filter(None, query.split(b"&")):
        raw_key, _, raw_value = pair.partition(b"=")
        key = _decode(raw_key, "")
        if key in values:
            shown = _short(key)
            raise InputError(f"the parameter '{shown}' is given twice", field=shown, mend="POST several names at once.")
        values[key] = _decode(raw_value, _short(key))
    _refuse_unknown(values, _PARAMETERS, "parameter")
    return values


def _decode(raw: bytes, field: str) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            "the query string is not UTF-8", field=field or None, mend="Percent-encode the UTF-8 bytes of the text."
        ) from None


def _read_json(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise InputError(f"the body is not UTF-8 (byte {error.start})", mend="Send JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"the body is not JSON: {error.msg} ({where})", mend='Send {"names": ["…", "…"]}.') from None
    except (ValueError, RecursionError):
        raise InputError(
            "the body holds a number or a nesting beyond what is read", mend='Send {"names": ["…", "…"]}.'
        ) from None


def _refuse_constant(constant: str) -> NoReturn:
    raise json.JSONDecodeError(f"{constant} is no JSON value", "", 0)


def _check_name(name: object, field: str) -> None:
    if not isinstance(name, str):
        raise InputError(f"the name is {_kind(name)}, not a string", field=field, mend="Send names as strings.")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(
            "the name holds half of a surrogate pair, which is no character", field=field, mend="Send whole characters."
        ) from None


def _read_type(value: object) -> EntityType | None:
    if value is None:
        return None
    for known in ENTITY_TYPES:
        if value == known:
            return known
    shown = f"'{_short(value)}'" if isinstance(value, str) else _kind(value)
    raise InputError(
        f"the type is {shown}, which is none{_hint(value, ENTITY_TYPES)}",
        field="type",
        mend=f"Use one of {', '.join(ENTITY_TYPES)}, or leave it out.",
    )


def _number(text: str | None) -> object:
    """The integer that a parameter spells; the text itself where it spells none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else text


def _read_limit(value: object) -> int:
    if value is None:
        return DEFAULT_LIMIT
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_LIMIT:
        return value
    raise InputError(
        f"the limit is {_short(value)}, not a whole number from 1 to {MAX_LIMIT}",
        field="limit",
        mend=f"Leave it out to get {DEFAULT_LIMIT}.",
    )


def _read_explain(value: str | None) -> bool:
    if value in (None, _EXPLAIN):
        return value == _EXPLAIN
    raise InputError(
        f"explain is '{_short(value)}', not '{_EXPLAIN}'", field="explain", mend="Leave it out to get the reasons only."
    )


def _refuse_unknown(given: Mapping[str, Any], known: Collection[str], what: str) -> None:
    """A misspelt option would change the answer in silence, so it is refused."""
    for key in given:
        if key not in known:
            raise InputError(
                f"there is no {what} '{_short(key)}'{_hint(key, known)}",
                field=_short(key),
                mend=f"Known are {', '.join(known)}.",
            )


def _hint(value: object, known: Collection[str]) -> str:
    near = get_close_matches(value, known, n=1) if isinstance(value, str) and len(value) < 50 else []
    return f"; did you mean '{near[0]}'?" if near else ""


def _kind(value: object) -> str:
    """What a JSON value is, in the words of JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "a string" if isinstance(value, str) else "a number"


def _short(value: object) -> str:
    """The value as an error shows it: printable and of readable length."""
    text = value if isinstance(value, str) else _kind(value) if isinstance(value, dict | list) else str(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 50 else f"{text[:50]}…"
