"""Entities as JSON objects, one a line: the product's own form, which holds all that a store holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resolver.errors import InputError
from resolver.model import ENTITY_TYPES
from resolver.sources.inputs import Input
from resolver.sources.model import NAME_KINDS, Record, SourceEntity, SourceName, required_id, tidy, tidy_all
from resolver.text import MAX_NAME_LENGTH, script_of

_LISTS = ("countries", "birth_dates", "genders", "origins", "referents")


def read(source: Input) -> Iterator[Record]:
    """The entities of a file, one a line."""
    return source.records(source.objects(), entity_from_dict)


def entity_to_dict(entity: SourceEntity) -> dict[str, Any]:
    """The JSON shape of an entity; what is empty is left out."""
    data: dict[str, Any] = {"id": entity.id, "type": entity.type, "names": [_name_to_dict(n) for n in entity.names]}
    for key in ("schema", "description", "source", *_LISTS):
        if value := getattr(entity, key):
            data[key] = list(value) if key in _LISTS else value
    return data


def _name_to_dict(name: SourceName) -> dict[str, Any]:
    data: dict[str, Any] = {"text": name.text, "kind": name.kind, "lang": name.lang, "script": name.script}
    return {key: value for key, value in data.items() if value} | ({"weak": True} if name.weak else {})


def entity_from_dict(data: Mapping[str, Any]) -> SourceEntity:
    """The inverse of `entity_to_dict`. Raises InputError naming the field that is not as it must be."""
    kind = data.get("type", "other")
    if kind not in ENTITY_TYPES:
        raise InputError(f"'{kind}' is no type", field="type", mend=f"Give one of: {', '.join(ENTITY_TYPES)}.")
    names = data.get("names")
    if not isinstance(names, list) or not names:
        raise InputError("an entity has a list of names", field="names")
    lists = {key: tidy_all(_list(data, key)) for key in _LISTS}
    distinct = {(name.text, name.lang): name for name in reversed([_name_from_dict(name) for name in names])}
    return SourceEntity(
        required_id(data.get("id")),
        kind,
        tuple(reversed(distinct.values())),
        _text(data, "schema"),
        _text(data, "description"),
        source=_text(data, "source"),
        **lists,
    )


def _name_from_dict(data: Mapping[str, Any]) -> SourceName:
    text, kind, weak = _text(data, "text"), data.get("kind", "alias"), data.get("weak", False)
    if not any(map(str.isalnum, text)):
        raise InputError("no letter or digit", field="text")
    if len(text) > MAX_NAME_LENGTH:
        raise InputError(f"longer than {MAX_NAME_LENGTH:,} characters", field="text")
    if kind not in NAME_KINDS:
        raise InputError(f"'{kind}' is no kind", field="kind", mend=f"Give one of: {', '.join(NAME_KINDS)}.")
    if not isinstance(weak, bool):
        raise InputError("true or false", field="weak")
    return SourceName(text, _text(data, "lang"), _text(data, "script") or script_of(text), kind, weak)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise InputError("not text", field=key)
    return tidy(value)


def _list(data: Mapping[str, Any], key: str) -> list[str]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InputError("not a list of texts", field=key)
    return values
