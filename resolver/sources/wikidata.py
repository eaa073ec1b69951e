"""Items of Wikidata: a dump in JSON (an array with a line for each item) or single items.

Layout: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. What an item is, its own statements tell:
the classes of Wikidata are too many for a table, and which class stands under which only the whole dump says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resolver.model import EntityType
from resolver.sources.documents import elements
from resolver.sources.inputs import Input
from resolver.sources.model import Names, Record, SourceEntity, required_id, tidy_all

# Properties, as named at https://www.wikidata.org/wiki/Wikidata:List_of_properties
_INSTANCE_OF, _BORN, _GENDER = "P31", "P569", "P21"
_COUNTRIES = ("P27", "P17")
_NATIVE = ("P1559", "P1705", "P1448")  # name in native language, native label, official name
_HUMAN = "Q5"
_SIGNS: tuple[tuple[EntityType, tuple[str, ...]], ...] = (
    ("person", ("P569", "P570", "P21")),  # born, died, sex or gender
    ("vessel", ("P458",)),  # IMO ship number
    # headquarters, industry, parent organisation, legal form, employees
    ("org", ("P159", "P452", "P749", "P1454", "P1128")),
    ("place", ("P1082", "P1566", "P131", "P625")),  # population, GeoNames, in the territory of, coordinates
)
_EVERY_LANGUAGE = "mul"
_REDIRECTED = "redirected from"


def read(source: Input) -> Iterator[Record]:
    """The persons, organisations, places and vessels of a file; other items are passed over."""
    return source.records(_items(source), _entity)


def _items(source: Input) -> Iterator[tuple[int, dict[str, Any]]]:
    """Dumps and lines of items go by line; a document that is spread over lines is one item, or what an API answers."""
    head = source.stream.peek(2)[:2].strip()
    if head in (b"[", b"[\r") or source.name.endswith((".jsonl", ".ndjson", ".gz", ".bz2", ".zst")):
        yield from source.objects()
        return
    members: dict[str, Any] = {}
    for key, _, value in elements(source):
        members[key] = value
    entities = members.get("entities") or {str(members.get("id", "")): members}
    for number, (asked, item) in enumerate(entities.items(), 1):
        # Who asks for an item that was merged into another gets that other one, under the number that was asked for.
        yield number, item if asked == item.get("id") else {**item, _REDIRECTED: asked}


def _entity(data: Mapping[str, Any]) -> Record | None:
    claims = data.get("claims") or {}
    kind = _type(claims)
    if data.get("type", "item") != "item" or kind is None:
        return None
    labels, aliases = data.get("labels") or {}, data.get("aliases") or {}
    names = Names()
    first = next((lang for lang in ("en", _EVERY_LANGUAGE) if lang in labels), next(iter(labels), ""))
    if first:
        names.add(labels[first]["value"], "primary", lang=_lang(first))
    for claim in _NATIVE:
        for value in _values(claims, claim):
            names.add(value["text"], "native", lang=_lang(value["language"]))
    for lang, label in labels.items():
        names.add(label["value"], lang=_lang(lang))
    for lang, found in aliases.items():
        for alias in found:
            names.add(alias["value"], lang=_lang(lang))
    if not names.all():
        return None
    descriptions = data.get("descriptions") or {}
    return SourceEntity(
        id=required_id(data.get("id")),
        type=kind,
        names=names.some(),
        schema=" ".join(_classes(claims)),
        description=descriptions.get("en", {}).get("value", ""),
        countries=tidy_all(value["id"] for claim in _COUNTRIES for value in _values(claims, claim)),
        birth_dates=tidy_all(_date(value) for value in _values(claims, _BORN)),
        genders=tidy_all(value["id"] for value in _values(claims, _GENDER)),
        referents=tidy_all([data.get(_REDIRECTED) or ""]),
    )


def _type(claims: Mapping[str, Any]) -> EntityType | None:
    if _HUMAN in _classes(claims):
        return "person"
    return next((kind for kind, signs in _SIGNS if any(sign in claims for sign in signs)), None)


def _classes(claims: Mapping[str, Any]) -> list[str]:
    return [value["id"] for value in _values(claims, _INSTANCE_OF) if "id" in value]


def _values(claims: Mapping[str, Any], claim: str) -> Iterator[Any]:
    """The values of the statements with this property; deprecated and unknown ones are none."""
    for statement in claims.get(claim) or ():
        snak = statement.get("mainsnak", {})
        if statement.get("rank") != "deprecated" and snak.get("snaktype") == "value":
            yield snak["datavalue"]["value"]


def _date(value: Mapping[str, Any]) -> str:
    """+1952-10-07T00:00:00Z at the precision it has: 11 is a day, 10 a month, 9 a year."""
    day = str(value["time"]).lstrip("+").partition("T")[0]
    return {11: day, 10: day[:-3], 9: day[:-6]}.get(value["precision"], "")


def _lang(tag: str) -> str:
    return "" if tag == _EVERY_LANGUAGE else tag
