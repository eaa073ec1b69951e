"""Tables of names: CSV, TSV and JSON Lines, a row for each entity or for each name, with any names of columns.

Rows that follow one another with the same id are one entity. A row without an id belongs to the one above it, as in the
records of OpenRefine. A cell of `aliases`, `countries` and the like may hold several values, separated by semicolons;
so do the simple tables of OpenSanctions, https://www.opensanctions.org/docs/bulk/csv/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from resolver.errors import InputError, TableError
from resolver.facts.types import TYPE_WORDS
from resolver.model import EntityType
from resolver.sources.delimited import mappings, several
from resolver.sources.ftm import TYPES
from resolver.sources.inputs import Input, head_of
from resolver.sources.model import NAME_KINDS, NameKind, Names, Record, SourceEntity, required_id, tidy, tidy_all

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    # Field -> the names of columns that hold it where nobody says which, in lower case.
    {
        "id": ("entity_id", "id", "qid", "identifier", "record_id"),
        "name": ("name", "full_name", "label", "caption", "title"),
        "aliases": ("aliases", "alias", "other_names"),
        "type": ("type",),
        "schema": ("schema",),
        "lang": ("lang", "language"),
        "script": ("script",),
        "role": ("role",),
        "kind": ("kind",),
        "description": ("description",),
        "countries": ("countries", "country", "nationality"),
        "birth_dates": ("birth_dates", "birth_date", "date_of_birth", "dob"),
        "genders": ("genders", "gender", "sex"),
        "origins": ("origins", "dataset", "datasets"),
        "referents": ("referents",),
        "source": ("source",),
    }
)
"""The fields of a row. `role` is primary, alias or weak; `kind` says more than alias."""

_TYPES: Mapping[str, EntityType] = MappingProxyType(
    {**TYPE_WORDS, **{schema.casefold(): kind for schema, kind in TYPES.items()}}
)
_ROLES = ("", "primary", "alias", "weak")
_LISTS = ("countries", "birth_dates", "genders", "origins", "referents")
_MOST_NAMES = 10_000


def read(source: Input) -> Iterator[Record]:
    """The entities of a table. Raises TableError where it has no column for the id or the name."""
    head = head_of(source.stream).lstrip()
    if head.startswith("{"):
        return _entities(source, source.objects(), header_is_known=False)
    return _entities(source, mappings(source, delimiter_of(head)), header_is_known=True)


def delimiter_of(head: str) -> str:
    """The delimiter of a table: that of tab, semicolon, pipe and comma which its first line has most of."""
    first = head.partition("\n")[0]
    return max("\t;|,", key=first.count) if first else ","


def columns_of(header: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field: as given, else by its name."""
    by_key: dict[str, str] = {}
    for name in header:
        by_key.setdefault(name.strip().casefold(), name)
    found = dict(given)
    for field, known in COLUMNS.items():
        columns = [by_key[key] for key in known if key in by_key and by_key[key] not in found.values()]
        if field not in found and columns:
            found[field] = columns[0]
    return found


def _entities(
    source: Input, rows: Iterable[tuple[int, Mapping[str, Any]]], *, header_is_known: bool
) -> Iterator[Record]:
    header: dict[str, None] = {}
    columns: dict[str, str] = {}
    group: _Group | None = None
    for number, row in rows:
        if not columns or not row.keys() <= header.keys():
            first = not header
            header |= dict.fromkeys(row)
            columns = columns_of(header, source.columns)
            if first:
                _check(source, columns, header if header_is_known else None)
        into: _Group | None = None
        try:
            cells = {field: _cell(row, column) for field, column in columns.items()}
            key = (required_id(cells["id"]) if group is None or cells["id"] else group.key[0], cells.get("source", ""))
            goes_on = group is not None and group.key == key and len(group) < _MOST_NAMES
            into = group if group is not None and goes_on else _Group(key, source)
            into.add(cells)
        except InputError as error:
            error.row = number
            source.reject(error)
            if into is None or into is group:
                continue
            into = None  # rows without an id that follow belong to the one left out
        if into is not group:
            if group is not None:
                yield group.entity()
            group = into
    if group is not None:
        yield group.entity()


def _check(source: Input, columns: Mapping[str, str], header: Iterable[str] | None) -> None:
    """Raises TableError for a field that is none, a column that is not there, or where id or name have none."""
    for field, column in source.columns.items():
        if field not in COLUMNS:
            raise TableError("no such field", field=field, mend=f"There are: {', '.join(COLUMNS)}.")
        if header is not None and column not in header:
            raise TableError(f"{source.name} has no such column; it has {', '.join(header)}", field=column)
    for field in ("id", "name"):
        if field not in columns:
            mend = f"Say which it is: --map {field}=COLUMN."
            raise TableError(f"{source.name} has no column for the {field}", field=field, mend=mend)


def _cell(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(json.dumps(str(item), ensure_ascii=False).replace('\\"', '""') for item in value)
    if isinstance(value, dict):
        raise InputError("an object, not text", field=column)
    return str(value)


class _Group:
    """The rows of one entity."""

    def __init__(self, key: tuple[str, str], source: Input) -> None:
        self.key = key
        self._source = source
        self._names = Names()
        self._texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, cells: Mapping[str, str]) -> None:
        """Adds one row. Raises InputError, and adds nothing, if it names nothing."""
        role, kind = cells.get("role", "").strip(), cells.get("kind", "").strip()
        if role not in _ROLES:
            raise InputError(f"'{role}' is no role", field="role", mend="Give one of: primary, alias, weak.")
        if kind and kind not in NAME_KINDS:
            raise InputError(f"'{kind}' is no kind", field="kind", mend=f"Give one of: {', '.join(NAME_KINDS)}.")
        chosen: NameKind = kind or ("primary" if role == "primary" or self._stands_alone(cells) else "alias")
        script = tidy(cells.get("script", ""))
        found = Names()
        found.add(cells["name"], chosen, lang=tidy(cells.get("lang", "")), script=script, weak=role == "weak")
        for alias in several(cells.get("aliases", "")):
            found.add(alias)
        for name in found.some():
            self._names.add(name.text, name.kind, lang=name.lang, script=name.script, weak=name.weak)
        for field, text in cells.items():
            self._texts[field] = self._texts.get(field) or text

    def _stands_alone(self, cells: Mapping[str, str]) -> bool:
        """In a table of entities, which has no roles, the name of the first row is the entity's own."""
        return "role" not in cells and "kind" not in cells and not len(self._names)

    def entity(self) -> SourceEntity:
        texts = {field: tidy(text) for field, text in self._texts.items()}
        schema = texts.get("schema", "")
        written = texts.get("type", "") or schema
        kind = _TYPES.get(written.casefold(), "other") if written else self._source.type
        lists = {field: tidy_all(several(self._texts.get(field, ""))) for field in _LISTS}
        return SourceEntity(
            id=self.key[0],
            type=kind,
            names=self._names.some(),
            schema=schema or (written if kind == "other" and written.casefold() not in _TYPES else ""),
            description=texts.get("description", ""),
            source=texts.get("source", ""),
            **lists,
        )
