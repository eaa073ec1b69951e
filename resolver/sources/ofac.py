"""The lists of the US Office of Foreign Assets Control as CSV: sdn.csv and, beside it, alt.csv with further names.

Layout: OFAC, "Specially Designated Nationals and Blocked Persons Data Specification". The files have no header, "-0-"
stands for nothing, persons are written "LAST, First", and names too weak to be listed as such stand in quotation marks
in the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources.delimited import records
from resolver.sources.inputs import Input
from resolver.sources.model import Addition, Names, Record, SourceEntity, tidy, tidy_all

SDN_FIELDS = 12
ALT_FIELDS = 5

_TYPES: dict[str, EntityType] = {"individual": "person", "": "org", "vessel": "vessel", "aircraft": "other"}
_QUOTED = re.compile(r"\s*([af])\.k\.a\. '(.*)'\.?\s*", re.IGNORECASE)
_BORN = re.compile(r"\s*(?:alt\. )?DOB (.+)")
_COUNTRY = re.compile(r"\s*(?:alt\. )?(?:nationality|citizen) ([^.;]+)")
_GENDER = re.compile(r"\s*Gender (\w+)")
_END_OF_FILE = "\x1a"


def read_sdn(source: Input) -> Iterator[Record]:
    """The entities of sdn.csv (cons_prim.csv has the same layout)."""
    return source.records(records(source), _entity)


def read_alt(source: Input) -> Iterator[Record]:
    """The further names of alt.csv (cons_alt.csv has the same layout)."""
    return source.records(records(source), _addition)


def _entity(fields: list[str]) -> Record | None:
    if fields[0].strip() in ("", _END_OF_FILE):
        return None
    number, name, kind, program, title, *_, remarks = _cells(fields, SDN_FIELDS)
    if kind not in _TYPES:
        raise InputError(f"'{kind}' is no type of this list", field="SDN_Type")
    names = Names()
    names.add(name, "primary")
    notes = remarks.removesuffix(".").split("; ")
    for note in notes:
        if found := _QUOTED.fullmatch(note):
            names.add(found[2], "former" if found[1] in "fF" else "alias", weak=True)
    return SourceEntity(
        id=f"ofac-{number}",
        type=_TYPES[kind],
        names=names.some(),
        schema=kind or "entity",
        description=title,
        countries=tidy_all(found[1] for note in notes if (found := _COUNTRY.match(note))),
        birth_dates=tidy_all(found[1] for note in notes if (found := _BORN.fullmatch(note))),
        genders=tidy_all(found[1] for note in notes if (found := _GENDER.fullmatch(note))),
        origins=tidy_all(program.split("] [")),
    )


def _addition(fields: list[str]) -> Record | None:
    if fields[0].strip() in ("", _END_OF_FILE):
        return None
    number, _, kind, name, _ = _cells(fields, ALT_FIELDS)
    names = Names()
    names.add(name, "former" if kind == "fka" else "alias")
    return Addition(f"ofac-{number}", names.some())


def _cells(fields: list[str], count: int) -> list[str]:
    """The fields without their sign for nothing. Raises InputError if there are not so many, or no number leads."""
    if len(fields) != count:
        raise InputError(f"{len(fields)} fields where this list has {count}")
    cells = ["" if (text := tidy(field)) == "-0-" else text for field in fields]
    if not cells[0].isdigit():
        raise InputError("the first field is no number", field="ent_num")
    return cells
