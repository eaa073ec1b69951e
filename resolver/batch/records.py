"""Lines to records: CSV (quoted fields, RFC 4180) and plain tab-separated values.

The csv module is not used for reading: its limit on the length of a field is one setting for the whole process, and
after an unclosed quote it swallows the rest of the file.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence

from resolver.batch.lines import MAX_ROW_BYTES

_TO_CLOSING_QUOTE = re.compile(r'([^"]*+(?:""[^"]*+)*+)"')


class MalformedRecordError(ValueError):
    """A record breaks the rules of CSV; the message says how."""


def chomp(line: str) -> str:
    """The line without its line break (LF or CRLF)."""
    return line.removesuffix("\n").removesuffix("\r")


class CsvRecords:
    """Reads records of CSV, one after another.

    A quoted field may hold delimiters, line breaks and doubled quotes; a quote inside an unquoted field is literal.
    A record that breaks the rules costs only its first line: reading goes on with the next one. `line` is the text of
    the record read last if it would be written just so, else "".
    """

    line = ""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._waiting: deque[str] = deque()
        self._open_length = 0

    def read(self) -> list[str] | None:
        """The fields of the next record, None at the end. Raises MalformedRecordError; may be called again after it."""
        line = self._next_line()
        if line is None:
            return None
        if '"' not in line:
            text = chomp(line)
            self.line = "" if "\r" in text else text
            return text.split(self._delimiter)
        self.line = ""
        more: list[str] = []
        self._open_length = len(line)
        try:
            return self._parse(line, more)
        except MalformedRecordError:
            self._waiting.extendleft(reversed(more))
            raise

    def _next_line(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _parse(self, line: str, more: list[str]) -> list[str]:
        """The fields of the record that starts with `line`; the further lines it takes are added to `more`."""
        fields: list[str] = []
        pos = 0
        while True:
            if not line.startswith('"', pos):
                end = line.find(self._delimiter, pos)
                fields.append(line[pos:end] if end >= 0 else chomp(line[pos:]))
                if end < 0:
                    return fields
                pos = end + 1
                continue
            parts: list[str] = []
            pos += 1
            while not (found := _TO_CLOSING_QUOTE.match(line, pos)):
                parts.append(line[pos:])
                line, pos = self._continued(more), 0
            parts.append(found[1])
            fields.append("".join(parts).replace('""', '"'))
            pos = found.end()
            if line.startswith(self._delimiter, pos):
                pos += 1
            elif chomp(line[pos:]):
                raise MalformedRecordError("text after a closing quote; inside quotes, a quote is written twice")
            else:
                return fields

    def _continued(self, more: list[str]) -> str:
        line = self._next_line()
        if line is None:
            raise MalformedRecordError("a quoted field is not closed up to the end of the file")
        more.append(line)
        self._open_length += len(line)
        if self._open_length > MAX_ROW_BYTES:
            raise MalformedRecordError(f"a quoted field is not closed within {MAX_ROW_BYTES >> 20} MB")
        return line


class TsvRecords:
    """Reads records of tab-separated values as IANA registers them: no quoting, so quotes are literal. `line` is the
    text of the record read last if it would be written just so, else ""."""

    line = ""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self) -> list[str] | None:
        """The fields of the next record, None at the end."""
        line = next(self._lines, None)
        if line is None:
            return None
        text = chomp(line)
        self.line = "" if "\r" in text else text
        return text.split("\t")


def csv_line(fields: Sequence[str], delimiter: str) -> str:
    """The record as one line without line break; fields are quoted where they must be."""
    line = delimiter.join(fields)
    if line.count(delimiter) == len(fields) - 1 and not any(c in line for c in '"\r\n'):
        return line
    return delimiter.join(_quoted(field, delimiter) for field in fields)


def _quoted(field: str, delimiter: str) -> str:
    if delimiter in field or '"' in field or "\n" in field or "\r" in field:
        return '"' + field.replace('"', '""') + '"'
    return field


def tsv_line(fields: Sequence[str]) -> str:
    """The record as one line without line break. Raises MalformedRecordError for a field with tab or line break."""
    line = "\t".join(fields)
    if line.count("\t") != len(fields) - 1 or "\n" in line or "\r" in line:
        raise MalformedRecordError("a field holds a tab or line break, which has no place in tab-separated values")
    return line
