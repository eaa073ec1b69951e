"""Lists through the command line: import, sources, export, and an index of a store."""

from __future__ import annotations

import csv
import gzip
import json
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from test_cli import refused, run, saved

from resolver.cli.store import import_command
from resolver.sources import formats
from resolver.sources.table import COLUMNS

SAMPLES = Path(__file__).parent / "samples"


def test_sources_names_every_format_with_an_example() -> None:
    code, out, err = run("sources")
    assert (code, err) == (0, "")
    for form in formats():
        assert re.search(rf"^{form.id} +{re.escape(form.title)}$", out, re.MULTILINE)
        assert f"resolver import {form.example} --into" in out


def test_the_help_of_import_names_every_field() -> None:
    assert import_command.help is not None
    listed = import_command.help.split("Fields of --map: ")[1].split(".")[0]
    assert [field.strip() for field in listed.split(",")] == list(COLUMNS)


FILES = {
    "ftm_delta": ["ftm_delta.entities.delta.json"],
    "ftm_eu_fsf": ["ftm_eu_fsf.entities.ftm.json"],
    "ftm_zala": ["ftm_zala.entities.ftm.json"],
    "ofac": ["ofac_alt.csv", "ofac_sdn.csv"],
    "popolo_belarus": ["popolo_belarus.json"],
    "senzing_us_congress": ["senzing_us_congress.jsonl"],
    "un": ["un_consolidated.xml"],
    "wikidata": ["wikidata_item_Q7747.json"],
}


