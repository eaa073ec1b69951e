"""Tables in Parquet: read and written a block of rows at a time, with the types of their columns kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import IO, Any, BinaryIO

from resolver.batch.formats import TableFormat
from resolver.batch.rows import Columns, Reject, Row, Table, Value, as_text
from resolver.errors import TableError

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
except ImportError:
    raise TableError("Parquet needs a library that is not installed", mend="pip install 'resolver[tables]'") from None

_BLOCK_ROWS = 4096
_GROUP_ROWS = 1 << 16
_GROUP_CHARACTERS = 1 << 26

_DAMAGED = (pa.ArrowException, OSError, UnicodeDecodeError)

CANDIDATES = pa.list_(pa.struct([("id", pa.string()), ("name", pa.string()), ("score", pa.float64())]))
_TYPES = {"score": pa.float64(), "margin": pa.float64(), "match": pa.bool_(), "candidates": CANDIDATES}


def answer_type(column: str) -> pa.DataType:
    """The Arrow type of a column that an answer adds."""
    return _TYPES.get(column, pa.string())


class Block:
    """Some rows of a Parquet file."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    @cached_property
    def values(self) -> list[tuple[Value, ...]]:
        """The rows as Python values; what is neither number nor truth is text where it can be."""
        return list(zip(*(_values(column) for column in self.batch.columns), strict=True))


class ParquetTable:
    """A Parquet file. It is read from both ends, so its stream has to be seekable."""

    newline = "\n"
    byte_order_mark = False

    def __init__(
        self,
        stream: BinaryIO,
        name: str,
        form: TableFormat,
        columns: Sequence[str],
        optional: Sequence[str],
        reserved: Sequence[str],
    ) -> None:
        self.name = name
        self.format = form
        try:
            self._file = pq.ParquetFile(stream)
            read = self._file.schema_arrow
            self.header = tuple(read.names)
            self.schema = pa.schema([_copied(field) for field in read], read.metadata)
        except _DAMAGED as error:
            raise TableError(f"{name} can't be read as Parquet: {_first_line(error)}") from None
        for column in columns:
            self._check_text(column)
        self._columns = Columns(self.header, name, columns, optional, reserved)
        self._size = stream.seek(0, 2)
        self._read = 0

    def _check_text(self, column: str) -> None:
        """Raises TableError where the cells of a column hold several values each."""
        for at in self.schema.get_all_field_indices(column):
            kind = self.schema.field(at).type
            if pa.types.is_nested(kind):
                mend = "Make a column of text of it first, with one value in each row."
                raise TableError(f"the cells of {self.name} hold {kind}, not text", field=column, mend=mend)

    def position(self) -> int:
        """The share of the rows that are read, in bytes of the file."""
        rows = self._file.metadata.num_rows
        return self._size * self._read // rows if rows else self._size

    def rows(self, reject: Reject) -> Iterator[Row]:  # noqa: ARG002 - a Parquet file is sound or not readable
        try:
            for batch in self._file.iter_batches(_BLOCK_ROWS):
                batch = batch if batch.schema.equals(self.schema) else batch.cast(self.schema)
                block = Block(batch)
                texts = [
                    [""] * len(batch) if i is None else [as_text(value) for value in _values(batch.column(i))]
                    for i in self._columns.wanted
                ]
                for at, cells in enumerate(zip(*texts, strict=True)):
                    self._read += 1
                    yield Row(self._read, cells, block=block, at=at)
        except _DAMAGED as error:
            raise TableError(f"{self.name} is damaged: {_first_line(error)}", mend="Fetch the file again.") from None


class ParquetWriter:
    """Writes rows with answers to a Parquet file. The columns of a Parquet table keep their types, those of other
    tables are text."""

    def __init__(self, stream: IO[bytes], table: Table, added: Mapping[str, str]) -> None:
        """`added`: the column -> what it holds (the column's name before a prefix was put before it)."""
        fields = list(table.schema) if isinstance(table, ParquetTable) else [(c, pa.string()) for c in table.header]
        self._typed = isinstance(table, ParquetTable)
        self._added = pa.schema([(column, answer_type(what)) for column, what in added.items()])
        self._schema = pa.schema([*fields, *self._added])
        self._out = pq.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._answers: list[tuple[Any, ...]] = []
        self._characters = 0

    def render(self, answer: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(answer.values())

    def write(self, row: Row, rendered: Sequence[tuple[Any, ...]]) -> None:
        self._rows.append(row)
        self._answers.append(rendered[0] if len(rendered) == 1 else tuple(chain.from_iterable(rendered)))
        self._characters += sum(len(field) for field in row.fields if isinstance(field, str))
        if len(self._rows) == _GROUP_ROWS or self._characters > _GROUP_CHARACTERS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._out.close()

    def _flush(self) -> None:
        if not self._rows:
            return
        answers = [
            pa.array(values, field.type)
            for values, field in zip(zip(*self._answers, strict=True), self._added, strict=True)
        ]
        table = self._source()
        self._out.write_table(pa.table([*table.columns, *answers], schema=self._schema), row_group_size=_GROUP_ROWS)
        self._rows, self._answers, self._characters = [], [], 0

    def _source(self) -> pa.Table:
        """The rows as they came."""
        fields = [self._schema.field(i) for i in range(len(self._schema) - len(self._added))]
        schema = pa.schema(fields)
        if not self._typed:
            columns = zip(*(row.fields for row in self._rows), strict=True)
            return pa.table([pa.array([_utf8(as_text(v)) for v in column], pa.string()) for column in columns], schema)
        parts: list[pa.RecordBatch] = []
        start = 0
        for end in range(1, len(self._rows) + 1):
            if end == len(self._rows) or self._rows[end].block is not self._rows[start].block:
                block = self._rows[start].block
                assert block is not None  # noqa: S101 - rows of a ParquetTable have one
                parts.append(block.batch.take(pa.array([row.at for row in self._rows[start:end]], pa.int64())))
                start = end
        return pa.Table.from_batches(parts, schema)


def _values(column: pa.Array) -> list[Value]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    plain = pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)
    if plain or pa.types.is_nested(kind) or pa.types.is_null(kind):
        values: list[Value] = column.to_pylist()
        return values
    texts: list[Value]
    try:
        texts = pc.cast(column, pa.string()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = [None if value is None else _shown(value) for value in column.to_pylist()]
    return texts


def _shown(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _copied(field: pa.Field) -> pa.Field:
    """The field; of text or bytes that are views, which can't be taken from yet, one of copies."""
    kinds = {"string_view": pa.string(), "binary_view": pa.binary()}  # by name: older libraries lack these types
    return field.with_type(kinds.get(str(field.type), field.type))


def _utf8(text: str) -> str:
    """The text with half surrogate pairs escaped, which no Arrow string can hold."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
