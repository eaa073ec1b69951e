"""Columns of data frames: pandas, polars and Arrow in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pyarrow as pa

from resolver.engines.columns import Column, ColumnResolver
from resolver.errors import InputError
from resolver.model import STATUSES, EntityType

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@overload
def resolve_column(
    names: pd.Series[Any], *, index: str | Path | None = ..., type: EntityType | pd.Series[Any] | None = ...,
    threshold: float = ..., jobs: int = ..., country: pd.Series[Any] | None = ...,
    birth_date: pd.Series[Any] | None = ..., gender: pd.Series[Any] | None = ...,
) -> pd.DataFrame: ...  # fmt: skip
@overload
def resolve_column(
    names: pl.Series, *, index: str | Path | None = ..., type: EntityType | pl.Series | None = ...,
    threshold: float = ..., jobs: int = ..., country: pl.Series | None = ..., birth_date: pl.Series | None = ...,
    gender: pl.Series | None = ...,
) -> pl.DataFrame: ...  # fmt: skip
@overload
def resolve_column(
    names: Column, *, index: str | Path | None = ..., type: EntityType | Column | None = ..., threshold: float = ...,
    jobs: int = ..., country: Column | None = ..., birth_date: Column | None = ..., gender: Column | None = ...,
) -> pa.Table: ...  # fmt: skip
def resolve_column(
    names: Any,
    *,
    index: str | Path | None = None,
    type: Any = None,
    threshold: float = 0.0,
    jobs: int = 1,
    country: Any = None,
    birth_date: Any = None,
    gender: Any = None,
) -> Any:
    """Resolves a column of names; returns a frame of the same library with a row for each name.

    `names` is a pandas Series, a polars Series, or an Arrow Array or ChunkedArray of text. The columns are those of
    `resolver normalize`: entity_id, entity_name, status, score, margin, matched_name, reason; status is categorical in
    pandas and an Enum in polars, scores are 64-bit floats in [0, 1], what does not apply is null. A pandas frame has
    the index of the Series. A name that comes again is resolved once; missing ones count as empty. `index` is an index
    directory (None: the bundled aliases), `type` is what all names denote, or a column of that, a match below
    `threshold` is called ambiguous, `jobs` processes work. What is known beside the names is evidence: columns of
    `country`, `birth_date` and `gender` as long as that of the names, with values as for `Resolver.resolve`, or dates
    and years; a missing one says nothing. Raises InputError for another kind of column or one that can't be read,
    NameIndexError.
    """
    one_type: Any = type if isinstance(type, str) else None
    given = {
        "type": None if isinstance(type, str) else type,
        "country": country,
        "birth_date": birth_date,
        "gender": gender,
    }
    known = {field: column for field, column in given.items() if column is not None}
    resolver = ColumnResolver(index, type=one_type, threshold=threshold, jobs=jobs, known=tuple(known))
    for field, column in known.items():
        if len(column) != len(names):
            raise InputError(
                f"it has {len(column):,} rows, the column of names {len(names):,}", field=field,
                mend="Give a column of the same frame.",
            )  # fmt: skip
    answers = resolver.table(*map(_arrow, (names, *known.values())))
    match _library(names):
        case "polars":
            return _polars(answers)
        case "pandas":
            return _pandas(answers, names)
    return answers


def _arrow(column: Any) -> Column:
    """A column as Arrow has it. Raises InputError for what is none."""
    if len(getattr(column, "shape", (0,))) != 1:
        raise InputError("this is a frame, not a column", mend='Name the column: frame["name"].')
    match _library(column):
        case "pyarrow":
            return column
        case "polars":
            import polars as pl

            # Older Arrows know no string views, which is how polars would hand over a String.
            return column.to_arrow(compat_level=pl.CompatLevel.oldest())
        case "pandas":
            try:
                return pa.Array.from_pandas(column)
            except pa.ArrowException as error:
                mend = "Cast it to one type, such as text."
                raise InputError(f"the column holds values of several types: {error}", mend=mend) from None
        case other:
            raise InputError(
                f"the column is of {other or 'no library'}, not of pandas, polars or pyarrow", mend="Give a Series."
            )


def _library(column: object) -> str:
    module: str = column.__class__.__module__
    return module.partition(".")[0]


def _polars(answers: pa.Table) -> pl.DataFrame:
    import polars as pl

    frame = pl.from_arrow(answers)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a table makes a frame
    return frame.with_columns(pl.col("status").cast(pl.Enum(STATUSES)))


def _pandas(answers: pa.Table, names: pd.Series[Any]) -> pd.DataFrame:
    import pandas as pd

    frame: pd.DataFrame = answers.to_pandas(types_mapper=_pandas_type)
    frame["status"] = frame["status"].astype(pd.CategoricalDtype(list(STATUSES)))
    frame.index = names.index
    return frame


def _pandas_type(kind: pa.DataType) -> pd.StringDtype[Any] | None:
    """Text stays in Arrow's memory; figures become NumPy's."""
    import pandas as pd

    return pd.StringDtype("pyarrow") if pa.types.is_string(kind) else None
