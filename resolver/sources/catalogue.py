"""The formats that lists come in, how each is recognised, and the one way to read any of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from resolver.errors import TableError
from resolver.model import EntityType
from resolver.sources import entities, eu, ftm, jrc, ofac, ofac_xml, paranames, popolo, senzing, table, uk, un, wikidata
from resolver.sources.inputs import Input, Reject, head_of, opened, strict
from resolver.sources.model import Record


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `matches` tells it by the start of a file, `source` is what its list is called, "" where the file
    has to say. The files of one that `adds` to entities are read after the others."""

    id: str
    title: str
    example: str
    matches: Callable[[str], bool]
    read: Callable[[Input], Iterator[Record]]
    source: str = ""
    adds: bool = False


def _has(*patterns: str) -> Callable[[str], bool]:
    """Recognises a start that holds all of these."""
    compiled = [re.compile(pattern, re.MULTILINE) for pattern in patterns]
    return lambda head: all(pattern.search(head) for pattern in compiled)


def _never(_head: str) -> bool:
    return False


@lru_cache(maxsize=1)
def formats() -> tuple[Format, ...]:
    """All formats, those first that are told by more."""
    start, key = r"\A\s*\[?\s*", r'"{}"\s*:'.format
    return (
        Format("un", "UN Security Council consolidated list, XML", "consolidated.xml",
               _has(r"<CONSOLIDATED_LIST\b"), un.read, "un"),
        Format("eu-xml", "EU financial sanctions (FSF), XML", "xmlFullSanctionsList_1_1.xml",
               _has(r"<export\b", r"<sanctionEntity\b"), eu.read_xml, "eu"),
        Format("eu-csv", "EU financial sanctions (FSF), CSV", "csvFullSanctionsList_1_1.csv",
               _has(r"\A.*\bEntity_LogicalId;.*\bNameAlias_WholeName\b"), eu.read_csv, "eu"),
        Format("uk", "UK sanctions list, CSV", "UK-Sanctions-List.csv",
               _has(r"\A(.*\n)?.*\bName 6\b.*\bName 1\b"), uk.read, "uk"),
        Format("ofac-xml", "OFAC lists, advanced XML", "sdn_advanced.xml",
               _has(r"<([\w.-]+:)?Sanctions\b", r"<([\w.-]+:)?ReferenceValueSets\b"), ofac_xml.read, "ofac"),
        Format("ofac", "OFAC lists, CSV without header", "sdn.csv",
               _has(r'\A\d+,"(?:[^"]|"")*",(?:-0- |"(?:individual|vessel|aircraft)"),(?:[^\n]*,){8}'),
               ofac.read_sdn, "ofac"),
        Format("ofac-alt", "OFAC lists, further names", "sdn.csv alt.csv",
               _has(r'\A\d+,\d+,"[afn]ka",'), ofac.read_alt, "ofac", adds=True),
        Format("ftm", "FollowTheMoney entities; OpenSanctions nested targets and deltas", "entities.ftm.json",
               _has(start + r"\{", r'\A[^\n]*"(schema|op)"\s*:\s*"\w+"', key("(properties|entity)") + r"\s*\{"),
               ftm.read),
        Format("entities", "entities of `resolver export`, JSON Lines", "store.jsonl",
               _has(start + r"\{", r"\A(?![^\n]*" + key("properties") + ")", key("names") + r'\s*\[\s*\{\s*"text"'),
               entities.read),
        Format("wikidata", "Wikidata items: JSON dump or single items", "latest-all.json.bz2",
               _has(start + r"\{", key("(id|title)") + r'\s*"[QPL]\d+"|"entities"\s*:\s*\{\s*"Q\d+"', key("labels")),
               wikidata.read, "wikidata"),
        Format("senzing", "Senzing records, JSON Lines", "records.jsonl",
               _has(start + r"\{", key("DATA_SOURCE") + "|" + key("RECORD_ID")), senzing.read),
        Format("popolo", "Popolo: persons and organisations of parliaments", "ep-popolo-v1.0.json",
               _has(start + r"\{", key("(persons|organizations|memberships|events|areas)") + r"\s*\["), popolo.read),
        Format("jrc-names", "JRC-Names", "entities.gz", _has(r"\A(#.*\n)*\d+\t[POUET]\t[a-z]{1,3}\t"), jrc.read, "jrc"),
        Format("paranames", "ParaNames, TSV", "paranames.tsv.gz",
               _has(r"\Awikidata_id\t.*\blabel\b.*\blanguage\b"), paranames.read, "paranames"),
        Format("table", "CSV, TSV or JSON Lines with columns of any name; OpenSanctions simple targets",
               "customers.csv --map id=number --map name=customer", _never, table.read),
    )  # fmt: skip


def format_of(head: str, name: str) -> Format:
    """The format of a file by its start. Raises TableError if no format knows it."""
    for form in formats():
        if form.matches(head):
            return form
    first = head.lstrip()[:1]
    if not first or first in "<[" or "\x00" in head:
        raise TableError(f"{name} has none of the formats known", mend="See `resolver sources`; give --format.")
    return formats()[-1]


def format_named(identifier: str) -> Format:
    """The format with this id. Raises TableError if there is none."""
    for form in formats():
        if form.id == identifier:
            return form
    raise TableError("no such format", field=identifier, mend=f"There are: {', '.join(f.id for f in formats())}.")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and its format."""

    path: Path
    format: Format


def recognised(paths: Sequence[Path], form: str = "auto") -> list[SourceFile]:
    """The files with their formats, in the order in which to read them. Raises TableError for a file that can't be
    read or has no known format."""
    found = []
    for path in paths:
        if form != "auto":
            found.append(SourceFile(path, format_named(form)))
        elif str(path) == "-":
            raise TableError("the format of standard input is not looked for", mend="Give --format.")
        else:
            with opened(path) as stream:
                found.append(SourceFile(path, format_of(head_of(stream), str(path))))
    return sorted(found, key=lambda file: file.format.adds)


def read_source(
    file: SourceFile,
    reject: Reject = strict,
    *,
    columns: Mapping[str, str] | None = None,
    type: EntityType = "other",
    progress: Callable[[int], None] | None = None,
) -> Iterator[Record]:
    """The records of a file, in its order, in bounded memory.

    `reject` is told of each record that can't be used, with its position; without it the first one is raised.
    `columns` says which column of a table holds which field (see `resolver.sources.table.COLUMNS`), `type` what the
    entities of a table are where it does not say. `progress` is told how many bytes were read since the last call.
    Raises TableError where reading can't go on.
    """
    with opened(file.path, progress) as stream:
        yield from file.format.read(Input(str(file.path), stream, reject, columns or {}, type))
