"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and Aleph write them; also nested targets and
deltas. The properties and schemata are those of the FollowTheMoney model, https://followthemoney.tech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources.entities import entity_from_dict, entity_to_dict
from resolver.sources.inputs import Input
from resolver.sources.model import (
    NameKind,
    Names,
    Record,
    Removal,
    SourceEntity,
    SourceName,
    required_id,
    tidy,
    tidy_all,
)

EXTENSION = "resolver"
"""The key under which an export keeps what FollowTheMoney has no property for."""

TYPES: Mapping[str, EntityType] = MappingProxyType(
    {
        "Person": "person",
        "Organization": "org",
        "Company": "org",
        "PublicBody": "org",
        "LegalEntity": "other",
        "Vessel": "vessel",
        "Airplane": "other",
    }
)
"""The schemata whose entities bear names. LegalEntity may be a person or an organisation."""

_UNNAMED = frozenset(
    # They have a name as a document or an office has a title, or name no thing of their own.
    {"Address", "Document", "Folder", "Page", "Pages", "Email", "Message", "PlainText", "HyperText", "Image", "Video"}
    | {"Audio", "Table", "Workbook", "Package", "Article", "Note", "Position", "Sanction", "Mention"}
)
_SCHEMATA: Mapping[EntityType, str] = MappingProxyType(
    {"person": "Person", "org": "Organization", "place": "Asset", "vessel": "Vessel", "other": "LegalEntity"}
)
_NAMES: tuple[tuple[str, NameKind, bool], ...] = (
    ("name", "alias", False),
    ("alias", "alias", False),
    ("previousName", "former", False),
    ("weakAlias", "alias", True),
    ("abbreviation", "acronym", True),
)


def read(source: Input) -> Iterator[Record]:
    """The entities of a file; those that bear no name of their own (addresses, sanctions, links) are passed over."""
    return source.records(source.objects(), record_of)


def record_of(data: Mapping[str, Any]) -> Record | None:
    """One line: an entity, or an operation of a delta on one."""
    if EXTENSION in data:
        return entity_from_dict(data[EXTENSION])
    if "op" in data:
        if data["op"] == "DEL":
            return Removal(required_id(data["entity"]["id"]))
        if data["op"] not in ("ADD", "MOD"):
            raise InputError("no such operation; there are ADD, MOD and DEL", field="op")
        data = data["entity"]
    schema = data.get("schema")
    if not isinstance(schema, str) or not schema:
        raise InputError("an entity has a schema", field="schema")
    properties = data.get("properties", {})
    if schema not in TYPES and (schema in _UNNAMED or "name" not in properties):
        return None
    return SourceEntity(
        id=required_id(data.get("id")),
        type=TYPES.get(schema, "other"),
        names=_names(data.get("caption", ""), properties),
        schema=schema,
        description=_description(properties),
        countries=_values(properties, ("nationality", "citizenship", "country", "jurisdiction")),
        birth_dates=_values(properties, ("birthDate",)),
        genders=_values(properties, ("gender",)),
        origins=tidy_all(_texts(data, "datasets")),
        referents=tidy_all(_texts(data, "referents")),
    )


def entity_to_ftm(entity: SourceEntity) -> dict[str, Any]:
    """The entity as FollowTheMoney has it, with all of it once more under `EXTENSION`, which alone is read back."""
    properties: dict[str, list[str]] = {}
    for name in entity.names:
        properties.setdefault(_property(name), []).append(name.text)
    person = entity.type == "person"
    facts = {
        "nationality" if person else "country": entity.countries,
        "birthDate": entity.birth_dates if person else (),
        "gender": entity.genders if person else (),
        "notes": (entity.description,) if entity.description else (),
    }
    return {
        "id": entity.id,
        "caption": entity.names[0].text,
        "schema": entity.schema if TYPES.get(entity.schema) == entity.type else _SCHEMATA[entity.type],
        "properties": properties | {key: list(values) for key, values in facts.items() if values},
        "datasets": list(entity.origins),
        "referents": list(entity.referents),
        EXTENSION: entity_to_dict(entity),
    }


def _property(name: SourceName) -> str:
    if name.weak:
        return "abbreviation" if name.kind == "acronym" else "weakAlias"
    return {"primary": "name", "native": "name", "former": "previousName"}.get(name.kind, "alias")


def _names(caption: str, properties: Mapping[str, Any]) -> tuple[SourceName, ...]:
    names = Names()
    given = _texts(properties, "name")
    # The caption is what a publisher shows; it is a name only where it is one of the names.
    if given:
        names.add(caption if caption in given else given[0], "primary")
    for key, kind, weak in _NAMES:
        if key in properties:
            for text in _texts(properties, key):
                names.add(text, kind, weak=weak)
    if not given:
        parts = [_texts(properties, key) for key in ("firstName", "middleName", "lastName")]
        if parts[0] and parts[2]:
            names.add(" ".join(part[0] for part in parts if part), "primary")
    return names.some()


def _description(properties: Mapping[str, Any]) -> str:
    for key in ("position", "description", "notes"):
        if key in properties and (found := _texts(properties, key)):
            return tidy(found[0])
    return ""


def _values(properties: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    return tidy_all([text for key in keys if key in properties for text in _texts(properties, key)])


def _texts(data: Mapping[str, Any], key: str) -> list[str]:
    """The texts among the values of a property; a nested entity is none."""
    values = data.get(key) or ()
    if isinstance(values, str):
        return [values]
    return [value for value in values if isinstance(value, str)]
