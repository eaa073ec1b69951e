"""The engine as a function of SQL, in DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import Parameter, Signature
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import pyarrow as pa

from resolver.engines.columns import FIELDS, ColumnResolver, without_row
from resolver.model import EntityType

if TYPE_CHECKING:
    import duckdb

_TYPES = {pa.string(): "VARCHAR", pa.float64(): "DOUBLE"}


def register(
    connection: duckdb.DuckDBPyConnection,
    *,
    name: str = "resolve",
    index: str | Path | None = None,
    type: EntityType | None = None,
    threshold: float = 0.0,
    known: Sequence[str] = (),
) -> None:
    """Gives a DuckDB connection the function `name`(VARCHAR): the answer as a STRUCT with the columns of
    `resolver normalize`, so that SELECT resolve(author).entity_id FROM articles works.

    NULL counts as an empty name. `index` is an index directory (None: the bundled aliases), `type` asks for entities of
    one type, a match below `threshold` is called ambiguous. `known` says what the function takes behind the name, a
    VARCHAR each, in this order: some of type, country, birth_date and gender, with values as for `Resolver.resolve`;
    NULL says nothing. With known=["country", "birth_date"] the function is resolve(author, land, born::VARCHAR). What
    of it can't be read ends the query, with an error that tells what. Raises InputError for other fields,
    NameIndexError.
    """
    from duckdb import func

    resolver = ColumnResolver(index, type=type, threshold=threshold, known=tuple(known))
    resolver.open()
    lock = Lock()  # DuckDB calls from several threads

    def resolve(*columns: pa.ChunkedArray) -> pa.Array:
        with lock, without_row():
            return resolver.struct(*columns)

    # DuckDB counts the parameters of a function by its signature.
    parameters = [Parameter(field, Parameter.POSITIONAL_ONLY) for field in ("name", *known)]
    resolve.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    struct = {field.name: _TYPES[field.type] for field in FIELDS}
    connection.create_function(
        name,
        resolve,
        ["VARCHAR"] * len(parameters),
        connection.struct_type(struct),
        type=func.PythonUDFType.ARROW,
        null_handling=func.FunctionNullHandling.SPECIAL,
    )
