"""Reads requests of reconciliation clients: parameters, JSON, numbers. Knows nothing of Flask."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_to_bytes

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES, EntityType
from resolver.web.inputs import refuse_constant

MAX_LIMIT = 100
"""Most candidates or suggestions of one answer; a higher limit counts as this one."""

_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
_LONGEST_CALLBACK = 100


def read_parameters(*sources: bytes) -> dict[str, str]:
    """The parameters of query strings and forms, percent-decoded as UTF-8. What is unknown is let pass, since clients
    add parameters of their own. Raises InputError where one is given twice or is not UTF-8."""
    values: dict[str, str] = {}
    for source in sources:
        for pair in filter(None, source.split(b"&")):
            raw_key, _, raw_value = pair.partition(b"=")
            key = _decoded(raw_key, raw_key)
            if key in values:
                raise InputError("a parameter is given twice", field=shown(key), mend="Give it once.")
            values[key] = _decoded(raw_value, raw_key)
    return values


def _decoded(raw: bytes, key: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            "a parameter is not UTF-8", field=shown(key.decode("latin-1")), mend="Percent-encode UTF-8."
        ) from None


def read_json(text: str | bytes, field: str | None) -> object:
    """The JSON value that `text` spells, all of whose strings can be sent back. Raises InputError."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        value: object = json.loads(decoded, parse_constant=refuse_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"this is not JSON: {error.msg} ({where})", field=field, mend="Send JSON.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"the body is not UTF-8 (byte {error.start})", mend="Send JSON in UTF-8.") from None
    except UnicodeEncodeError:
        raise InputError(
            "a string holds half of a surrogate pair, which is no character", field=field, mend="Send whole characters."
        ) from None
    except (ValueError, RecursionError):
        raise InputError(
            "the JSON holds a number or a nesting beyond what is read", field=field, mend="Send plain queries."
        ) from None
    return value


def read_callback(parameters: dict[str, str]) -> str | None:
    """The function that a JSONP client wants to be called. Raises InputError if that is no name of one."""
    name = parameters.get("callback")
    if name and (len(name) > _LONGEST_CALLBACK or not _CALLBACK.fullmatch(name)):
        raise InputError("the callback is no JavaScript name", field="callback", mend="Use letters, digits, _, $ and .")
    return name or None


def read_count(parameters: dict[str, str], name: str, default: int, least: int) -> int:
    """A whole number of at least `least` among the parameters; left out or empty it is `default`. Raises InputError."""
    text = parameters.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise InputError(f"this is no whole number from {least}", field=name, mend="Leave it out, or send digits.")
    return int(text)


def read_limit(value: object, default: int, field: str) -> int:
    """A limit out of JSON: a positive whole number, at most `MAX_LIMIT`. Raises InputError."""
    if value is None:
        return default
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 1:
        clipped = min(value, MAX_LIMIT)
        if clipped == int(clipped):
            return int(clipped)
    raise InputError("the limit is no positive whole number", field=field, mend=f"Leave it out to get {default}.")


def entity_type(text: str) -> EntityType | None:
    """The entity type with this id; None if there is none."""
    return next((known for known in ENTITY_TYPES if known == text), None)


def shown(text: str) -> str:
    """A string of the client as an error shows it: printable and of readable length."""
    kept = text.encode("utf-8", "replace").decode("utf-8")
    return kept if len(kept) <= 50 else f"{kept[:50]}…"
