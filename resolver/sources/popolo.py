"""Popolo: persons and organisations of parliaments, one JSON document (EveryPolitician).

Layout: https://www.popoloproject.com/specs/. Further names stand in `other_names`, with a note that may be the tag of
their language (EveryPolitician writes "multilingual").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resolver.model import EntityType
from resolver.sources.documents import elements
from resolver.sources.inputs import Input
from resolver.sources.model import Names, Record, SourceEntity, required_id, tidy, tidy_all

_TYPES: dict[str, EntityType] = {"persons": "person", "organizations": "org"}
_UNNAMED = frozenset({"unknown", "independent"})


def read(source: Input) -> Iterator[Record]:
    """The persons and organisations of a document; a row is the number of the element in its array."""
    for key, number, data in elements(source):
        if key in _TYPES:
            yield from source.records([(number, data)], lambda data, key=key: _entity(key, data))  # type: ignore[misc]


def _entity(key: str, data: dict[str, Any]) -> Record | None:
    if key == "organizations" and str(data.get("id")) in _UNNAMED:
        return None
    names = Names()
    names.add(data.get("name"), "primary")
    for other in data.get("other_names") or ():
        ended = bool(other.get("end_date"))
        names.add(other.get("name"), "former" if ended else "alias", lang=str(other.get("lang") or ""))
    identifiers = [str(found["identifier"]) for found in data.get("identifiers") or () if found.get("identifier")]
    return SourceEntity(
        id=required_id(data.get("id")),
        type=_TYPES[key],
        names=names.some(),
        schema=str(data.get("classification") or data.get("type") or ""),
        description=tidy(str(data.get("summary") or data.get("biography") or "")),
        countries=tidy_all([str(data.get("national_identity") or "")]),
        birth_dates=tidy_all([str(data.get("birth_date") or "")]),
        genders=tidy_all([str(data.get("gender") or "")]),
        origins=tidy_all(str(page["url"]) for page in data.get("sources") or () if page.get("url")),
        referents=tidy_all(identifiers),
    )
