"""Senzing's JSON Lines: flat attributes, FEATURES, or named lists (NAMES, DATES, COUNTRIES, …).

Layout: Senzing, "Entity Specification" (NAME_TYPE, NAME_FULL, NAME_ORG, NAME_FIRST, NAME_LAST, …). A flat attribute may
have a usage type before it: PRIMARY_NAME_FULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from resolver.model import EntityType
from resolver.sources.inputs import Input
from resolver.sources.model import NameKind, Names, Record, SourceEntity, required_id, tidy_all

_TYPES: Mapping[str, EntityType] = MappingProxyType(
    {"PERSON": "person", "INDIVIDUAL": "person", "ORGANIZATION": "org", "COMPANY": "org", "VESSEL": "vessel"}
)
_KINDS: Mapping[str, NameKind] = MappingProxyType(
    {"PRIMARY": "primary", "FORMER": "former", "MAIDEN": "former", "NATIVE": "native", "NICKNAME": "nickname"}
)
_PARTS = ("NAME_PREFIX", "NAME_FIRST", "NAME_MIDDLE", "NAME_LAST", "NAME_SUFFIX")
_NAMES = ("NAME_FULL", "NAME_ORG", *_PARTS)
_WEAK = frozenset({"WEAK", "LOW"})


def read(source: Input) -> Iterator[Record]:
    """The records of a file."""
    return source.records(source.objects(), _entity)


def _entity(data: dict[str, Any]) -> Record:
    features = list(_features(data))
    names = Names()
    kinds = [str(feature.get("NAME_TYPE", "")).upper() for feature in features]
    for kind, feature in zip(kinds, features, strict=True):
        for text in _names(feature):
            weak = kind in _WEAK or str(feature.get("NAME_STRENGTH", "")).upper() in _WEAK
            names.add(text, _KINDS.get(kind, "alias"), weak=weak)
    record_type = next(iter(_values(features, ("RECORD_TYPE",))), "").upper()
    has_organisation = any("NAME_ORG" in feature for feature in features)
    return SourceEntity(
        id=required_id(data.get("RECORD_ID")),
        type=_TYPES.get(record_type, "org" if has_organisation else "other"),
        names=names.some(),
        schema=record_type,
        countries=tidy_all(_values(features, ("NATIONALITY", "CITIZENSHIP", "COUNTRY_OF_ASSOCIATION"))),
        birth_dates=tidy_all(_values(features, ("DATE_OF_BIRTH",))),
        genders=tidy_all(_values(features, ("GENDER",))),
        origins=tidy_all(_values([data], ("DATA_SOURCE", "URL"))),
    )


def _features(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The attributes that belong together: those of each element of a list, and the flat ones by their usage."""
    flat: dict[str, dict[str, Any]] = {}
    for key, value in data.items():
        if isinstance(value, list):
            yield from (element for element in value if isinstance(element, dict))
            continue
        usage, attribute = _usage(key)
        flat.setdefault(usage, {"NAME_TYPE": usage} if usage else {})[attribute] = value
    yield from flat.values()


def _usage(key: str) -> tuple[str, str]:
    """PRIMARY_NAME_FULL is the NAME_FULL of usage PRIMARY."""
    for attribute in (*_NAMES, "NAME_TYPE"):
        if key.endswith(f"_{attribute}"):
            return key.removesuffix(f"_{attribute}"), attribute
    return "", key


def _names(feature: Mapping[str, Any]) -> Iterator[str]:
    for key in ("NAME_FULL", "NAME_ORG"):
        if feature.get(key):
            yield str(feature[key])
    if not feature.get("NAME_FULL"):
        yield " ".join(str(feature[part]) for part in _PARTS if feature.get(part))


def _values(features: Iterable[Mapping[str, Any]], keys: tuple[str, ...]) -> list[str]:
    return [str(feature[key]) for feature in features for key in keys if feature.get(key)]
