"""How tables may be written, and how a file's name tells it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from resolver.errors import TableError

Kind = Literal["csv", "tsv", "jsonl", "parquet", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "tsv", "jsonl", "parquet", "xlsx")
BINARY: tuple[Kind, ...] = ("parquet", "xlsx")
COMPRESSED = (".gz", ".zst")
UTF8 = "utf-8"

EXTENSIONS: dict[str, Kind] = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx",
}  # fmt: skip
"""How the name of a file of each kind ends, before .gz or .zst."""


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a table is written: CSV has quotes and a delimiter, TSV neither, JSONL one object a line; Parquet and Excel
    workbooks have typed cells. The `encoding` of text matters for reading; what is written is UTF-8."""

    kind: Kind
    delimiter: str = ","
    encoding: str = UTF8


def table_format(
    name: str, kind: str | None = None, delimiter: str | None = None, encoding: str | None = None
) -> TableFormat:
    """The format that a file's name tells (.csv .tsv .jsonl, with or without .gz or .zst; .parquet .xlsx), or the one
    asked for.

    A delimiter is a matter of CSV alone; giving one makes the table CSV. Raises TableError where the name tells none,
    and for an encoding that there is not.
    """
    path = PurePath(name)
    packed = path.suffix.lower() in COMPRESSED
    told = EXTENSIONS.get((path.with_suffix("") if packed else path).suffix.lower())
    chosen = kind or ("csv" if delimiter else told)
    if chosen not in KINDS:
        source = "standard input" if name == "-" else f"the name of {name}"
        raise TableError(f"{source} does not tell its format", mend=f"Give --format with one of: {', '.join(KINDS)}.")
    if packed and chosen in BINARY:
        raise TableError(f"{name}: {chosen} is compressed in itself", mend=f"Take {path.suffix} off the name.")
    known = UTF8 if encoding is None else known_encoding(encoding)
    if delimiter is None:
        return TableFormat(chosen, encoding=known)
    if chosen != "csv" or len(delimiter) != 1 or delimiter in '"\r\n':
        raise TableError(
            "a delimiter is one character and belongs to CSV",
            field="delimiter",
            mend="Leave --delimiter out, or give --format csv.",
        )
    return TableFormat("csv", delimiter, known)


def known_encoding(name: str) -> str:
    """The name that Python has for an encoding of text. Raises TableError where it is none."""
    try:
        " ".encode(name)  # fails for codecs that are no encodings of text (hex, say)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        mend = "Give a name such as cp1251, latin-1 or utf-16."
        raise TableError(f"'{name}' is no encoding", field="encoding", mend=mend) from None
