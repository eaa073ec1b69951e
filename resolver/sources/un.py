"""The consolidated list of the United Nations Security Council, XML.

Layout: https://scsanctions.un.org (sc-sanctions.xsd). A name has up to four parts; the quality of an alias is Good or
Low (persons), a.k.a. or f.k.a. (entities).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from resolver.sources.inputs import Input
from resolver.sources.markup import elements
from resolver.sources.model import Names, Record, SourceEntity, required_id, tidy, tidy_all

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SEVERAL = re.compile(r"\s*;\s*")


def read(source: Input) -> Iterator[Record]:
    """The persons and entities of the list."""
    return source.records(elements(source, ("INDIVIDUAL", "ENTITY")), _entity)


def _entity(element: Element) -> Record:
    names = Names()
    names.add(" ".join(filter(None, (_text(element, part) for part in _PARTS))), "primary")
    # Some fields hold several names, one after another.
    for original in _SEVERAL.split(_text(element, "NAME_ORIGINAL_SCRIPT")):
        names.add(original, "native")
    person = element.tag == "INDIVIDUAL"
    for alias in element.iterfind(f"{element.tag}_ALIAS"):
        quality = _text(alias, "QUALITY").casefold()
        kind = "former" if quality.startswith("f") else "alias"
        for text in _SEVERAL.split(_text(alias, "ALIAS_NAME")):
            names.add(text, kind, weak=quality == "low")  # type: ignore[arg-type]
    dates = element.iterfind("INDIVIDUAL_DATE_OF_BIRTH")
    countries = element.iterfind("NATIONALITY/VALUE") if person else element.iterfind("ENTITY_ADDRESS/COUNTRY")
    titles = [value.text or "" for value in element.iterfind("DESIGNATION/VALUE")]
    return SourceEntity(
        id="unsc-" + required_id(_text(element, "DATAID")),
        type="person" if person else "org",
        names=names.some(),
        schema="Individual" if person else "Entity",
        description=tidy("; ".join(titles) or _text(element, "COMMENTS1")),
        countries=tidy_all(value.text or "" for value in countries),
        birth_dates=tidy_all(_text(date, "DATE") or _text(date, "YEAR") for date in dates),
        genders=tidy_all([_text(element, "GENDER")]),
        origins=tidy_all([_text(element, "UN_LIST_TYPE")]),
        referents=tidy_all([_text(element, "REFERENCE_NUMBER")]),
    )


def _text(element: Element, path: str) -> str:
    return tidy(element.findtext(path) or "")
