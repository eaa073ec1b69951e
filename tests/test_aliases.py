"""The curated aliases: their schema, their spelling, and that no two entities claim one name."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from babel import Locale

from resolver.sources import read_aliases
from resolver.text import fold

FOLDER = Path(__file__).parent.parent / "aliases"
FILES = sorted(FOLDER.glob("*.yaml"))
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ENGLISH = Locale("en")

# How the Unicode names of a script's letters begin. Latin initials and Roman numerals may stand in any script.
LETTERS = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hang": ("HANGUL",),
    "Hani": ("CJK UNIFIED", "IDEOGRAPHIC ITERATION"),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC ITERATION"),
    "Kana": ("KATAKANA",),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("CJK UNIFIED", "HANGUL"),
    "Laoo": ("LAO",),
    "Latn": ("LATIN", "MODIFIER LETTER"),
    "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}
LATIN_SIGNS = re.compile(r"\b(?:[A-Z]|[IVX]+)\b")

# The scripts a language is written in, where a slip is easy: Persian is not Urdu's letters, Korean may be Han.
SCRIPTS_OF = {
    "ar": {"Arab"},
    "be": {"Cyrl"},
    "el": {"Grek"},
    "en": {"Latn"},
    "fa": {"Arab"},
    "he": {"Hebr"},
    "hi": {"Deva"},
    "hy": {"Armn"},
    "ja": {"Jpan", "Kana"},
    "ka": {"Geor"},
    "ko": {"Hang", "Hani"},
    "ru": {"Cyrl"},
    "th": {"Thai"},
    "uk": {"Cyrl"},
    "zh": {"Hani"},
}

# Alphabets: a letter outside betrays a wrong language tag or a typing error.
ALPHABETS = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "lv": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}

LATIN_ALPHABETS = {"lv"}

# Zero-width joiners and non-joiners are part of the spelling here.
JOINERS = {"Arab": "\u200c", "Knda": "\u200c", "Mlym": "\u200c\u200d", "Sinh": "\u200d", "Telu": "\u200c"}

Entity = dict[str, Any]


def entities_of(path: Path) -> list[Entity]:
    loaded: list[Entity] = yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    return loaded


def shared_names() -> dict[str, set[str]]:
    """The names that README.md lists as shared, folded, each with the ids it names."""
    section = (FOLDER / "README.md").read_text("utf-8").split("## Shared names")[1]
    lines = re.findall(r"^- `([^`]+)`: ((?:`[^`]+`(?:, )?)+): \S", section, re.MULTILINE)
    return {key(name): set(re.findall(r"`([^`]+)`", ids)) for name, ids in lines}


def key(name: str) -> str:
    """The name as one that collides with it would look: folded, without punctuation."""
    return " ".join(re.sub(r"[^\w\u0300-\u0fff\u1000-\u17ff]|_", " ", fold(name)).split())


ENTITIES = [(path.name, entity) for path in FILES for entity in entities_of(path)]
IDS = [entity["id"] for _, entity in ENTITIES]
NAMES = [(entity["id"], name) for _, entity in ENTITIES for name in entity.get("names", [])]


def words(text: str) -> list[str]:
    """Runs of letters and the marks on them."""
    runs = "".join(char if unicodedata.category(char)[0] in "LM" else " " for char in text)
    return runs.split()


def foreign_letters(text: str, script: str) -> str:
    """The letters and marks of the text that are not of the script; generic combining marks belong to any."""
    return "".join(
        char
        for char in (text if script == "Latn" else LATIN_SIGNS.sub("", text))
        if unicodedata.category(char)[0] in "LM"
        and not unicodedata.name(char, "").startswith((*LETTERS[script], "COMBINING"))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_keeps_the_schema(path: Path) -> None:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = [
        f"{list(error.absolute_path)}: {error.message}"
        for error in jsonschema.Draft202012Validator(schema).iter_errors(entities_of(path))
    ]
    assert errors == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "Not Kebab"},
        {"type": "ship"},
        {"name": " padded"},
        {"country": False},
        {"country": "Norway"},
        {"born": 1954},
        {"founded": "1954"},
        {"wikidata": "Q1"},
        {"names": []},
        {"names": [{"name": "x", "lang": "en"}]},
        {"names": [{"name": "x", "lang": "english", "script": "Latn"}]},
        {"names": [{"name": "x", "lang": "en", "script": "Latn", "kind": "alias"}]},
    ],
    ids=str,
)
def test_schema_refuses(wrong: dict[str, Any]) -> None:
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    right = {"id": "x", "type": "person", "name": "X", "description": "x", "source": "x"}
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid([right])
    assert not validator.is_valid([right | wrong])


def test_the_reader_takes_every_name() -> None:
    rows = list(read_aliases(FILES))
    assert len(rows) == len(ENTITIES) + len(NAMES)


def test_ids_are_unique() -> None:
    assert [id_ for id_, count in Counter(IDS).items() if count > 1] == []


def test_no_name_is_claimed_twice() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for _, entity in ENTITIES:
        for text in [entity["name"], *(name["name"] for name in entity.get("names", []))]:
            owners[key(text)].add(entity["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == shared_names()
    assert "" not in owners


def test_no_entity_repeats_a_name() -> None:
    repeated = [
        (entity["id"], text)
        for _, entity in ENTITIES
        for text, count in Counter([entity["name"], *(name["name"] for name in entity.get("names", []))]).items()
        if count > 1
    ]
    assert repeated == []


def test_names_are_written_in_their_script() -> None:
    wrong = [
        (id_, name["name"], name["script"], letters)
        for id_, name in NAMES
        if (letters := foreign_letters(name["name"], name["script"]))
    ]
    assert wrong == []
    assert [entity["name"] for _, entity in ENTITIES if foreign_letters(entity["name"], "Latn")] == []


def test_no_word_mixes_scripts() -> None:
    families = [LETTERS["Jpan"], *(prefixes for code, prefixes in LETTERS.items() if code not in ("Jpan", "Kana"))]
    texts = [entity["name"] for _, entity in ENTITIES] + [name["name"] for _, name in NAMES]
    wrong = [
        (text, word)
        for text in texts
        for word in words(text)
        if not any(
            all(unicodedata.name(char, "").startswith((*prefixes, "COMBINING")) for char in word)
            for prefixes in families
        )
    ]
    assert wrong == []


def test_the_checks_of_spelling_see_look_alikes() -> None:
    assert foreign_letters("Пyтин", "Cyrl") == "y"
    assert foreign_letters("Рutin", "Latn") == "Р"
    assert foreign_letters("Джордж W. Буш", "Cyrl") == ""
    assert foreign_letters("習近平です", "Hani") == "です"
    assert is_clean("علی\u200cرضا", "Arab")
    assert not is_clean("علی\u200c", "Arab")
    assert not any(
        is_clean(text, "Latn") for text in (" Putin", "Xi  Jinping", "Xi\u00a0Jinping", "A\u0301", "A\u200db")
    )
    assert letters_outside_alphabet("Володимир", "be") == {"и"}
    assert letters_outside_alphabet("محمد ي", "fa") == {"ي"}
    assert words("Jean-Claude Юнкер") == ["Jean", "Claude", "Юнкер"]


def letters_outside_alphabet(text: str, lang: str) -> set[str]:
    own = text if lang in LATIN_ALPHABETS else LATIN_SIGNS.sub("", text)
    return {char for char in own.lower() if char.isalpha() and char not in ALPHABETS[lang]}


def test_names_keep_to_their_languages_alphabet() -> None:
    wrong = [
        (id_, name["name"], name["lang"], outside)
        for id_, name in NAMES
        if name["lang"] in ALPHABETS and (outside := letters_outside_alphabet(name["name"], name["lang"]))
    ]
    assert wrong == []


def is_clean(text: str, script: str) -> bool:
    """Whether the text is NFC, spaced singly, and free of invisible characters that its script does not need."""
    unseen = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp", "So")}
    ends = text[0] + text[-1]
    return (
        text == " ".join(text.split())
        and unicodedata.is_normalized("NFC", text)
        and unseen <= set(JOINERS.get(script, ""))
        and not unseen & set(ends)
    )


def test_names_are_clean() -> None:
    texts = [(entity["name"], "Latn") for _, entity in ENTITIES] + [(name["name"], name["script"]) for _, name in NAMES]
    assert [text for text, script in texts if not is_clean(text, script)] == []


def test_tags_are_known() -> None:
    for id_, name in NAMES:
        language, *rest = name["lang"].split("-")
        assert language in ENGLISH.languages, (id_, name)
        assert all(part in (ENGLISH.scripts if len(part) == 4 else ENGLISH.territories) for part in rest), (id_, name)
        assert name["script"] in ENGLISH.scripts, (id_, name)
        assert name["script"] in SCRIPTS_OF.get(language, {name["script"]}), (id_, name)
    countries = {entity["country"] for _, entity in ENTITIES if "country" in entity}
    assert countries <= set(ENGLISH.territories)


def test_the_aliases_cover_many_scripts() -> None:
    spread = Counter(name["script"] for _, name in NAMES)
    assert len([script for script, count in spread.items() if count >= 10]) >= 12


def seeds(shared: Path, table: str) -> list[dict[str, str]]:
    with (shared / "eval" / "seeds" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_entities_of_the_evaluated_articles_are_there(shared: Path) -> None:
    types = {entity["id"]: entity["type"] for _, entity in ENTITIES}
    expected = {row["entity_id"]: row["type"] for row in seeds(shared, "entities.tsv")}
    assert {id_: types.get(id_) for id_ in expected} == expected
    assert len(types.keys() - expected.keys()) >= 100


def test_what_the_articles_call_organisations_and_places_is_listed(shared: Path) -> None:
    """Persons' surnames and romanisations are the engine's work; acronyms and short forms nobody could derive."""
    ids = {row["entity_id"] for row in seeds(shared, "entities.tsv") if row["type"] != "person"}
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for _, entity in ENTITIES:
        for text in [entity["name"], *(name["name"] for name in entity.get("names", []) if name.get("kind") != "weak")]:
            listed[fold(text)].add(entity["id"])
    missing = [
        row["query"]
        for row in seeds(shared, "queries.tsv")
        if row["expected"] in ids and listed[fold(row["query"])] != {row["expected"]}
    ]
    assert missing == []
