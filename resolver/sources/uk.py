"""The UK sanctions list as CSV, and the consolidated list of OFSI, which it took the place of.

Layout: FCDO, "UK Sanctions List format guide". A line with the date stands before the header; a row is one name, of
which "Name 6" holds the surname or the name of an organisation and "Name 1" to "Name 5" the given names.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from resolver.errors import InputError, TableError
from resolver.model import EntityType
from resolver.sources.delimited import records
from resolver.sources.inputs import Input
from resolver.sources.model import Names, Record, SourceEntity, tidy, tidy_all

_TYPES: dict[str, EntityType] = {"individual": "person", "entity": "org", "ship": "vessel"}
_IDS = ("unique id", "ofsi group id", "group id")
_PARTS = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_PRIMARY = ("primary name", "primary name variation")
_LINES_BEFORE_HEADER = 3


def read(source: Input) -> Iterator[Record]:
    """The entities of the list; rows that follow one another with the same id are one entity."""
    rows = groupby(_rows(source), key=lambda row: next(filter(None, (row[1].get(key) for key in _IDS)), ""))
    return source.records(((n, [first, *(row for _, row in rest)]) for (n, first), rest in _split(rows)), _entity)


def _split(
    groups: Iterator[tuple[str, Iterator[tuple[int, dict[str, str]]]]],
) -> Iterator[tuple[tuple[int, dict[str, str]], Iterator[tuple[int, dict[str, str]]]]]:
    for _, group in groups:
        yield next(group), group


def _rows(source: Input) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as column (in lower case) -> text."""
    rows = records(source)
    for _ in range(_LINES_BEFORE_HEADER):
        _, header = next(rows, (0, []))
        if "Name 6" in header:
            break
    else:
        raise TableError(f"{source.name} has no column 'Name 6'", mend="Is it the UK sanctions list as CSV?")
    columns = [name.strip().casefold() for name in header]
    for number, fields in rows:
        if len(fields) == len(columns):
            yield number, {column: tidy(text) for column, text in zip(columns, fields, strict=True)}
        elif any(fields):
            source.reject(InputError(f"{len(fields)} fields where the header has {len(columns)}", row=number))


def _entity(rows: list[dict[str, str]]) -> Record:
    names = Names()
    # The list is sorted by name, so that a primary name may come last.
    for row in sorted(rows, key=lambda row: _kind(row) not in _PRIMARY):
        weak = (row.get("alias strength") or row.get("alias quality") or "").casefold().startswith("low")
        kind = _kind(row)
        primary = kind == "primary name" and not len(names)
        whole = " ".join(filter(None, (row.get(part, "") for part in _PARTS)))
        former = "former" in kind or kind in ("fka", "f.k.a")
        names.add(whole, "primary" if primary else "former" if former else "alias", weak=weak)
        lang = row.get("non-latin script language", "")
        names.add(row.get("name non-latin script"), "native", lang="" if len(lang) > _LONGEST_TAG else lang, weak=weak)
    first = rows[0]
    unique = first.get("unique id", "")
    group = first.get("ofsi group id") or first.get("group id") or ""
    if not unique and not group:
        raise InputError("no id", field="Unique ID")
    kind = first.get("designation type") or first.get("individual, entity, ship") or first.get("group type") or ""
    old_ids = [f"gb-hmt-{group}"] if unique and group else []
    return SourceEntity(
        id=f"gb-fcdo-{unique.lower()}" if unique else f"gb-hmt-{group}",
        type=_TYPES.get(kind.casefold(), "other"),
        names=names.some(),
        schema=kind,
        description=next(filter(None, (row.get("position") for row in rows)), ""),
        countries=tidy_all(row.get("nationality(/ies)") or row.get("nationality") or "" for row in rows),
        birth_dates=tidy_all(row.get("d.o.b") or row.get("dob") or "" for row in rows),
        genders=tidy_all(row.get("gender") or "" for row in rows),
        origins=tidy_all([first.get("regime name") or first.get("regime") or ""]),
        referents=tidy_all([*old_ids, first.get("un reference number", "")]),
    )


def _kind(row: dict[str, str]) -> str:
    return (row.get("name type") or row.get("alias type") or "").casefold()


_LONGEST_TAG = 3
"""The list writes languages out ("Arabic"), which is no tag."""
