"""The engine as a function of SQL, in DuckDB."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import pyarrow as pa

from resolver.engines.columns import FIELDS, ColumnResolver
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
) -> None:
    """Gives a DuckDB connection the function `name`(VARCHAR): the answer as a STRUCT with the columns of
    `resolver normalize`, so that SELECT resolve(author).entity_id FROM articles works.

    NULL counts as an empty name. `index` is an index directory (None: the bundled aliases), `type` asks for entities of
    one type, a match below `threshold` is called ambiguous. Raises NameIndexError.
    """
    from duckdb import func

    resolver = ColumnResolver(index, type=type, threshold=threshold)
    resolver.open()
    lock = Lock()  # DuckDB calls from several threads

    def resolve(names: pa.ChunkedArray) -> pa.Array:
        with lock:
            return resolver.struct(names)

    struct = {field.name: _TYPES[field.type] for field in FIELDS}
    connection.create_function(
        name,
        resolve,
        ["VARCHAR"],
        connection.struct_type(struct),
        type=func.PythonUDFType.ARROW,
        null_handling=func.FunctionNullHandling.SPECIAL,
    )
