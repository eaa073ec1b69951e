"""The consolidated financial sanctions list of the European Union (FSF), XML and CSV.

Layout: European Commission, FSF export schema 1.1. Each name has a language and is strong or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources.delimited import mappings
from resolver.sources.inputs import Input
from resolver.sources.markup import elements
from resolver.sources.model import Names, Record, SourceEntity, tidy, tidy_all

_TYPES: dict[str, EntityType] = {"P": "person", "person": "person", "E": "org", "enterprise": "org"}
_COLUMNS = ("Entity_LogicalId", "NameAlias_WholeName")
_PARTS = ("firstName", "middleName", "lastName")


def read_xml(source: Input) -> Iterator[Record]:
    """The entities of xmlFullSanctionsList."""
    return source.records(elements(source, ("sanctionEntity",)), _of_element)


def read_csv(source: Input) -> Iterator[Record]:
    """The entities of csvFullSanctionsList, which has a row for each name, birth date, address and so on."""
    rows = groupby(mappings(source, ";", required=_COLUMNS), key=lambda row: row[1].get("Entity_LogicalId", ""))
    return source.records(_groups(rows), _of_rows)


def _groups(
    rows: Iterator[tuple[str, Iterator[tuple[int, dict[str, str]]]]],
) -> Iterator[tuple[int, list[dict[str, str]]]]:
    for _, group in rows:
        numbered = list(group)
        yield numbered[0][0], [row for _, row in numbered]


def _of_element(element: Element) -> Record:
    names = Names()
    for alias in element.iterfind("nameAlias"):
        text = alias.get("wholeName") or " ".join(filter(None, (alias.get(part) for part in _PARTS)))
        _add(names, text, alias.get("nameLanguage", ""), alias.get("strong", "true"))
    subject = element.find("subjectType")
    kind = "" if subject is None else subject.get("classificationCode") or subject.get("code") or ""
    births = list(element.iterfind("birthdate"))
    regulation = element.find("regulation")
    functions = (alias.get("function", "") for alias in element.iterfind("nameAlias"))
    return _entity(
        (element.get("euReferenceNumber", ""), element.get("logicalId", "")),
        names,
        kind,
        description=next(filter(None, functions), "") or element.findtext("remark") or "",
        countries=[found.get("countryIso2Code", "") for found in element.iterfind("citizenship")],
        births=[found.get("birthdate") or found.get("year") or "" for found in births],
        genders=[alias.get("gender", "") for alias in element.iterfind("nameAlias")],
        programme="" if regulation is None else regulation.get("programme", ""),
    )


def _of_rows(rows: list[dict[str, str]]) -> Record | None:
    first = rows[0]
    if not first.get("Entity_LogicalId"):
        return None
    names = Names()
    for row in rows:
        parts = (row.get(f"NameAlias_{part[0].upper()}{part[1:]}", "") for part in _PARTS)
        text = row.get("NameAlias_WholeName") or " ".join(filter(None, parts))
        _add(names, text, row.get("NameAlias_NameLanguage", ""), row.get("NameAlias_Strong", "true"))
    return _entity(
        (first.get("Entity_EU_ReferenceNumber", ""), first["Entity_LogicalId"]),
        names,
        first.get("Entity_SubjectType_ClassificationCode") or first.get("Entity_SubjectType", ""),
        description=next(filter(None, (row.get("NameAlias_Function", "") for row in rows)), "")
        or first.get("Entity_Remark", ""),
        countries=[row.get("Citizenship_CountryIso2Code", "") for row in rows],
        births=[row.get("BirthDate_BirthDate") or row.get("BirthDate_Year", "") for row in rows],
        genders=[row.get("NameAlias_Gender", "") for row in rows],
        programme=first.get("Entity_Regulation_Programme", ""),
    )


def _add(names: Names, text: str, lang: str, strong: str) -> None:
    weak = strong.casefold() == "false"
    names.add(text, "alias" if len(names) or weak else "primary", lang=lang.lower(), weak=weak)


def _entity(
    ids: tuple[str, str],
    names: Names,
    kind: str,
    *,
    description: str,
    countries: list[str],
    births: list[str],
    genders: list[str],
    programme: str,
) -> SourceEntity:
    reference, logical = ids
    if not reference and not logical:
        raise InputError("no id", field="euReferenceNumber")
    return SourceEntity(
        id="eu-fsf-" + reference.lower().replace(".", "-") if reference else f"eu-tb-logical-{logical}",
        type=_TYPES.get(kind, "other"),
        names=names.some(),
        schema=kind,
        description=tidy(description),
        countries=tidy_all(countries),
        birth_dates=tidy_all(births),
        genders=tidy_all(genders),
        origins=tidy_all([programme]),
        referents=tidy_all([f"eu-tb-logical-{logical}"] if reference and logical else []),
    )
