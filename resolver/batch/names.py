"""Names in tables: those to ask for, and lists for an index (tables with entity_id and name, curated alias files)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from resolver.batch.jobs import ResolveJob
from resolver.batch.name_columns import NameColumn
from resolver.batch.run import open_source
from resolver.batch.tables import Reject, TableFormat, read_table, table_format
from resolver.errors import InputError, TableError
from resolver.facts import known_of, type_of
from resolver.index import NameRow
from resolver.model import NO_CONTEXT, Asked
from resolver.sources import read_aliases
from resolver.sources.delimited import several
from resolver.text import MAX_NAME_LENGTH

_COLUMNS = ("entity_id", "name")
_OPTIONAL = ("type", "lang", "role", "description")
_KNOWN = ("country", "birth_date", "gender", "countries", "birth_dates", "genders")
"""What is known of the entity: columns as people name them, and as `resolver export` does."""
_MEND = "A list of names has entity_id and name; `resolver import` takes tables with other columns."
_ROLES = ("", "primary", "alias", "weak")


def asked_names(path: Path, names: NameColumn, reject: Reject, *, form: TableFormat | None = None) -> Iterator[Asked]:
    """The names of a table with what is known beside them, row by row. Rows that can't be used go to `reject`. Raises
    TableError."""
    job = ResolveJob(None, (names,))
    with open_source(path, form=form) as stream:
        for row in read_table(stream, str(path), job.columns, form=form).rows(reject):
            try:
                job.check(row)
            except InputError as error:
                reject(error)
            else:
                yield job.asked(*job.keys(row.cells)[0])


def read_names(
    paths: Iterable[Path], reject: Callable[[Path, InputError], None], *, form: TableFormat | None = None
) -> Iterator[NameRow]:
    """The names of all lists, one after another.

    A list is a table with the columns entity_id and name and, if it likes, type, lang, role (primary, alias, weak),
    description, country, birth_date and gender (what can't be read of these three is left out); or an alias file
    (.yaml); a directory stands for the alias files in it. Rows that can't be used go to `reject`. Raises TableError and
    AliasError.
    """
    for path in paths:
        if path.is_dir():
            files = sorted(path.glob("*.yaml"))
            if not files:
                raise TableError(f"{path} is a directory without .yaml files", mend="Give the name of a table.")
            yield from read_aliases(files)
        elif path.suffix in (".yaml", ".yml"):
            yield from read_aliases([path])
        else:
            yield from _read_table(path, partial(reject, path), form)


def _read_table(path: Path, reject: Reject, form: TableFormat | None) -> Iterator[NameRow]:
    with open_source(path) as stream:
        try:
            table = read_table(
                stream, str(path), _COLUMNS, optional=(*_OPTIONAL, *_KNOWN), form=form or table_format(path.name)
            )
        except TableError as error:
            error.mend = error.mend or (_MEND if error.field in _COLUMNS else None)
            raise
        for row in table.rows(reject):
            try:
                yield _name_row(row.cells)
            except InputError as error:
                error.row = row.number
                reject(error)


def _name_row(cells: tuple[str, ...]) -> NameRow:
    entity_id, name, kind, lang, role, description, *known = cells
    for field, value in zip(_COLUMNS, (entity_id, name), strict=True):
        if not value.strip():
            raise InputError("empty", field=field)
    type = type_of(kind) or ("other" if kind.strip() else "")
    if role not in _ROLES:
        raise InputError(f"'{role}' is no role", field="role", mend="Give one of: primary, alias, weak.")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        raise InputError("half a surrogate pair, which is no character") from None
    if len(name) > MAX_NAME_LENGTH:
        raise InputError(f"longer than {MAX_NAME_LENGTH:,} characters", field="name")
    if not any(map(str.isalnum, name)):
        raise InputError("no letter or digit", field="name")
    weak = role == "weak"
    context = (
        known_of(*map(several, map(";".join, zip(known[:3], known[3:], strict=True)))) if any(known) else NO_CONTEXT
    )
    return NameRow(entity_id, name, type, lang, "alias" if weak or not role else role, weak, description, context)
