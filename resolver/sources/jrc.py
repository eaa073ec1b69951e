"""JRC-Names of the European Commission's Joint Research Centre: persons and organisations met in the news.

Layout: the file's own header and Steinberger et al., "JRC-Names: A Freely Available, Highly Multilingual Named Entity
Resource" (RANLP 2011): a line for each spelling with number, type (P person, O organisation, others), language ("u"
where it is none in particular) and the name, with plus signs between its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources.inputs import Input
from resolver.sources.model import Names, Record, SourceEntity

_TYPES: dict[str, EntityType] = {"P": "person", "O": "org"}
_FIELDS = 4
_NO_ENTITY = "0"


def read(source: Input) -> Iterator[Record]:
    """The entities of a file; lines that follow one another with the same number are one entity."""
    for number, group in groupby(_lines(source), key=lambda line: line[1][0]):
        if number != _NO_ENTITY:
            lines = list(group)
            yield from source.records([(lines[0][0], [fields for _, fields in lines])], _entity)


def _lines(source: Input) -> Iterator[tuple[int, list[str]]]:
    for number, line in source.lines():
        if line.startswith("#") or line.isspace():
            continue
        fields = line.rstrip("\r\n").split("\t")
        if len(fields) == _FIELDS and fields[0].isdigit():
            yield number, fields
        else:
            source.reject(InputError("not a number, type, language and name with tabs between them", row=number))


def _entity(lines: list[list[str]]) -> Record:
    names = Names()
    for at, (_, _, lang, name) in enumerate(lines):
        names.add(name.replace("+", " "), "alias" if at else "primary", lang="" if lang == "u" else lang)
    number, kind = lines[0][:2]
    return SourceEntity(f"jrc-{number}", _TYPES.get(kind, "other"), names.some(), schema=kind)
