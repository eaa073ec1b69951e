"""Elements of one large JSON document, one at a time: the document is never held as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from resolver.errors import TableError
from resolver.sources.inputs import MAX_RECORD_BYTES, Input

_CHUNK = 2**16
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def elements(source: Input) -> Iterator[tuple[str, int, Any]]:
    """What stands at the top of a JSON document.

    Of an object: each member as (key, 1, value), but of a member that is an array each element as (key, number from 1,
    value). Of an array: each element under the key "". Raises TableError where the text is no JSON, or one element is
    larger than `MAX_RECORD_BYTES`.
    """
    text = _Text(source)
    opening = text.sign()
    if opening == "[":
        yield from _array(text, "")
    elif opening == "{":
        while (sign := text.peek()) != "}":
            if sign == ",":
                text.sign()
            key = str(text.value())
            if text.sign() != ":":
                raise text.error("':' expected")
            if text.peek() == "[":
                text.sign()
                yield from _array(text, key)
            else:
                yield key, 1, text.value()
    else:
        raise text.error("an object or array expected")


def _array(text: _Text, key: str) -> Iterator[tuple[str, int, Any]]:
    number = 0
    while (sign := text.peek()) != "]":
        if number:
            if sign != ",":
                raise text.error("',' or ']' expected")
            text.sign()
        number += 1
        yield key, number, text.value()
    text.sign()


class _Text:
    """The text of a stream with a place in it; what lies before the place is forgotten."""

    def __init__(self, source: Input) -> None:
        self._source = source
        self._lines = source.lines()
        self._buffer = ""
        self._at = 0
        self._line = 0

    def error(self, what: str) -> TableError:
        return TableError(f"{self._source.name} is not JSON near line {self._line}: {what}")

    def peek(self) -> str:
        """The next sign that is no space. Raises TableError at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                raise self.error("the document ends early")

    def sign(self) -> str:
        """Takes the next sign that is no space."""
        sign = self.peek()
        self._at += 1
        return sign

    def value(self) -> Any:
        """Takes the value that starts here."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise self.error("nested too deeply") from None
            except ValueError as error:
                # Doubling what is held keeps the work of trying again proportional to the length of the value.
                if not self._more(2 * (len(self._buffer) - self._at)):
                    raise self.error(str(error)) from None
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on in what comes next
            self._at = end
            return value

    def _more(self, length: int = _CHUNK) -> bool:
        """Reads on; False at the end."""
        parts = [self._buffer[self._at :]]
        size = before = len(parts[0])
        while size < before + max(length, _CHUNK):
            number, line = next(self._lines, (self._line, ""))
            if not line:
                break
            self._line = number
            parts.append(line)
            size += len(line)
        if size > MAX_RECORD_BYTES:
            raise self.error(f"an element is larger than {MAX_RECORD_BYTES >> 20} MB")
        self._buffer, self._at = "".join(parts), 0
        return size > before
