"""Elements of a large XML document, one at a time, read safely: no document types, so no entities of any kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element, SubElement
from xml.parsers import expat

from resolver.errors import TableError
from resolver.sources.inputs import MAX_RECORD_BYTES, Input

_CHUNK = 2**16
_DEEPEST = 100


def elements(source: Input, tags: Collection[str]) -> Iterator[tuple[int, Element]]:
    """The elements of these names, outermost only, with the number of the line where each starts. Names come without
    their namespace. Raises TableError where the document is not well-formed, holds a document type, is nested more
    than 100 deep, or one element is larger than `MAX_RECORD_BYTES`."""
    collected = _Collector(source.name, frozenset(tags))
    try:
        while chunk := source.stream.read(_CHUNK):
            collected.parser.Parse(chunk, False)
            yield from collected.taken()
        collected.parser.Parse(b"", True)
    except expat.ExpatError as error:
        yield from collected.taken()
        what = expat.ErrorString(error.code)
        raise TableError(f"{source.name} is not well-formed XML at line {error.lineno}: {what}") from None
    yield from collected.taken()


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class _Collector:
    """Hears the parser and keeps the elements asked for until they are taken."""

    def __init__(self, name: str, tags: frozenset[str]) -> None:
        self._name = name
        self._tags = tags
        self._done: list[tuple[int, Element]] = []
        self._open: list[Element] = []
        self._text: list[str] = []
        self._depth = self._size = self._line = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = self._doctype

    def taken(self) -> list[tuple[int, Element]]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TableError(f"{self._name} is nested too deeply at line {self.parser.CurrentLineNumber}")
        tag = local(name)
        if self._open:
            self._flush()
            self._open.append(SubElement(self._open[-1], tag, attributes))
            self._grow(len(name) + sum(map(len, attributes.values())))
        elif tag in self._tags:
            self._line, self._size = self.parser.CurrentLineNumber, 0
            self._open.append(Element(tag, attributes))

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            self._flush()
            element = self._open.pop()
            if not self._open:
                self._done.append((self._line, element))

    def _data(self, text: str) -> None:
        if self._open:
            self._grow(len(text))
            self._text.append(text)

    def _flush(self) -> None:
        """Text before the first child is the element's own; what stands between children says nothing in lists."""
        if self._text:
            element = self._open[-1]
            if not len(element):
                element.text = (element.text or "") + "".join(self._text)
            self._text.clear()

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > MAX_RECORD_BYTES:
            raise TableError(
                f"an element of {self._name} (line {self._line}) is larger than {MAX_RECORD_BYTES >> 20} MB"
            )

    def _doctype(self, *_: object) -> None:
        raise TableError(
            f"{self._name} has a document type, which lists have no use for", mend="Remove <!DOCTYPE …> from the file."
        )
