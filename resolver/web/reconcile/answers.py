"""The shapes of answers, in both versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from resolver.model import EntityRecord
from resolver.web.reconcile.manifest import type_object
from resolver.web.reconcile.matching import Hit
from resolver.web.reconcile.properties import Text, find_property, values
from resolver.web.reconcile.queries import Extension


def candidates(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Reconciliation candidates of version 0.2."""
    return [_candidate(hit) | {"features": [{"id": f.id, "value": f.value} for f in hit.features]} for hit in hits]


def candidates_1(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Reconciliation candidates of version 1.0, whose features have names."""
    return [
        _candidate(hit) | {"features": [{"id": f.id, "name": f.name, "value": f.value} for f in hit.features]}
        for hit in hits
    ]


def in_short(hits: Sequence[Hit]) -> dict[str, Any]:
    """What an answer came to, as the audit log has it of other answers on names."""
    match = next((hit for hit in hits if hit.match), None)
    return {
        "status": "match" if match else "ambiguous" if hits else "none",
        "entity": {"id": match.entity.id} if match else None,
        "score": hits[0].score if hits else 0.0,
    }


def _candidate(hit: Hit) -> dict[str, Any]:
    entity = hit.entity
    return {
        "id": entity.id,
        "name": entity.name,
        **({"description": entity.description} if entity.description else {}),
        "type": [type_object(entity.type)],
        "score": hit.score,
        "match": hit.match,
    }


def suggestion(entity_id: str, name: str, description: str, type_id: str, matched_name: str) -> dict[str, Any]:
    """A suggested entity; where another name of it was typed, the description says which."""
    said = [matched_name if matched_name != name else "", description]
    return {
        "id": entity_id,
        "name": name,
        "description": " · ".join(x for x in said if x),
        "notable": [type_object(type_id)],
    }


def extension(asked: Extension, records: Sequence[EntityRecord | None]) -> dict[str, Any]:
    """A data extension response of version 0.2: rows by id, values by property. What there is not is empty."""
    rows = {
        entity_id: {
            property_id: [{"str": value.text} for value in (values(record, property_id, settings) if record else ())]
            for property_id, settings in asked.properties
        }
        for entity_id, record in zip(asked.ids, records, strict=True)
    }
    return {"meta": _meta(asked), "rows": rows}


def extension_1(asked: Extension, records: Sequence[EntityRecord | None]) -> dict[str, Any]:
    """The same in version 1.0: lists instead of keys, and each name with its language and direction."""
    rows = [
        {
            "id": entity_id,
            "properties": [
                {
                    "id": property_id,
                    "values": [_value_1(v) for v in (values(record, property_id, settings) if record else ())],
                }
                for property_id, settings in asked.properties
            ],
        }
        for entity_id, record in zip(asked.ids, records, strict=True)
    ]
    return {"meta": _meta(asked), "rows": rows}


def _value_1(value: Text) -> dict[str, str]:
    told = {"lang": value.lang} if value.lang else {}
    return {"str": value.text, **told, **({"dir": value.direction} if value.script else {})}


def _meta(asked: Extension) -> list[dict[str, str]]:
    known = ((property_id, find_property(property_id)) for property_id, _ in asked.properties)
    return [{"id": property_id, "name": found.name if found else property_id} for property_id, found in known]
