"""Tables with a delimiter, read record by record in bounded memory.

A record that breaks the rules of CSV costs its first line alone: after an unclosed quote, reading goes on with the next
line, where the csv module would swallow the rest of the file.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence

from resolver.errors import InputError, TableError
from resolver.sources.inputs import Input

_MOST_LINES = 500
_TO_CLOSING_QUOTE = re.compile(r'([^"]*+(?:""[^"]*+)*+)"')
_MEND = "Inside quotes, a quote is written twice."


def records(source: Input, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The records with the number of their first line; where the delimiter is a tab, quotes are literal."""
    if delimiter == "\t":
        for number, line in source.lines():
            yield number, line.rstrip("\r\n").split("\t")
        return
    lines = _Lines(source.lines())
    while first := lines.take():
        number, text = first
        more: list[tuple[int, str]] = []
        try:
            while (fields := fields_of(text, delimiter)) is None and len(more) < _MOST_LINES:
                following = lines.take()
                if following is None:
                    break
                more.append(following)
                text += following[1]
        except InputError as error:
            error.row = number
            source.reject(error)
            lines.give_back(more)
            continue
        if fields is None:
            source.reject(InputError("a quoted field is not closed", row=number, mend=_MEND))
            lines.give_back(more)
        else:
            yield number, fields


def mappings(
    source: Input, delimiter: str = ",", *, required: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The records as column -> text, by the first one, which names the columns. Raises TableError if there is no
    header, or one without the columns that are `required`."""
    rows = records(source, delimiter)
    _, header = next(rows, (0, []))
    header = [name.strip() for name in header]
    if not any(header):
        raise TableError(f"{source.name} is empty", mend="Its first row has to name the columns.")
    for column in required:
        if column not in header:
            raise TableError(f"{source.name} has no such column", field=column, mend="Is it a list of this format?")
    for number, fields in rows:
        if len(fields) == len(header):
            yield number, dict(zip(header, fields, strict=True))
        elif any(fields):
            what = f"{len(fields)} fields where the header has {len(header)}"
            source.reject(InputError(what, row=number))


def fields_of(text: str, delimiter: str) -> list[str] | None:
    """The fields of a record; None if a quoted one is still open. Raises InputError for text after a closing quote."""
    if '"' not in text:
        return text.rstrip("\r\n").split(delimiter)
    fields: list[str] = []
    pos = 0
    while True:
        if not text.startswith('"', pos):
            end = text.find(delimiter, pos)
            if end < 0:
                return [*fields, text[pos:].rstrip("\r\n")]
            fields.append(text[pos:end])
            pos = end + 1
            continue
        closed = _TO_CLOSING_QUOTE.match(text, pos + 1)
        if closed is None:
            return None
        fields.append(closed[1].replace('""', '"'))
        pos = closed.end()
        if text.startswith(delimiter, pos):
            pos += 1
        elif text[pos:].strip("\r\n"):
            raise InputError("text after a closing quote", mend=_MEND)
        else:
            return fields


def record_text(fields: Sequence[str], delimiter: str = ",") -> str:
    """The record as text without line break; the inverse of `fields_of`."""
    return delimiter.join(_quoted(field, delimiter) for field in fields)


def several(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by semicolons and quoted as in CSV where need be, as in the
    simple tables of OpenSanctions. Raises InputError for an unclosed quote."""
    fields = fields_of(cell, ";")
    if fields is None:
        raise InputError("a quoted value is not closed", mend=_MEND)
    return [value for field in fields if (value := field.strip())]


def _quoted(field: str, delimiter: str) -> str:
    if any(sign in field for sign in (delimiter, '"', "\n", "\r")):
        return '"' + field.replace('"', '""') + '"'
    return field


class _Lines:
    """Lines of which some may be given back."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def give_back(self, lines: Sequence[tuple[int, str]]) -> None:
        self._waiting.extendleft(reversed(lines))
