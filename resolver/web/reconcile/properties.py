"""What can be asked of an entity: its properties, their values, and how the values can be chosen from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resolver.errors import InputError
from resolver.model import EntityRecord, EntityType

TYPE_NAMES: dict[EntityType, str] = {
    "person": "Person",
    "org": "Organisation",
    "place": "Place",
    "vessel": "Vessel",
    "other": "Other",
}

NAME_IN = "name:"
"""Begins the ids of the properties that are names in one language."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"})


@dataclass(frozen=True, slots=True)
class Property:
    """A property of entities."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Text:
    """One value of a property: `lang` and `script` are "" where the value is no name."""

    text: str
    lang: str = ""
    script: str = ""

    @property
    def direction(self) -> str:
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Settings:
    """Which values of a property are wanted: at most `limit` (0: all), names in this language and script ("": any)."""

    limit: int = 0
    lang: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class SettingForm:
    """How a client asks its user for a setting; `choices` are (value, name)."""

    id: str
    name: str
    type: str
    default: str | int
    help: str
    choices: tuple[tuple[str, str], ...] = ()


_ANY_SCRIPT = "any"
_SCRIPTS = (
    (_ANY_SCRIPT, "Any"), ("Latn", "Latin"), ("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Hebr", "Hebrew"),
    ("Grek", "Greek"), ("Armn", "Armenian"), ("Geor", "Georgian"), ("Hani", "Chinese characters"),
    ("Jpan", "Japanese, mixed"), ("Kana", "Katakana"), ("Hira", "Hiragana"), ("Hang", "Hangul"),
    ("Deva", "Devanagari"), ("Beng", "Bengali"), ("Taml", "Tamil"), ("Thai", "Thai"), ("Ethi", "Ethiopic"),
)  # fmt: skip

SETTING_FORMS = (
    SettingForm("limit", "Limit", "number", 0, "Most values of one entity; 0 for all"),
    SettingForm("lang", "Language", "text", "", "Only names in this language, such as be or zh-Hant; empty for all"),
    SettingForm("script", "Script", "select", _ANY_SCRIPT, "Only names in this script", _SCRIPTS),
)

_FIXED = (
    Property("name", "Name", "The canonical name"),
    Property("alias", "Also known as", "All other names, in any script and language"),
    Property("type", "Type", "person, org, place, vessel or other"),
    Property("description", "Description", "What the entity is, in a few words"),
    Property("id", "Identifier", "The identifier of the entity in this service"),
    Property("country", "Country", "Where the entity belongs: codes of ISO 3166-1"),
    Property("birth_date", "Date of birth", "When a person was born: YYYY, YYYY-MM or YYYY-MM-DD"),
    Property("gender", "Gender", "male or female"),
)


def known_properties(languages: Iterable[str]) -> tuple[Property, ...]:
    """All properties of entities whose names are in these languages."""
    return (*_FIXED, *(_name_in(lang) for lang in languages))


def find_property(property_id: str) -> Property | None:
    """The property with this id: one of the fixed ones, or "name:" and any language."""
    lang = property_id.removeprefix(NAME_IN)
    if lang != property_id and _LANGUAGE.fullmatch(lang):
        return _name_in(lang)
    return next((known for known in _FIXED if known.id == property_id), None)


def _name_in(lang: str) -> Property:
    return Property(f"{NAME_IN}{lang}", f"Name ({lang})", f"The names in the language {lang}")


def values(record: EntityRecord, property_id: str, settings: Settings = Settings()) -> tuple[Text, ...]:
    """The values of a property; none for a property that there is not."""
    names = [Text(name.text, name.lang, name.script) for name in record.names if _wanted(name, settings)]
    match property_id:
        case "name":
            found = [name for name in names if name.text == record.name]
        case "alias":
            found = [name for name in names if name.text != record.name]
        case "type":
            found = [Text(record.type)]
        case "description":
            found = [Text(record.description)] if record.description else []
        case "id":
            found = [Text(record.id)]
        case "country" | "birth_date" | "gender":
            found = [Text(value) for value in known_values(record, property_id)]
        case _:
            lang = property_id.removeprefix(NAME_IN)
            found = [name for name in names if lang != property_id and _is_in(name.lang, lang)]
    return tuple(found[: settings.limit] if settings.limit else found)


def known_values(record: EntityRecord, property_id: str) -> tuple[str, ...]:
    """What is known of an entity beside its names, of one kind: "country", "birth_date" or "gender"."""
    return {"country": record.countries, "birth_date": record.birth_dates, "gender": record.genders}[property_id]


def _wanted(name: Any, settings: Settings) -> bool:
    return settings.script in ("", name.script) and (not settings.lang or _is_in(name.lang, settings.lang))


def _is_in(lang: str, asked: str) -> bool:
    """Whether a language is the one asked for or a variety of it: zh-Hant is zh."""
    return f"{lang.lower()}-".startswith(f"{asked.lower()}-") if asked else False


def read_settings(value: object, at: str) -> Settings:
    """The settings of a property in a data extension query; clients send numbers as strings too, and what the user
    left empty as "". Raises InputError naming the setting."""
    if value is None:
        return Settings()
    if not isinstance(value, dict):
        raise InputError("the settings are no object", field=f"{at}.settings", mend="Send an object, or none.")
    limit, lang, script = (value.get(form.id) or form.default for form in SETTING_FORMS)
    digits = str(int(limit)) if isinstance(limit, float) and limit.is_integer() else str(limit).strip()
    if isinstance(limit, bool) or not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise InputError("the limit is no whole number from 0", field=f"{at}.settings.limit", mend="Use 0 for all.")
    if not isinstance(lang, str):
        raise InputError("the language is not a string", field=f"{at}.settings.lang", mend="Use codes such as be.")
    if not isinstance(script, str) or script not in dict(_SCRIPTS):
        raise InputError(
            "the script is none of those known", field=f"{at}.settings.script", mend="Use codes such as Cyrl, or any."
        )
    return Settings(int(digits), lang.strip(), "" if script == _ANY_SCRIPT else script)
