"""The formats lists come in: what is read is what is there, counted anew; bad records are told and passed over."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import InputError, TableError
from resolver.facts import known_of
from resolver.sources import Addition, Record, Removal, SourceEntity, formats, read_source, recognised
from resolver.sources.delimited import fields_of, record_text, several
from resolver.sources.model import tidy

ROOT = Path(__file__).parent.parent
SAMPLES = Path(__file__).parent / "samples"


def read(path: Path, form: str = "auto", **options: Mapping[str, str]) -> tuple[list[Record], list[str]]:
    """The records of a file and what was said of those left out."""
    rejected: list[str] = []
    (file,) = recognised([path], form)
    records = list(read_source(file, lambda error: rejected.append(str(error)), **options))  # type: ignore[arg-type]
    return records, rejected


def entities(path: Path, form: str = "auto", **options: Mapping[str, str]) -> dict[str, SourceEntity]:
    """The entities of a file by id."""
    records, _ = read(path, form, **options)
    found = [record for record in records if isinstance(record, SourceEntity)]
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def forms(entity: SourceEntity) -> list[tuple[str, str, str, bool]]:
    return [(name.text, name.lang, name.kind, name.weak) for name in entity.names]


# The real lists: entities and names counted by other means


def spaced(text: str | None) -> str:
    return " ".join((text or "").split())


def test_follow_the_money(shared: Path) -> None:
    keys = ("name", "alias", "weakAlias", "previousName", "abbreviation")
    for name in ("ftm_eu_fsf.entities.ftm.json", "ftm_zala.entities.ftm.json"):
        lines = [json.loads(line) for line in (shared / "samples" / name).read_text("utf-8").splitlines()]
        named = {line["id"]: line for line in lines if "name" in line["properties"]}
        records, rejected = read(shared / "samples" / name)
        assert rejected == []
        assert [one.id for one in records] == list(named)
        for one in records:
            assert isinstance(one, SourceEntity)
            there = {spaced(text) for key in keys for text in named[one.id]["properties"].get(key, ())}
            assert {found.text for found in one.names} == there
            strong = {spaced(text) for key in keys[:2] for text in named[one.id]["properties"].get(key, ())}
            assert all(found.weak == (found.text not in strong) for found in one.names if found.kind != "former")
            assert one.names[0].kind == "primary"
            assert set(one.referents) == set(named[one.id]["referents"])


def test_a_delta(shared: Path) -> None:
    path = shared / "samples" / "ftm_delta.entities.delta.json"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {line["op"] for line in lines} == {"ADD"}
    assert list(entities(path)) == [line["entity"]["id"] for line in lines]


def test_ofac(shared: Path) -> None:
    with (shared / "samples" / "ofac_sdn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 12]
    found = entities(shared / "samples" / "ofac_sdn.csv")
    assert list(found) == [f"ofac-{row[0]}" for row in rows]
    persons = sum(row[2] == "individual" for row in rows)
    assert sum(one.type == "person" for one in found.values()) == persons > 1000
    quoted = re.compile(r"\b[af]\.k\.a\. '")
    for row in rows:
        names = found[f"ofac-{row[0]}"].names
        assert names[0].text == spaced(row[1])
        assert len(names) == 1 + len(quoted.findall(row[11]))
        assert [name.weak for name in names] == [False] + [True] * (len(names) - 1)
        assert "-0-" not in "".join([*found[f"ofac-{row[0]}"].countries, found[f"ofac-{row[0]}"].description])
    with_date = sum("DOB " in row[11] for row in rows)
    assert sum(bool(one.birth_dates) for one in found.values()) == with_date
    assert [name.text for name in found["ofac-3754"].names] == ["ABU MARZOOK, Mousa Mohammed", "ABU-'UMAR"]


def test_ofac_further_names(shared: Path) -> None:
    with (shared / "samples" / "ofac_alt.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 5]
    records, rejected = read(shared / "samples" / "ofac_alt.csv")
    assert rejected == []
    assert [(r.id, r.names[0].text) for r in records if isinstance(r, Addition)] == [
        (f"ofac-{row[0]}", spaced(row[3])) for row in rows
    ]
    former = sum(row[2] == "fka" for row in rows)
    assert sum(isinstance(r, Addition) and r.names[0].kind == "former" for r in records) == former == 146


def test_the_files_of_ofac_are_read_in_the_order_they_need(shared: Path) -> None:
    paths = [shared / "samples" / name for name in ("ofac_alt.csv", "ofac_sdn.csv")]
    assert [file.format.id for file in recognised(paths)] == ["ofac", "ofac-alt"]


def test_united_nations(shared: Path) -> None:
    path = shared / "samples" / "un_consolidated.xml"
    root = ET.parse(path).getroot()  # noqa: S314 - the other way to count
    elements = [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]
    found = entities(path)
    assert list(found) == [f"unsc-{element.findtext('DATAID')}" for element in elements]
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    for element in elements:
        one = found[f"unsc-{element.findtext('DATAID')}"]
        assert one.type == ("person" if element.tag == "INDIVIDUAL" else "org")
        assert one.names[0].text == spaced(" ".join(element.findtext(part) or "" for part in parts))
        aliases = element.findall(f"{element.tag}_ALIAS")
        listed = {spaced(text) for a in aliases for text in (a.findtext("ALIAS_NAME") or "").split(";")}
        listed |= {spaced(element.findtext("NAME_ORIGINAL_SCRIPT"))}
        assert {name.text for name in one.names[1:]} == {text for text in listed if text} - {one.names[0].text}
        strong = {
            spaced(t)
            for a in aliases
            if a.findtext("QUALITY") != "Low"
            for t in (a.findtext("ALIAS_NAME") or "").split(";")
        }
        assert all(name.text in strong or name.kind == "native" for name in one.names[1:] if not name.weak)
    low = sum(element.findtext("QUALITY") == "Low" for element in root.iter("INDIVIDUAL_ALIAS"))
    assert 0.9 * low < sum(name.weak for one in found.values() for name in one.names) < 1.3 * low
    native = sum(name.kind == "native" for one in found.values() for name in one.names)
    assert native == sum(bool((e.text or "").strip()) for e in root.iter("NAME_ORIGINAL_SCRIPT"))


def test_popolo_of_a_parliament(shared: Path) -> None:
    data = json.loads((shared / "samples" / "popolo_belarus.json").read_text("utf-8"))
    found = entities(shared / "samples" / "popolo_belarus.json")
    parties = [one for one in data["organizations"] if one["id"] != "unknown"]
    assert {(key, one.names[0].text) for key, one in found.items()} == {
        (one["id"], spaced(one["name"])) for one in [*data["persons"], *parties]
    }
    assert sum(bool(one.birth_dates) for one in found.values()) == sum("birth_date" in p for p in data["persons"])


def test_senzing_records(shared: Path) -> None:
    path = shared / "samples" / "senzing_us_congress.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = entities(path)
    assert list(found) == [line["RECORD_ID"] for line in lines]
    for line in lines:
        names = [(n["NAME_FULL"], "primary" if n["NAME_TYPE"] == "PRIMARY" else "alias") for n in line["NAMES"]]
        assert [(name.text, name.kind) for name in found[line["RECORD_ID"]].names] == names


def test_an_item_of_wikidata(shared: Path) -> None:
    (one,) = entities(shared / "samples" / "wikidata_item_Q7747.json").values()
    assert (one.id, one.type, one.birth_dates) == ("Q7747", "person", ("1952-10-07",))
    assert forms(one) == [
        ("Vladimir Putin", "en", "primary", False),
        ("Владимир Владимирович Путин", "ru", "native", False),
        ("Vladimir Vladimirovich Putin", "en", "alias", False),
    ]


# Small lists in the layouts published


def test_nested_targets() -> None:
    records, rejected = read(SAMPLES / "nested.json")
    assert [r.id for r in records] == ["NK-sample1", "NK-sample2", "NK-sample3"]
    first, office, _ = (r for r in records if isinstance(r, SourceEntity))
    assert forms(first) == [
        ("Jan Examplar", "", "primary", False),
        ("Ян Прикладов", "", "alias", False),
        ("Johann Examplar", "", "alias", False),
        ("Jan Former", "", "former", False),
        ("Jan E.", "", "alias", True),
    ]
    assert forms(office)[1] == ("SO", "", "acronym", True)
    assert [text.partition(":")[0] for text in rejected] == ["row 5, field 'name'", "row 6"]


def test_delta_operations() -> None:
    records, rejected = read(SAMPLES / "delta.json")
    assert [type(r) for r in records] == [SourceEntity, SourceEntity, Removal]
    assert rejected == ["row 4, field 'op': no such operation; there are ADD, MOD and DEL"]


def test_simple_targets() -> None:
    found = entities(SAMPLES / "simple.csv")
    assert {key: one.type for key, one in found.items()} == {
        "NK-sample1": "person", "NK-sample2": "org", "NK-sample3": "vessel",
    }  # fmt: skip
    assert [name.text for name in found["NK-sample1"].names] == [
        "Jan Examplar", "Ян Прикладов", "Examplar; Jan", "J. Examplar",
    ]  # fmt: skip
    assert found["NK-sample1"].countries == ("by", "ru")


def test_european_union() -> None:
    both = [entities(SAMPLES / name)["eu-fsf-eu-900-01"] for name in ("eu.xml", "eu.csv")]
    assert forms(both[0]) == [
        ("Jan Examplar", "en", "primary", False),
        ("Ян Прикладов", "ru", "alias", False),
        ("The Sampler", "", "alias", True),
        ("Johann M. Examplar", "de", "alias", False),
    ]
    assert forms(both[1])[::2] == [("Jan Examplar", "en", "primary", False), ("The Sampler", "", "alias", True)]
    for one in both:
        assert one.birth_dates[0] == "1961-02-03"
        assert (one.description, one.countries, one.origins) == ("Head of the Bureau of Samples", ("BY",), ("BLR",))
    assert read(SAMPLES / "eu.xml")[1] == ["row 20, field 'name': no usable name"]
    assert read(SAMPLES / "eu.csv")[1] == ["row 8: 10 fields where the header has 17"]


def test_genders_are_read_where_a_format_has_them(tmp_path: Path, shared: Path) -> None:
    wikidata = json.loads((SAMPLES / "wikidata.json").read_text("utf-8"))[0]
    snak = {"snaktype": "value", "datavalue": {"value": {"id": "Q6581072"}}}
    wikidata["claims"]["P21"] = [{"mainsnak": snak, "rank": "normal"}]
    texts = {
        "ftm": '{"id": "a", "schema": "Person", "properties": {"name": ["Ada"], "gender": ["female"]}}',
        "entities": '{"id": "a", "type": "person", "names": [{"text": "Ada"}], "genders": ["female"]}',
        "senzing": '{"RECORD_ID": "a", "RECORD_TYPE": "PERSON", "NAMES": [{"NAME_FULL": "Ada"}], "GENDER": "F"}',
        "popolo": '{"persons": [{"id": "a", "name": "Ada", "gender": "female"}]}',
        "wikidata": json.dumps(wikidata, indent=1),
        "table": "id,name,sex\na,Ada,F\n",
        "ofac": '7,"ADA","individual","X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1960; Gender Female; Born so."\n',
        "uk": "Unique ID,Name 6,Name 1,Name type,Designation Type,Gender\nX1,Ada,,Primary Name,Individual,Female\n",
    }
    for form, text in texts.items():
        path = tmp_path / form
        path.write_text(text, "utf-8")
        (one,) = entities(path, form).values()
        assert known_of(genders=one.genders).genders == ("female",), form
    found = entities(shared / "samples" / "ofac_sdn.csv")
    lines = (shared / "samples" / "ofac_sdn.csv").read_text("utf-8").splitlines()
    assert sum(bool(one.genders) for one in found.values()) == sum("; Gender " in line for line in lines)
    tree = ET.parse(shared / "samples" / "un_consolidated.xml")  # noqa: S314 - a file of our own
    told = sum(bool((element.text or "").strip()) for element in tree.iter("GENDER"))
    assert sum(bool(one.genders) for one in entities(shared / "samples" / "un_consolidated.xml").values()) == told
    assert entities(SAMPLES / "eu.xml")["eu-fsf-eu-900-01"].genders == ("M",)


def test_united_kingdom() -> None:
    found = entities(SAMPLES / "uk.csv")
    assert {key: one.type for key, one in found.items()} == {
        "gb-fcdo-xmp0001": "person", "gb-fcdo-xmp0002": "org", "gb-fcdo-xmp0003": "vessel",
    }  # fmt: skip
    assert forms(found["gb-fcdo-xmp0001"]) == [
        ("Jan Maria EXAMPLAR", "", "primary", False),
        ("Ян Прикладов", "", "native", False),
        ("John SAMPLEFORD", "", "alias", False),
        ("SAMPLER", "", "alias", True),
    ]
    assert found["gb-fcdo-xmp0002"].referents == ("gb-hmt-90002", "QXe.001")
    assert read(SAMPLES / "uk.csv")[1] == ["row 8, field 'Unique ID': no id"]


def test_ofac_advanced() -> None:
    found = entities(SAMPLES / "ofac_advanced.xml")
    assert {key: one.type for key, one in found.items()} == {
        "ofac-900001": "person", "ofac-900002": "org", "ofac-900003": "vessel",
    }  # fmt: skip
    assert forms(found["ofac-900001"]) == [
        ("EXAMPLAR, Jan", "", "primary", False),
        ("ПРИКЛАДОВ Ян", "", "native", False),
        ("SAMPLER", "", "alias", True),
    ]
    assert forms(found["ofac-900002"])[1] == ("SAMPLE BROTHERS", "", "former", False)
    assert (found["ofac-900001"].birth_dates, found["ofac-900001"].countries) == (("1961-02-03",), ("Neverland",))
    assert read(SAMPLES / "ofac_advanced.xml")[1] == ["row 57, field 'DistinctParty': no profile"]


def test_jrc_names() -> None:
    found = entities(SAMPLES / "jrc_names.txt")
    assert {key: one.type for key, one in found.items()} == {"jrc-901": "person", "jrc-902": "org", "jrc-903": "other"}
    assert [(n.text, n.lang) for n in found["jrc-901"].names] == [
        ("Jan Examplar", ""), ("Ян Прикладов", "ru"), ("Johann Examplar", ""),
    ]  # fmt: skip
    assert read(SAMPLES / "jrc_names.txt")[1][0].startswith("row 7: ")


def test_paranames() -> None:
    found = entities(SAMPLES / "paranames.tsv")
    assert {key: one.type for key, one in found.items()} == {
        "Q9000001": "person", "Q9000002": "place", "Q9000003": "org",
    }  # fmt: skip
    assert [(n.text, n.lang) for n in found["Q9000002"].names] == [
        ("Sampleburg", "en"), ("見本町", "ja"), ("Sampleburg", "de"),
    ]  # fmt: skip


def test_a_dump_of_wikidata() -> None:
    found = entities(SAMPLES / "wikidata.json")
    assert {key: one.type for key, one in found.items()} == {
        "Q9000001": "person", "Q9000002": "place", "Q9000003": "org",
    }  # fmt: skip
    assert forms(found["Q9000001"]) == [
        ("Jan Examplar", "en", "primary", False),
        ("Ян Прикладов", "ru", "native", False),
        ("Ян Прыкладаў", "be", "alias", False),
        ("Johann Examplar", "en", "alias", False),
    ]
    assert found["Q9000001"].birth_dates == ("1961-02",)
    (told,) = read(SAMPLES / "wikidata.json")[1]
    assert told.startswith("row 7: ")


def test_an_item_of_wikidata_asked_for_by_the_number_it_had(tmp_path: Path) -> None:
    item = json.loads((SAMPLES / "wikidata.json").read_text("utf-8"))[0]
    path = tmp_path / "Q9000009.json"
    path.write_text(json.dumps({"entities": {"Q9000009": item}}, indent=1), "utf-8")
    (one,) = entities(path).values()
    assert (one.id, one.referents) == ("Q9000001", ("Q9000009",))


def test_popolo_with_other_names() -> None:
    found = entities(SAMPLES / "popolo.json")
    assert list(found) == ["p1", "p3", "sample-party"]
    assert forms(found["p1"])[1:] == [("Ян Прикладов", "ru", "alias", False), ("Jan Former", "", "former", False)]
    assert read(SAMPLES / "popolo.json")[1] == ["row 2, field 'name': no usable name"]


def test_senzing_flat_features_and_lists() -> None:
    found = entities(SAMPLES / "senzing.jsonl")
    assert {key: one.type for key, one in found.items()} == {"1": "person", "2": "org", "3": "other"}
    assert forms(found["1"]) == [("Jan Examplar", "", "primary", False), ("Ян Прикладов", "", "native", False)]
    assert [name.text for name in found["2"].names] == ["Sample & Sons", "Sampletown Traders"]
    assert forms(found["3"])[1:] == [("Mary Parts", "", "former", False), ("M. S.", "", "alias", True)]
    assert [text.partition(":")[0] for text in read(SAMPLES / "senzing.jsonl")[1]] == [
        "row 4, field 'id'", "row 5, field 'name'",
    ]  # fmt: skip


def test_a_table_by_its_mapping() -> None:
    columns = {"id": "number", "name": "customer", "aliases": "also"}
    found = entities(SAMPLES / "records.csv", columns=columns)
    assert [name.text for name in found["1"].names] == [
        "Jan Examplar",
        "Ян Прикладов",
        "J. Examplar",
        "Johann Examplar",
    ]
    assert (list(found), found["1"].countries) == (["1", "2"], ("BY",))


def test_rows_of_json() -> None:
    records, rejected = read(SAMPLES / "rows.jsonl")
    assert [(r.id, r.type) for r in records if isinstance(r, SourceEntity)] == [("r1", "person"), ("2", "place")]
    assert [name.text for name in entities(SAMPLES / "rows.jsonl")["r1"].names[1:]] == ["Ян; Прикладов", 'J. "E"']
    assert rejected == ["row 3, field 'label': an object, not text", "row 4: not a JSON object"]


def saved(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_rows_below_one_that_is_left_out_go_with_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "t.csv", "id,name,role\n1,Alpha,\n2,Beta,king\n,Betty,\n3,Gamma,\n,Gamma Two,weak\n")
    records, rejected = read(path)
    assert {r.id: [n.text for n in r.names] for r in records if isinstance(r, SourceEntity)} == {
        "1": ["Alpha"],
        "3": ["Gamma", "Gamma Two"],
    }
    assert [text.partition(":")[0] for text in rejected] == ["row 3, field 'role'", "row 4, field 'id'"]


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("a,b\n1,x\n", {}, "no column for the id"),
        ("id,b\n1,x\n", {}, "no column for the name"),
        ("id,b\n1,x\n", {"name": "c"}, "field 'c'"),
        ("id,b\n1,x\n", {"nome": "b"}, "no such field"),
        ("", {}, "is empty"),
    ],
)
def test_a_table_that_does_not_say_enough(tmp_path: Path, text: str, columns: dict[str, str], said: str) -> None:
    with pytest.raises(TableError, match=said):
        read(saved(tmp_path / "t.csv", text), "table", columns=columns)


# Recognition and compression


def test_each_sample_is_recognised_as_what_it_is(shared: Path) -> None:
    expected = {
        "delta.json": "ftm", "eu.csv": "eu-csv", "eu.xml": "eu-xml", "jrc_names.txt": "jrc-names", "nested.json": "ftm",
        "ofac_advanced.xml": "ofac-xml", "paranames.tsv": "paranames", "popolo.json": "popolo", "records.csv": "table",
        "rows.jsonl": "table", "senzing.jsonl": "senzing", "simple.csv": "table", "uk.csv": "uk",
        "wikidata.json": "wikidata", "ftm_delta.entities.delta.json": "ftm", "ftm_eu_fsf.entities.ftm.json": "ftm",
        "ftm_zala.entities.ftm.json": "ftm", "ofac_alt.csv": "ofac-alt", "ofac_sdn.csv": "ofac",
        "popolo_belarus.json": "popolo", "senzing_us_congress.jsonl": "senzing", "un_consolidated.xml": "un",
        "wikidata_item_Q7747.json": "wikidata",
    }  # fmt: skip
    paths = [path for folder in (SAMPLES, shared / "samples") for path in folder.iterdir() if path.is_file()]
    found = {file.path.name: file.format.id for file in recognised([p for p in paths if p.suffix != ".md"])}
    assert found == expected
    assert set(expected.values()) == {form.id for form in formats()} - {"entities"}


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, zstandard.ZstdCompressor().compress])
@pytest.mark.parametrize("name", ["nested.json", "eu.xml", "uk.csv", "popolo.json", "wikidata.json"])
def test_compressed_files_read_the_same(tmp_path: Path, name: str, compress: Callable[[bytes], bytes]) -> None:
    data = (SAMPLES / name).read_bytes()
    assert read(saved(tmp_path / name, compress(data))) == read(SAMPLES / name)


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, zstandard.ZstdCompressor().compress])
def test_a_cut_off_file_is_told(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    lines = "".join(json.dumps({"RECORD_ID": str(n), "NAME_FULL": f"Name {n * 7919}"}) + "\n" for n in range(50_000))
    path = saved(tmp_path / "cut.jsonl", compress(lines.encode())[:-2000])
    (file,) = recognised([path], "senzing")
    with pytest.raises((TableError, InputError), match=r"damaged or cut off|not JSON"):
        list(read_source(file))


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02\x03", b"<html></html>", "id,name\n".encode("utf-16"), b"PK\x03\x04rest"]
)
def test_what_has_no_known_format_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(TableError):
        recognised([saved(tmp_path / "unknown", data)])


# Bad input: reported with its position and passed over, or a clear end


def test_strict_stops_at_the_first_bad_record() -> None:
    (file,) = recognised([SAMPLES / "nested.json"])
    with pytest.raises(InputError, match="row 5"):
        list(read_source(file))


def test_lines_that_are_not_utf8_are_told_by_number(tmp_path: Path) -> None:
    good = b'{"id":"a","schema":"Person","properties":{"name":["Jan"]}}\n'
    records, rejected = read(saved(tmp_path / "x.json", good + b'{"id":"\xe9"}\n' + good.replace(b'"a"', b'"b"')))
    assert [r.id for r in records] == ["a", "b"]
    assert rejected == ["row 2: not UTF-8 (byte 0xE9). Convert the file to UTF-8."]


def test_an_open_quote_costs_one_row(tmp_path: Path) -> None:
    records, rejected = read(saved(tmp_path / "x.csv", 'id,name\n1,"Jan\n2,Mary\n3,"Zoe" x\n4,"Two\nlines"\n'))
    assert [(r.id, r.names[0].text) for r in records if isinstance(r, SourceEntity)] == [
        ("2", "Mary"),
        ("4", "Two lines"),
    ]
    assert [text.partition(":")[0] for text in rejected] == ["row 2", "row 4"]


DOCTYPE = """<?xml version="1.0"?>
<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "{}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "{}">]>
<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>{}</FIRST_NAME></INDIVIDUAL></INDIVIDUALS>
</CONSOLIDATED_LIST>"""


@pytest.mark.parametrize("used", ["&b;", "&f;", "plain"])
def test_xml_with_a_document_type_is_refused(tmp_path: Path, used: str) -> None:
    secret = saved(tmp_path / "secret", "hidden")
    path = saved(tmp_path / "x.xml", DOCTYPE.format("x" * 1000, secret.as_uri(), used))
    with pytest.raises(TableError, match="document type"):
        read(path, "un")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL><", "line 1"),
        ("<CONSOLIDATED_LIST>" + "<a>" * 200, "nested too deeply"),
        ("<CONSOLIDATED_LIST><INDIVIDUAL>&nbsp;</INDIVIDUAL></CONSOLIDATED_LIST>", "undefined entity"),
    ],
)
def test_xml_that_is_not_well_formed_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        read(saved(tmp_path / "x.xml", text), "un")


def test_what_stands_before_the_fault_in_xml_is_read(tmp_path: Path) -> None:
    text = "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL></X>"
    (file,) = recognised([saved(tmp_path / "x.xml", text)])
    records = read_source(file)
    assert next(records).id == "unsc-1"
    with pytest.raises(TableError, match="mismatched tag"):
        next(records)


@pytest.mark.parametrize(
    "text", ['{"persons":[{"id":"p1","name":"A"}', '{"persons":[{"id" "p1"}]}', '{"persons":[1 2]}']
)
def test_a_json_document_that_breaks_off_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match="not JSON"):
        read(saved(tmp_path / "x.json", text), "popolo")


@pytest.mark.parametrize("form", [form.id for form in formats()])
@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "null", '{"id":[],"schema":"Person"}', '{"names":5,"claims":7}', "a;b\tc,d", "[" * 100_000, "\x00"],
)
def test_no_reader_answers_nonsense_with_a_traceback(tmp_path: Path, form: str, line: str) -> None:
    path = saved(tmp_path / "nonsense", line + "\n" + line + "\n")
    try:
        records, _ = read(path, form)
    except TableError:
        return
    assert records == []


@given(st.data())
def test_readers_survive_what_is_done_to_their_lists(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes changed, cut out or doubled: an error of ours, or records with names."""
    path = data.draw(st.sampled_from(sorted(p for p in SAMPLES.iterdir() if p.suffix != ".md")))
    (file,) = recognised([path])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=5))
    target = saved(tmp_path_factory.getbasetemp() / "changed", bytes(content))
    try:
        records, _ = read(
            target, file.format.id, columns={"id": "number", "name": "customer"} if "rec" in path.name else {}
        )
    except (TableError, InputError):
        return
    for record in records:
        assert record.id == tidy(record.id) != ""
        for name in () if isinstance(record, Removal) else record.names:
            assert name.text == tidy(name.text)
            assert any(map(str.isalnum, name.text))


