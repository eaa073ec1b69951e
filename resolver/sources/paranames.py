"""ParaNames: the labels of Wikidata's persons, places and organisations, a row for each language.

Layout: Sälevä and Lignos, "ParaNames" (columns wikidata_id, eng, label, language, type; types PER, LOC and ORG, several
with commas between them).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from resolver.model import EntityType
from resolver.sources.delimited import mappings
from resolver.sources.inputs import Input
from resolver.sources.model import Names, Record, SourceEntity, required_id

_COLUMNS = ("wikidata_id", "label", "language")
_TYPES: dict[str, EntityType] = {"PER": "person", "LOC": "place", "ORG": "org"}


def read(source: Input) -> Iterator[Record]:
    """The entities of a file; rows that follow one another with the same id are one entity."""
    for _, group in groupby(mappings(source, "\t", required=_COLUMNS), key=lambda row: row[1]["wikidata_id"]):
        rows = list(group)
        yield from source.records([(rows[0][0], [row for _, row in rows])], _entity)


def _entity(rows: list[dict[str, str]]) -> Record:
    names = Names()
    first = rows[0]
    names.add(first.get("eng"), "primary", lang="en")
    for row in rows:
        names.add(row["label"], lang=row["language"])
    kind = first.get("type", "").partition(",")[0].strip()
    return SourceEntity(required_id(first["wikidata_id"]), _TYPES.get(kind, "other"), names.some(), schema=kind)
