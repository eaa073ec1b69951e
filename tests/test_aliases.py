"""The curated aliases: their schema, their spelling, and that no two entities claim one name."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from babel import Locale
from test_cli import run

from resolver.sources import read_aliases
from resolver.sources.alias_check import Finding, check_aliases, same_name
from resolver.text import fold

FOLDER = Path(__file__).parent.parent / "aliases"
FILES = sorted(FOLDER.glob("*.yaml"))
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ENGLISH = Locale("en")

Entity = dict[str, Any]


def entities_of(path: Path) -> list[Entity]:
    loaded: list[Entity] = yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    return loaded


def shared_names() -> dict[str, set[str]]:
    """The names that README.md lists as shared, folded, each with the ids it names."""
    section = (FOLDER / "README.md").read_text("utf-8").split("## Shared names")[1]
    lines = re.findall(r"^- `([^`]+)`: ((?:`[^`]+`(?:, )?)+): \S", section, re.MULTILINE)
    return {same_name(name): set(re.findall(r"`([^`]+)`", ids)) for name, ids in lines}


ENTITIES = [(path.name, entity) for path in FILES for entity in entities_of(path)]
IDS = [entity["id"] for _, entity in ENTITIES]
NAMES = [(entity["id"], name) for _, entity in ENTITIES for name in entity.get("names", [])]


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
            owners[same_name(text)].add(entity["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == shared_names()
    assert "" not in owners


def test_tags_are_known() -> None:
    for id_, name in NAMES:
        language, *rest = name["lang"].split("-")
        assert language in ENGLISH.languages, (id_, name)
        assert all(part in (ENGLISH.scripts if len(part) == 4 else ENGLISH.territories) for part in rest), (id_, name)
        assert name["script"] in ENGLISH.scripts, (id_, name)
    countries = {entity["country"] for _, entity in ENTITIES if "country" in entity}
    assert countries <= set(ENGLISH.territories)


def test_the_aliases_are_worth_shipping() -> None:
    types = Counter(entity["type"] for _, entity in ENTITIES)
    assert types["org"] >= 100
    assert types.total() >= 400
    assert sum(path == "cities.yaml" for path, _ in ENTITIES) >= 120
    spread = Counter(name["script"] for _, name in NAMES)
    assert len([script for script, count in spread.items() if count >= 100]) > 20


def test_persons_of_belarus_russia_and_ukraine_have_their_three_forms() -> None:
    """All but those whom one of the three languages spells like another."""
    missing = [
        entity["id"]
        for path, entity in ENTITIES
        if path in ("belarus.yaml", "russia.yaml", "ukraine.yaml") and entity["type"] == "person" and "names" in entity
        if {"be", "ru", "uk"} - {name["lang"] for name in entity["names"]}
        and len({name["name"] for name in entity["names"] if name["script"] == "Cyrl"}) < 2
    ]
    assert missing == []


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


# Checking


def one_finding(folder: Path, names: list[str]) -> Finding:
    """The one finding for an entity with these names (each the inside of a flow mapping), which begin in line 7."""
    entity = ["- id: x", "  type: person", "  name: Xenia Example", "  description: x", "  source: x", "  names:"]
    path = folder / "x.yaml"
    path.write_text("\n".join([*entity, *(f"    - {{{name}}}" for name in names)]) + "\n", "utf-8")
    (finding,) = check_aliases([path])[1]
    assert finding.path == str(path)
    return finding


def test_the_bundled_files_have_no_faults() -> None:
    names, findings = check_aliases(FILES)
    assert findings == []
    assert [name.row for name in names] == list(read_aliases(FILES))


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("name: Пyтин, lang: ru, script: Cyrl", "wrong_script", "has no y. Type these letters anew"),
        ("name: Putin, lang: ru, script: Cyrl", "wrong_script", "Tag it Latn"),
        ("name: 習近平です, lang: zh, script: Hani", "wrong_script", "has no で, す. Tag it Jpan"),
        ("name: Putin, lang: ru, script: Latn", "wrong_language", "ru is written in Cyrl"),
        ("name: პუტინი, lang: hy, script: Geor", "wrong_language", "hy is written in Armn"),
        ("name: Путин, lang: zh-Hant, script: Cyrl", "wrong_language", "zh-Hant is written in Hani"),
        (
            "name: Володимир, lang: be, script: Cyrl",
            "wrong_language",
            "which has no и. Correct the spelling, or tag it",
        ),
        ("name: محمد ي, lang: fa, script: Arab", "wrong_language", "which has no ي"),
        ("name: Putin, lang: english, script: Latn", "unknown_language", "english"),
        ('name: "Xi\u00a0Jinping", lang: pl, script: Latn', "unclean", "single spaces"),
        ('name: "A\u0301rpad", lang: hu, script: Latn', "unclean", "NFC"),
        ("name: Putin, lang: pl, script: Latn, kind: alias", "format", "There are: acronym"),
        ("name: Putin, lang: pl, script: Latn, sort: weak", "format", "no such field: sort"),
        ("name: Putin, lang: no, script: Latn", "format", "quotes"),
        ("name: Putin, lang: pl", "format", "there is no script"),
        ("name: Putin, lang: pl, script: Latn, lang: pl", "format", "twice"),
    ],
)
def test_check_finds(tmp_path: Path, name: str, kind: str, said: str) -> None:
    finding = one_finding(tmp_path, ["name: Ксения, lang: ru, script: Cyrl", name])
    assert (finding.line, finding.level, finding.kind) == (8, "error", kind)
    assert said in str(finding)


@pytest.mark.parametrize(
    "name",
    [
        "name: Джордж W. Буш, lang: ru, script: Cyrl",
        "name: Pāvests Leons XIV, lang: lv, script: Latn",
        'name: "علی\u200cرضا", lang: fa, script: Arab',
        "name: Xi Jinping, lang: zh-Latn, script: Latn",
        "name: Слободан, lang: sr, script: Cyrl",
        "name: Slobodan, lang: sr, script: Latn",
        "name: シー・ジンピン, lang: ja, script: Kana",
        "name: 金正恩, lang: ko, script: Hani",
    ],
)
def test_check_leaves_what_is_right(tmp_path: Path, name: str) -> None:
    assert one_finding(tmp_path, [name, name]).kind == "duplicate"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- id: x\n  name: [", 3, "YAML ends here"),
        ("id: x\n", 1, "no list of entities"),
        ("", 1, "no list of entities"),
        ("- just text\n", 1, "no set of fields"),
        ("- id: x\n  type: person\n  name: X\n  description: x\n", 1, "there is no source"),
        ("- id: x\n  type: ship\n  name: X\n  description: x\n  source: x\n", 2, "There are: person"),
        ("- id: x\n  type: org\n  name: 1984\n  description: x\n  source: x\n", 3, "quotes"),
        ("- id: x\n  type: org\n  name: X\n  description: x\n  source: x\n  names: X\n", 6, "names is no list"),
        ("- id: x\n  type: org\n  name: Ж\n  description: x\n  source: x\n", 3, "tagged Latn"),
    ],
)
def test_check_finds_what_breaks_the_format(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    (finding,) = check_aliases([tmp_path / "x.yaml"])[1]
    assert (finding.line, finding.level) == (line, "error")
    assert said in str(finding)


def test_check_finds_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes("- id: Łódź".encode("iso8859-2"))
    (finding,) = check_aliases([tmp_path / "x.yaml"])[1]
    assert "byte 6 is no UTF-8" in finding.message


def two_entities(
    folder: Path, first: str, second: str, ids: tuple[str, str] = ("a", "b"), kind: str = ""
) -> list[Path]:
    """Two files, an entity each, the second with an alias."""
    for path, id_, name in (("1.yaml", ids[0], first), ("2.yaml", ids[1], "Else")):
        (folder / path).write_text(f"- id: {id_}\n  type: org\n  name: {name}\n  description: x\n  source: x\n")
    with (folder / "2.yaml").open("a") as file:
        file.write(f"  names:\n    - {{name: {second}, lang: en, script: Latn{kind}}}\n")
    return [folder / "1.yaml", folder / "2.yaml"]


def test_check_warns_of_a_name_that_two_entities_share(tmp_path: Path) -> None:
    (finding,) = check_aliases(two_entities(tmp_path, "Médecins", "MEDECINS"))[1]
    assert (finding.level, finding.kind, finding.line) == ("warning", "shared", 7)
    assert f"a ({tmp_path / '1.yaml'}:3)" in finding.message
    assert check_aliases(two_entities(tmp_path, "Médecins", "MEDECINS", kind=", kind: weak"))[1] == []


def test_check_finds_an_id_that_stands_twice(tmp_path: Path) -> None:
    (finding,) = check_aliases(two_entities(tmp_path, "Some", "Other", ids=("a", "a")))[1]
    assert (finding.level, finding.kind, finding.path) == ("error", "duplicate_id", str(tmp_path / "2.yaml"))


def test_the_command_says_where_what_and_mend(tmp_path: Path) -> None:
    first, _ = two_entities(tmp_path, "Médecins", "MEDECINS")
    code, out, err = run("aliases", "check", tmp_path)
    assert (code, err) == (0, "2 entities, 3 names: 0 errors, 1 warnings\n")
    assert out.startswith(f"{tmp_path / '2.yaml'}:7: warning: “MEDECINS” names b and a")
    first.write_text(first.read_text("utf-8").replace("org", "ship"), "utf-8")
    code, out, _ = run("aliases", "check", "--json", first)
    assert code == 1
    found = json.loads(out)
    assert (found["path"], found["line"], found["level"], found["kind"]) == (str(first), 2, "error", "format")


def test_the_command_refuses_what_is_not_there(tmp_path: Path) -> None:
    assert run("aliases", "check", tmp_path)[::2] == (
        2,
        f"error: there are no .yaml files in {tmp_path}. Give an alias file, or a folder of them.\n",
    )
    assert run("aliases", "check", tmp_path / "none.yaml")[0] == 2


def test_derivable_names_are_told_from_those_that_no_rule_derives(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        """
- id: tsikhanouskaya
  type: person
  name: Sviatlana Tsikhanouskaya
  description: x
  source: x
  names:
    - {name: Святлана Ціханоўская, lang: be, script: Cyrl}
    - {name: Tsikhanouskaya Sviatlana, lang: en, script: Latn}
- id: bbc
  type: org
  name: British Broadcasting Corporation
  description: x
  source: x
  names:
    - {name: The Beeb, lang: en, script: Latn}
""",
        "utf-8",
    )
    code, out, _ = run("aliases", "check", "--derivable", path)
    assert code == 0
    lines = [line.split(": info: ")[0] for line in out.splitlines()]
    assert f"{path}:9" in lines
    assert f"{path}:16" not in lines
    assert run("aliases", "check", path)[1] == ""
