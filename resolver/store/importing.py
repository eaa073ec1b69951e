"""From files to a store, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources import Record, Removal, SourceFile, read_source
from resolver.store.store import Store

BATCH = 15_000
"""Records in a transaction: many enough that commits cost little (ids come in no order, so each commit writes a large
part of their index), few enough that little memory is needed and little is done twice after a stop."""

_MOST_NAMES = 60_000
"""Names in a transaction; items of Wikidata have hundreds each."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; `pruned` counts entities removed because the files no longer name them."""

    entities: int
    removed: int
    rejected: int
    pruned: int


def import_files(
    store: Store,
    files: Sequence[SourceFile],
    *,
    source: str | None = None,
    reject: Callable[[Path, InputError], None],
    columns: Mapping[str, str] | None = None,
    type: EntityType = "other",
    prune: bool = False,
    batch: int = BATCH,
    progress: Callable[[int], None] | None = None,
    written: Callable[[int], None] | None = None,
) -> Imported:
    """Imports files into a store, in bounded memory.

    `source` is what the list is called; without it, what its format or the name of the file says. Records of one id in
    these files add up; those of earlier imports are replaced. With `prune`, what the sources held and these files don't
    name is removed at the end. `reject` is told of each record that can't be used; `progress` how many bytes were read
    since the last call; `written` how many records are safely in the store so far. Raises TableError and StoreError;
    batches written before stay.
    """
    run = store.begin_import((str(file.path) for file in files), (file.format.id for file in files))
    entities = removed = rejected = done = 0
    for file in files:

        def refuse(error: InputError, path: Path = file.path) -> None:
            nonlocal rejected
            reject(path, error)
            rejected += 1

        name = source or file.format.source or stem(file.path)
        records = read_source(file, refuse, columns=columns, type=type, progress=progress)
        for part in batches(records, batch):
            result = store.put(part, source=name, run=run)
            entities += result.entities
            removed += result.removed
            done += len(part)
            for orphan in result.orphans:
                refuse(InputError(f"names for {orphan}, which is not there", mend="Import its list first."))
            if written is not None:
                written(done)
    pruned = store.prune(run) if prune else 0
    store.end_import(run, entities=entities, rejected=rejected)
    return Imported(entities, removed, rejected, pruned)


def stem(path: Path) -> str:
    """The name of a file without its extensions."""
    return path.name.split(".", 1)[0] or path.name


def batches(records: Iterable[Record], most: int) -> Iterator[list[Record]]:
    """The records in lists of `most` at most, shorter where they have many names."""
    part: list[Record] = []
    names = 0
    for record in records:
        part.append(record)
        names += 0 if isinstance(record, Removal) else len(record.names)
        if len(part) >= most or names >= _MOST_NAMES:
            yield part
            part, names = [], 0
    if part:
        yield part
