"""The engine on a cluster: a column of a Spark DataFrame, resolved where its partitions are."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from resolver.engines.columns import FIELDS, ColumnResolver, without_row
from resolver.errors import InputError, TableError
from resolver.index import NameIndex
from resolver.lock import alone
from resolver.model import EntityType
from resolver.program import own_process

_TYPES = {pa.string(): StringType(), pa.float64(): DoubleType()}

Mapper = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def normalize(
    df: DataFrame,
    column: str,
    *,
    index: str | Path | None = None,
    type: EntityType | None = None,
    threshold: float = 0.0,
    prefix: str = "",
    ship: bool = True,
    type_column: str | None = None,
    country_column: str | None = None,
    birth_date_column: str | None = None,
    gender_column: str | None = None,
) -> DataFrame:
    """The frame with the answer for the name in `column` beside each row, in the columns of `resolver normalize`.

    `index` is an index directory of the driver. It travels to the executors as one file, is unpacked once on each node
    and mapped by all Python workers there; with `ship` false it stays where it is, and has to be at this path on every
    node. Without an index the bundled aliases answer. `type` is what all names denote, a match below `threshold`
    is called ambiguous, `prefix` stands before the names of the added columns. What is known beside the names is
    evidence: `type_column` holds what each denotes, empty where that is `type`; `country_column`, `birth_date_column`
    and `gender_column` hold values as for `Resolver.resolve`, or dates and years; null says nothing. What of it can't
    be read ends the job, with an error that tells what.

    An answer depends on the row alone, so a task that is tried again or twice gives the same rows. The package has to
    be installed on the nodes. Raises InputError for a column that is missing, is not text, or would be there twice,
    NameIndexError where there is no index.
    """
    given = {
        "type": type_column, "country": country_column, "birth_date": birth_date_column, "gender": gender_column,
    }  # fmt: skip
    known = {field: name for field, name in given.items() if name is not None}
    _check(df, column, known.values(), [prefix + field.name for field in FIELDS])
    added = [StructField(prefix + field.name, _TYPES[field.type]) for field in FIELDS]
    shipped = None if index is None else _ship(df.sparkSession, Path(index)) if ship else str(index)
    mapper = _mapper(column, known, shipped, ship, type, threshold, prefix)
    return df.mapInArrow(mapper, StructType([*df.schema.fields, *added]))


def _check(df: DataFrame, column: str, known: Iterable[str], added: list[str]) -> None:
    for asked in (column, *known):
        if df.columns.count(asked) != 1:
            listed = ", ".join(df.columns)
            raise InputError("the frame has no such column, or more than one", field=asked, mend=f"It has {listed}.")
    if not isinstance(df.schema[column].dataType, StringType):
        raise InputError("the column is not text", field=column, mend="Cast it to string.")
    if taken := [name for name in added if name in df.columns]:
        raise InputError("the frame has this column already", field=taken[0], mend="Rename it, or give a prefix.")


def _mapper(
    column: str,
    known: Mapping[str, str],
    index: str | None,
    shipped: bool,
    type: EntityType | None,
    threshold: float,
    prefix: str,
) -> Mapper:
    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        path = _unpacked(Path(SparkFiles.get(index))) if index and shipped else index
        resolver = _resolver(str(path) if path else None, type, threshold, tuple(known))
        for batch in batches:
            with without_row():
                answers = resolver.table(*map(batch.column, (column, *known.values())))
            arrays = [*batch.columns, *(answer.combine_chunks() for answer in answers.columns)]
            yield pa.RecordBatch.from_arrays(arrays, [*batch.schema.names, *(prefix + name for name in FIELDS.names)])

    return work


@lru_cache(maxsize=2)
def _resolver(index: str | None, type: EntityType | None, threshold: float, known: tuple[str, ...]) -> ColumnResolver:
    """One for all tasks of a Python worker. A worker is one of several on its node: it takes one thread."""
    own_process()
    return ColumnResolver(index, type=type, threshold=threshold, known=known)


def _ship(session: SparkSession, index: Path) -> str:
    """Gives the index to all executors, as one file; returns its name there."""
    name = f"resolver-index-{NameIndex.open(index).info.hash}.zip"
    if name in {path.rpartition("/")[2] for path in session.sparkContext.listFiles}:
        return name
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / name
        with zipfile.ZipFile(archive, "w") as packed:
            for path in sorted(index.iterdir()):
                packed.write(path, path.name)
        kept = Path(SparkFiles.getRootDirectory()) / name
        shutil.copyfile(archive, kept)
        session.sparkContext.addFile(str(kept))
    return name


def _unpacked(archive: Path) -> Path:
    """The directory with the content of a shipped index, made by whichever worker of the node comes first; one that was
    killed at it leaves it to the next."""
    folder = _own_folder()
    target, part = folder / archive.stem, folder / f"{archive.stem}.part"
    if not target.is_dir():
        with alone(folder / f"{archive.stem}.lock"):
            if not target.is_dir():
                shutil.rmtree(part, ignore_errors=True)
                with zipfile.ZipFile(archive) as packed:
                    packed.extractall(part)
                part.rename(target)
    return target


def _own_folder() -> Path:
    """A folder for temporary files that nobody else can write to. Raises TableError where somebody else made it."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"resolver-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if hasattr(os, "getuid") and (status.st_uid != user or not stat.S_ISDIR(status.st_mode) or status.st_mode & 0o022):
        raise TableError(f"{folder} is not this user's alone", mend="Remove it, or set TMPDIR.")
    return folder