def names_counted(folder: Path) -> dict[str, dict[str, set[str]]]:
    """The names of each entity of each list, told from the files without the readers of the product."""
    found: dict[str, defaultdict[str, set[str]]] = {source: defaultdict(set) for source in FILES}

    def add(source: str, entity: object, texts: Iterable[str | None]) -> None:
        found[source][str(entity)].update(" ".join(t.split()) for t in texts if t and any(map(str.isalnum, t)))

    for source in ("ftm_delta", "ftm_eu_fsf", "ftm_zala"):
        for line in (folder / FILES[source][0]).read_text("utf-8").splitlines():
            one = json.loads(line)
            one = one.get("entity", one)
            if "name" in one["properties"]:
                keys = ("name", "alias", "weakAlias", "previousName", "abbreviation")
                add(source, one["id"], (text for key in keys for text in one["properties"].get(key, ())))
    for name, column, remarks in (("ofac_sdn.csv", 1, 11), ("ofac_alt.csv", 3, 4)):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if len(row) > remarks:
                    quoted = re.findall(r"\b[af]\.k\.a\. '(.*?)'(?=[;.]|$)", row[remarks])
                    add("ofac", f"ofac-{row[0]}", [row[column], *quoted])
    popolo = json.loads((folder / "popolo_belarus.json").read_text("utf-8"))
    for one in [*popolo["persons"], *(one for one in popolo["organizations"] if one["id"] != "unknown")]:
        add("popolo_belarus", one["id"], [one["name"], *(other["name"] for other in one.get("other_names", ()))])
    for line in (folder / "senzing_us_congress.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        add("senzing_us_congress", one["RECORD_ID"], (name["NAME_FULL"] for name in one["NAMES"]))
    root = ET.parse(folder / "un_consolidated.xml").getroot()  # noqa: S314 - the other way to count
    for element in [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]:
        parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
        aliases = [text for a in element.iter("ALIAS_NAME") for text in (a.text or "").split(";")]
        whole = " ".join(element.findtext(part) or "" for part in parts)
        add("un", f"unsc-{element.findtext('DATAID')}", [whole, *aliases, element.findtext("NAME_ORIGINAL_SCRIPT")])
    item = json.loads((folder / "wikidata_item_Q7747.json").read_text("utf-8"))
    native = [claim["mainsnak"]["datavalue"]["value"]["text"] for claim in item["claims"]["P1559"]]
    labels = [label["value"] for label in item["labels"].values()]
    aliases = [alias["value"] for listed in item["aliases"].values() for alias in listed]
    add("wikidata", item["id"], [*native, *labels, *aliases])
    return {source: dict(names) for source, names in found.items()}


def test_lists_are_imported_indexed_and_resolved(shared: Path, where: str, tmp_path: Path) -> None:
    """Every real list in one store; a name of each is found in an index of it."""
    files = sorted(path for path in (shared / "samples").iterdir() if path.is_file())
    code, out, err = run("import", *files, "--into", where)
    assert (code, out) == (0, ""), err
    there = names_counted(shared / "samples")
    assert {path.name for path in files} == {name for names in FILES.values() for name in names}
    entities = sum(len(names) for names in there.values())
    assert f"{entities:,} entities written" in err
    code, out, err = run("sources", "--store", where)
    assert sorted(out.splitlines()) == sorted(
        f"{source}: {len(names):,} entities, {sum(map(len, names.values())):,} names" for source, names in there.items()
    )
    code, out, err = run("index", "--store", where, "-o", tmp_path / "index")
    assert (code, err) == (0, "")
    assert f"{len({one for names in there.values() for one in names}):,} entities" in out
    asked = {
        "Владимир Путин": "Q7747",
        "ERIC BADEGE": "unsc-6907993",
        "Mousa Mohammed Abu Marzook": "ofac-3754",
        "Valerie P. Foushee": "NK-SYCQV2fGyPnPLgUxvsbFVb",
        "Ageev Aleksandr": "5ec20a81-a075-4465-a530-3805e1b316ad",
    }
    code, out, err = run("resolve", "--json", "--index", tmp_path / "index", *asked)
    assert (code, err) == (0, "")
    found = [json.loads(line)["candidates"][0]["id"] for line in out.splitlines()]
    assert found == list(asked.values())
    one_of_each = [(max(names[one], key=len), one) for names in there.values() for one in [min(names)]]
    _, out, _ = run("resolve", "--json", "--index", tmp_path / "index", *(name for name, _ in one_of_each))
    answers = [{candidate["id"] for candidate in json.loads(line)["candidates"]} for line in out.splitlines()]
    assert [one for (_, one), ids in zip(one_of_each, answers, strict=True) if one not in ids] == []


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl", "all.ftm.json", "all.csv.gz"])
def test_an_export_imported_again_is_the_same(tmp_path: Path, name: str) -> None:
    lists = [SAMPLES / file for file in ("eu.xml", "ofac_advanced.xml", "paranames.tsv", "wikidata.json")]
    assert run("import", *lists, "--into", tmp_path / "one.db")[0] == 1  # the samples have records that are left out
    code, out, err = run("export", "--store", tmp_path / "one.db", "-o", tmp_path / name)
    assert (code, out) == (0, ""), err
    assert re.fullmatch(r"\d+ (names|entities) written\n", err)
    code, out, err = run("import", tmp_path / name, "--into", tmp_path / "two.db")
    assert (code, out) == (0, ""), err
    texts = [run("export", "--store", tmp_path / db, "-o", "-", "--format", "jsonl") for db in ("one.db", "two.db")]
    assert texts[0] == texts[1]
    assert len(texts[0][1].splitlines()) == 11


def test_an_exported_table_is_a_name_list(tmp_path: Path) -> None:
    run("import", SAMPLES / "nested.json", "--into", tmp_path / "s.db")
    run("export", "--store", tmp_path / "s.db", "-o", tmp_path / "names.csv")
    outputs = [
        run("index", *source, "-o", tmp_path / "index")[1]
        for source in (["--store", tmp_path / "s.db"], [tmp_path / "names.csv"])
    ]
    assert outputs[0] == outputs[1]
    assert "3 entities, 8 names" in outputs[0]


def test_an_export_may_be_of_one_list(tmp_path: Path) -> None:
    run("import", SAMPLES / "uk.csv", SAMPLES / "eu.xml", "--into", tmp_path / "s.db")
    code, _, err = run("export", "--store", tmp_path / "s.db", "-o", tmp_path / "uk.jsonl.gz", "--source", "uk")
    assert (code, err) == (0, "3 entities written\n")
    lines = gzip.decompress((tmp_path / "uk.jsonl.gz").read_bytes()).decode().splitlines()
    assert {json.loads(line)["source"] for line in lines} == {"uk"}


def test_bad_records_are_told_with_their_position(tmp_path: Path) -> None:
    code, out, err = run("import", SAMPLES / "nested.json", "--into", tmp_path / "s.db")
    assert (code, out) == (1, "")
    first, second, last = err.splitlines()
    assert first == f"rejected: {SAMPLES / 'nested.json'}: row 5, field 'name': no usable name"
    assert second.startswith(f"rejected: {SAMPLES / 'nested.json'}: row 6: not JSON")
    assert last == f"3 entities written to {tmp_path / 's.db'}; 2 rejected"


def test_strict_stops_at_the_first_bad_record(tmp_path: Path) -> None:
    err = refused("import", SAMPLES / "nested.json", "--into", tmp_path / "s.db", "--strict")
    assert err == f"error: {SAMPLES / 'nested.json'}: row 5, field 'name': no usable name\n"


def test_a_delta_is_applied_to_its_list(tmp_path: Path) -> None:
    for name in ("nested.json", "delta.json"):
        run("import", SAMPLES / name, "--into", tmp_path / "s.db", "--source", "samples")
    _, out, _ = run("export", "--store", tmp_path / "s.db", "-o", "-", "--format", "jsonl")
    names = {entity["id"]: entity["names"][0]["text"] for entity in map(json.loads, out.splitlines())}
    assert names == {"NK-sample1": "Jan Changed", "NK-sample3": "Mary Parts", "NK-sample6": "Fresh Face"}


def test_prune_drops_what_a_new_file_no_longer_names(tmp_path: Path) -> None:
    old = saved(tmp_path / "old.csv", "id,name\n1,Jan\n2,Mary\n")
    new = saved(tmp_path / "new.csv", "id,name\n2,Mary\n3,Zoe\n")
    run("import", old, "--into", tmp_path / "s.db", "--source", "mine")
    code, _, err = run("import", new, "--into", tmp_path / "s.db", "--source", "mine", "--prune")
    assert (code, err) == (0, f"2 entities written to {tmp_path / 's.db'}; 1 removed\n")
    _, out, _ = run("export", "--store", tmp_path / "s.db", "-o", "-", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["2", "3"]


def test_a_table_with_other_columns(tmp_path: Path) -> None:
    mapped = [part for pair in ("id=number", "name=customer", "aliases=also") for part in ("--map", pair)]
    code, _, err = run("import", SAMPLES / "records.csv", "--into", tmp_path / "s.db", "--type", "org", *mapped)
    assert (code, err.splitlines()[-1]) == (1, f"2 entities written to {tmp_path / 's.db'}; 1 rejected")
    _, out, _ = run("export", "--store", tmp_path / "s.db", "-o", "-", "--format", "jsonl")
    assert [(json.loads(line)["type"], json.loads(line)["source"]) for line in out.splitlines()] == [
        ("org", "records")
    ] * 2


def test_standard_input(tmp_path: Path) -> None:
    data = (SAMPLES / "uk.csv").read_bytes()
    code, _, err = run("import", "-", "--format", "uk", "--into", tmp_path / "s.db", stdin=data)
    assert (code, "3 entities" in err) == (1, True)
    assert "Give --format" in refused("import", "-", "--into", tmp_path / "s.db", stdin=data)


def test_names_for_nobody_are_told(tmp_path: Path) -> None:
    alt = saved(tmp_path / "alt.csv", '7,1,"aka","JAN",-0- \n')
    code, _, err = run("import", alt, "--into", tmp_path / "s.db")
    assert code == 1
    assert "names for ofac-7, which is not there" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "x.csv"], "'--into'"),
        (["import", "missing.csv", "--into", "s.db"], "missing.csv can't be read"),
        (["import", SAMPLES / "uk.csv", "--into", "s.db", "--format", "word"], "There are: un, eu-xml"),
        (["import", SAMPLES / "uk.csv", "--into", "s.db", "--map", "nome=x"], "FIELD one of id, name"),
        (["import", SAMPLES / "uk.csv", "--into", "mysql://x/y"], "not mysql"),
        (["import", SAMPLES / "uk.csv", "--into", "postgresql://x:pass@127.0.0.1:1/y"], "can't be used"),
        (["import", SAMPLES / "uk.csv", "--into", "/"], "can't be used"),
        (["sources", "--store", "missing.db"], "there is no store at"),
        (["export", "--store", "missing.db", "-o", "x.csv"], "there is no store at"),
        (["export", "--store", "missing.db", "-o", "x.doc"], "--format"),
        (["index", "--store", "missing.db", "-o", "x"], "there is no store at"),
        (["index", "-o", "x"], "give NAMES, --store, or both"),
    ],
)
def test_what_can_t_be_done_is_told(tmp_path: Path, arguments: list[object], said: str) -> None:
    err = refused(*arguments, cwd=tmp_path)
    assert said in err
    assert "pass@" not in err
    assert list(tmp_path.iterdir()) == [] or arguments[0] == "import"
