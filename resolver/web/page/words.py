"""What the page calls things: kinds of evidence, and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of evidence that are drawn alike: in one colour, and with one sign for those who can't tell colours."""

    name: str
    sign: str
    title: str


FAMILIES: tuple[Family, ...] = (
    Family("equal", "=", "the same"),
    Family("spelling", "≈", "spelled otherwise"),
    Family("known", "≡", "known to belong together"),
    Family("missing", "∅", "on one side only"),
    Family("against", "≠", "speaks against it"),
    Family("whole", "Σ", "the names as a whole"),
)
_FAMILIES: Mapping[str, Family] = MappingProxyType({family.name: family for family in FAMILIES})

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    # kind (see match/evidence.py, match/context.py, live/corrected.py) -> (family, words)
    {
        "same": ("equal", "the same word"),
        "same_name": ("equal", "the same name"),
        "same_letters": ("equal", "the same letters but for gaps"),
        "numbers_agree": ("equal", "the same number"),
        "romanised": ("spelling", "the same by a romanisation"),
        "sound": ("spelling", "sounds about the same"),
        "similar": ("spelling", "alike but for some letters"),
        "learned": ("spelling", "such letters are known to stand for each other"),
        "initial": ("known", "an initial of the name"),
        "given_name": ("known", "one given name in two languages"),
        "hypocoristic": ("known", "a short or pet form"),
        "surname_form": ("known", "one surname in two forms"),
        "gender_form": ("known", "one surname in two genders"),
        "patronymic_kin": ("known", "two forms of one patronymic"),
        "reading": ("known", "what the characters are read as"),
        "acronym": ("known", "the first letters of several words"),
        "abbreviation": ("known", "a word and its abbreviation"),
        "translation": ("known", "one word in two languages"),
        "beside": ("known", "a title, particle, legal form, land or date"),
        "listed": ("known", "names of one in the curated list"),
        "listed_apart": ("against", "names of two in the curated list"),
        "decision": ("known", "somebody decided so"),
        "not_in_name": ("missing", "only in what was asked for"),
        "not_in_query": ("missing", "only in the listed name"),
        "order": ("missing", "the words stand in another order"),
        "guarded": ("against", "alike, but known to be two names"),
        "weak_name": ("against", "a name that never matches alone"),
        "given_names_differ": ("against", "two given names"),
        "fathers_differ": ("against", "two fathers"),
        "surnames_differ": ("against", "two surnames beside one patronymic"),
        "bynames_differ": ("against", "somebody's parent and the child"),
        "numbers_differ": ("against", "two numbers"),
        "generations_differ": ("against", "two generations"),
        "generation_added": ("against", "a generation on one side only"),
        "number_added": ("against", "a number on one side only"),
        "initials_differ": ("against", "two initials"),
        "genders_differ": ("against", "a man's name and a woman's"),
        "sides_differ": ("against", "north and south, first and second, and the like"),
        "person_beside_organisation": ("against", "a person and what may be called after them"),
        "marks_differ": ("against", "marks that tell names apart"),
        "readings_differ": ("against", "characters read in two languages"),
        "syllables_differ": ("against", "another syllable in the names of two Chinese people"),
        "part_left_out": ("against", "a part of a Burmese name, which has no surname"),
        "own_words_differ": ("against", "only words in common that many organisations have"),
        "characters_miscounted": ("against", "more characters than syllables, or fewer"),
        "characters_left_over": ("against", "a syllable in the place of another"),
        "country_agrees": ("equal", "the same country"),
        "gender_agrees": ("equal", "the same gender"),
        "birth_date_agrees": ("equal", "born on the same day"),
        "birth_year_agrees": ("equal", "born in the same year"),
        "country_differs": ("against", "another country"),
        "gender_differs": ("against", "another gender"),
        "type_differs": ("against", "another type"),
        "birth_date_near": ("against", "born at about the same time"),
        "birth_date_differs": ("against", "born at another time"),
        "whole": ("whole", "what held for any such pair, before a letter was read"),
    }
)

_SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "Arab": "Arabic", "Armn": "Armenian", "Beng": "Bengali", "Bopo": "Bopomofo", "Cyrl": "Cyrillic",
        "Deva": "Devanagari", "Ethi": "Ethiopic", "Geor": "Georgian", "Grek": "Greek", "Gujr": "Gujarati",
        "Guru": "Gurmukhi", "Hang": "Korean (Hangul)", "Hani": "Chinese characters", "Hebr": "Hebrew",
        "Hira": "Hiragana", "Jpan": "Japanese", "Kana": "Katakana", "Khmr": "Khmer", "Knda": "Kannada", "Laoo": "Lao",
        "Latn": "Latin", "Mlym": "Malayalam", "Mong": "Mongolian", "Mymr": "Burmese", "Orya": "Odia",
        "Sinh": "Sinhala", "Syrc": "Syriac", "Taml": "Tamil", "Telu": "Telugu", "Thaa": "Thaana", "Thai": "Thai",
        "Tibt": "Tibetan",
    }
)  # fmt: skip


def kind_words(kind: str) -> str:
    """What a kind of evidence is called."""
    return KINDS[kind][1] if kind in KINDS else kind.replace("_", " ")


def family_of(kind: str) -> Family:
    """The family that a kind of evidence is drawn with."""
    return _FAMILIES[KINDS[kind][0] if kind in KINDS else "whole"]


def script_words(script: str) -> str:
    """What a script (ISO 15924) is called."""
    return _SCRIPTS.get(script, script or "other")


def percent(probability: float) -> str:
    """A probability in [0, 1] as people read it; they are rounded, so that none is said to be nothing or certain."""
    if probability > 0.999:
        return "> 99.9 %"
    if probability < 0.001:
        return "< 0.1 %"
    return f"{100 * probability:.1f} %".replace(".0 %", " %")
