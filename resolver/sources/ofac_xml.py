"""The lists of the US Office of Foreign Assets Control as advanced XML.

Layout: OFAC, "Advanced Sanctions Data Model" (Wassenaar schema). Reference values at the head of the file name what
numbers stand for; a name is a sequence of parts, each of a group that has a type (last name, first name, …).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from resolver.errors import InputError
from resolver.model import EntityType
from resolver.sources.inputs import Input
from resolver.sources.markup import elements
from resolver.sources.model import Names, Record, SourceEntity, tidy, tidy_all

_TYPES: dict[str, EntityType] = {"Individual": "person", "Entity": "org", "Vessel": "vessel", "Aircraft": "other"}
_SURNAMES = frozenset({"Last Name", "Patronymic", "Matronymic", "Maiden Name"})
_FORMER = frozenset({"F.K.A.", "N.K.A."})
_BIRTH = "Birthdate"
_GENDER = "Gender"
_COUNTRIES = frozenset({"Nationality Country", "Citizenship Country"})


def read(source: Input) -> Iterator[Record]:
    """The entities of the list."""
    values = _Values()
    for line, element in elements(source, ("ReferenceValueSets", "Location", "DistinctParty")):
        if element.tag == "ReferenceValueSets":
            values.learn(element)
        elif element.tag == "Location":
            values.locate(element)
        else:
            yield from source.records([(line, element)], values.entity)


@dataclass(slots=True)
class _Values:
    """What the numbers of a file stand for: (kind of value, number) -> word; and the country of each location."""

    words: dict[tuple[str, str], str] = field(default_factory=dict)
    subtype_of: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def learn(self, sets: Element) -> None:
        for value in sets.iterfind("*/*"):
            self.words[value.tag, value.get("ID", "")] = tidy(value.text or "")
            if value.tag == "PartySubType":
                self.subtype_of[value.get("ID", "")] = value.get("PartyTypeID", "")
            elif value.tag == "Script" and (code := value.get("ScriptCode")):
                self.words["Script", value.get("ID", "")] = code

    def locate(self, location: Element) -> None:
        country = location.find("LocationCountry")
        if country is not None:
            self.places[location.get("ID", "")] = self.words.get(("Country", country.get("CountryID", "")), "")

    def entity(self, party: Element) -> Record:
        profile = party.find("Profile")
        number = party.get("FixedRef", "")
        if profile is None or not number:
            raise InputError("no profile" if number else "no FixedRef", field="DistinctParty")
        names = Names()
        identities = profile.findall("Identity")
        aliases = [(identity, alias) for identity in identities for alias in identity.iterfind("Alias")]
        # The primary name may stand after others.
        for identity, alias in sorted(aliases, key=lambda pair: pair[1].get("Primary") != "true"):
            self._add(names, identity, alias)
        kind = self._type(profile.get("PartySubTypeID", ""))
        return SourceEntity(
            id=f"ofac-{number}",
            type=_TYPES.get(kind, "other"),
            names=names.some(),
            schema=kind,
            description=tidy(party.findtext("Comment") or ""),
            countries=tidy_all(self._countries(profile)),
            birth_dates=tidy_all(_date(start) for start in self._births(profile)),
            genders=tidy_all(self._genders(profile)),
        )

    def _type(self, subtype: str) -> str:
        """A subtype says "Vessel" or, where it knows no more than its type, "Unknown"."""
        word = self.words.get(("PartySubType", subtype), "")
        kind = self.words.get(("PartyType", self.subtype_of.get(subtype, "")), "")
        return word if word in _TYPES else kind or word

    def _add(self, names: Names, identity: Element, alias: Element) -> None:
        """A name in its original script is a further documented name of the same alias."""
        part_types = {
            group.get("ID", ""): self.words.get(("NamePartType", group.get("NamePartTypeID", "")), "")
            for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        former = self.words.get(("AliasType", alias.get("AliasTypeID", ""))) in _FORMER
        weak = alias.get("LowQuality") == "true"
        for at, documented in enumerate(alias.iterfind("DocumentedName")):
            values = list(documented.iterfind("DocumentedNamePart/NamePartValue"))
            parts = [(part_types.get(v.get("NamePartGroupID", ""), ""), tidy(v.text or "")) for v in values]
            # Surnames are listed first; a comma says so, as in the other files of this office.
            last = " ".join(text for kind, text in parts if kind in _SURNAMES)
            others = " ".join(text for kind, text in parts if kind not in _SURNAMES)
            latin = not values or self.words.get(("Script", values[0].get("ScriptID", "")), "Latn") in ("Latn", "Latin")
            written = ", ".join(filter(None, (last, others))) if latin else " ".join(text for _, text in parts)
            primary = alias.get("Primary") == "true" and not at and not len(names)
            kind = "primary" if primary else "former" if former else "native" if not latin else "alias"
            names.add(written, kind, weak=weak)  # type: ignore[arg-type]

    def _births(self, profile: Element) -> Iterator[Element]:
        for feature in profile.iterfind("Feature"):
            if self.words.get(("FeatureType", feature.get("FeatureTypeID", ""))) == _BIRTH:
                yield from feature.iterfind("FeatureVersion/DatePeriod/Start/From")

    def _genders(self, profile: Element) -> Iterator[str]:
        for feature in profile.iterfind("Feature"):
            if self.words.get(("FeatureType", feature.get("FeatureTypeID", ""))) == _GENDER:
                for detail in feature.iterfind("FeatureVersion/VersionDetail"):
                    yield self.words.get(("DetailReference", detail.get("DetailReferenceID", "")), "")

    def _countries(self, profile: Element) -> Iterator[str]:
        for feature in profile.iterfind("Feature"):
            if self.words.get(("FeatureType", feature.get("FeatureTypeID", ""))) in _COUNTRIES:
                for place in feature.iterfind("FeatureVersion/VersionLocation"):
                    yield self.places.get(place.get("LocationID", ""), "")


def _date(start: Element) -> str:
    parts = [start.findtext(part) or "" for part in ("Year", "Month", "Day")]
    return "-".join(part.zfill(2) for part in parts if part)
