"""Entities as text: FollowTheMoney, the product's own JSON Lines, or CSV with a row for each name.

All three hold everything, so that importing what was exported gives the same store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from resolver.sources import SourceEntity, SourceName
from resolver.sources.delimited import record_text
from resolver.sources.entities import entity_to_dict
from resolver.sources.ftm import entity_to_ftm

ExportFormat = Literal["ftm", "jsonl", "csv"]
EXTENSIONS: Mapping[str, ExportFormat] = MappingProxyType({".csv": "csv", ".jsonl": "jsonl", ".json": "ftm"})
CSV_COLUMNS = (
    "entity_id", "name", "type", "lang", "role", "kind", "script", "description", "schema", "countries", "birth_dates",
    "genders", "origins", "referents", "source",
)  # fmt: skip
"""The first are those that `resolver index` reads, too."""


def lines(entities: Iterable[SourceEntity], form: ExportFormat) -> Iterator[str]:
    """The lines of an export, each with its line break."""
    if form == "csv":
        yield record_text(CSV_COLUMNS) + "\n"
        for entity in entities:
            for name in entity.names:
                yield record_text(_row(entity, name)) + "\n"
        return
    shape = entity_to_ftm if form == "ftm" else entity_to_dict
    for entity in entities:
        yield json.dumps(shape(entity), ensure_ascii=False) + "\n"


def _row(entity: SourceEntity, name: SourceName) -> list[str]:
    role = "weak" if name.weak else "primary" if name.kind == "primary" else "alias"
    lists = (entity.countries, entity.birth_dates, entity.genders, entity.origins, entity.referents)
    return [
        entity.id,
        name.text,
        entity.type,
        name.lang,
        role,
        name.kind,
        name.script,
        entity.description,
        entity.schema,
        *(record_text(values, ";") for values in lists),
        entity.source,
    ]