# Helpers that hold for any text


@given(st.text())
def test_tidy_leaves_what_a_database_can_hold(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\x00" not in once
    once.encode()
    assert once == " ".join(once.split())


fields = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), min_size=1)


@given(fields, st.sampled_from(",;|"))
def test_records_of_csv_and_their_text_are_inverse(values: list[str], delimiter: str) -> None:
    text = record_text(values, delimiter)
    assert fields_of(text + "\r\n", delimiter) == values
    assert list(csv.reader([text], delimiter=delimiter, strict=True)) == ([values] if text else [[]])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(tidy).filter(bool)))
def test_several_values_of_one_cell(values: list[str]) -> None:
    assert several(record_text(values, ";")) == values


# Memory


def test_a_long_dump_passes_in_bounded_memory(tmp_path: Path) -> None:
    """300 MB of Wikidata's lines, compressed, in a process that may hold half of that."""
    item = json.loads((SAMPLES / "wikidata.json").read_text("utf-8"))[0]
    item["descriptions"] = {"en": {"language": "en", "value": "long " * 10_000}}
    line = json.dumps(item) + ",\n"
    with gzip.open(tmp_path / "dump.json.gz", "wt", compresslevel=1) as out:
        out.write("[\n")
        for _ in range(300 * 2**20 // len(line)):
            out.write(line)
        out.write("{}\n]\n")
    program = (
        "import sys; from pathlib import Path; from resolver.sources import recognised, read_source;"
        "print(sum(1 for _ in read_source(recognised([Path(sys.argv[1])])[0])));"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "dump.json.gz")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 300 * 2**20 // len(line)
    assert kilobytes < 150 * 1024
