"""Reading and writing tables: what users' files look like, and what must not break on them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.batch.lines import MAX_ROW_BYTES
from resolver.batch.output import whole_file
from resolver.batch.records import CsvRecords, MalformedRecordError, csv_line, tsv_line
from resolver.batch.tables import Row, Table, TableFormat, read_table, table_format
from resolver.batch.writers import open_writer
from resolver.errors import InputError, TableError


def opened(data: bytes | str, name: str = "people.csv", *columns: str, **options: object) -> Table:
    raw = data.encode() if isinstance(data, str) else data
    return read_table(io.BytesIO(raw), name, columns or ("name",), **options)  # type: ignore[arg-type]


def read(data: bytes | str, name: str = "people.csv", *columns: str, **options: object) -> tuple[list[Row], list[str]]:
    """The rows, and what was said of the rejected ones."""
    rejected: list[str] = []
    rows = list(opened(data, name, *columns, **options).rows(lambda error: rejected.append(str(error))))
    return rows, rejected


def cells(data: bytes | str, name: str = "people.csv") -> list[str]:
    """The names of a table that has no fault."""
    rows, rejected = read(data, name)
    assert rejected == []
    return [row.cells[0] for row in rows]


# Formats


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.tsv.gz", "tsv"),
        ("a.tab", "tsv"),
        ("a.jsonl", "jsonl"),
        ("a.b.ndjson.gz", "jsonl"),
        ("a.csv.zst", "csv"),
        ("a.parquet", "parquet"),
        ("a.XLSX", "xlsx"),
    ],
)
def test_the_name_tells_the_format(name: str, kind: str) -> None:
    assert table_format(name).kind == kind


def test_an_unknown_name_asks_for_the_format() -> None:
    with pytest.raises(TableError, match="--format"):
        table_format("names.ods")
    assert table_format("names.ods", "tsv").kind == "tsv"


@pytest.mark.parametrize("delimiter", ["", "::", '"', "\n"])
def test_a_delimiter_is_one_character(delimiter: str) -> None:
    with pytest.raises(TableError, match="delimiter"):
        table_format("a.csv", None, delimiter)


def test_a_delimiter_makes_a_table_csv() -> None:
    form = table_format("a.txt", None, ";")
    rows, rejected = read('id;name\n1;"Doe; Jane"\n', "a.txt", form=form)
    assert [row.cells for row in rows] == [("Doe; Jane",)]
    assert rejected == []


def test_tsv_has_no_delimiter() -> None:
    with pytest.raises(TableError, match="belongs to CSV"):
        table_format("a.tsv", "tsv", ";")


# What files look like


def test_a_plain_table() -> None:
    rows, rejected = read("id,name\n1,Jane Doe\n2,Sviatlana\n")
    assert rows == [
        Row(2, ("Jane Doe",), ("1", "Jane Doe"), "1,Jane Doe"),
        Row(3, ("Sviatlana",), ("2", "Sviatlana"), "2,Sviatlana"),
    ]
    assert rejected == []


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert cells("\ufeffname,id\nJane,1\n") == ["Jane"]
    assert cells('\ufeff{"name": "Jane"}\n', "a.jsonl") == ["Jane"]


@pytest.mark.parametrize("name", ["people.csv", "people.tsv"])
def test_crlf_is_no_part_of_the_last_column(name: str) -> None:
    assert cells("name\r\nJane\r\nJo\r\n", name) == ["Jane", "Jo"]


def test_a_last_line_may_lack_its_break() -> None:
    assert cells("name\nJane") == ["Jane"]
    assert cells('name\n"Jane"') == ["Jane"]


def test_quoted_fields_hold_delimiters_quotes_and_line_breaks() -> None:
    rows, rejected = read('id,name\r\n1,"Doe, ""Jane""\r\nof Minsk"\r\n2,Jo\r\n')
    assert [row.cells[0] for row in rows] == ['Doe, "Jane"\r\nof Minsk', "Jo"]
    assert [row.number for row in rows] == [2, 3]
    assert rejected == []


def test_a_quote_inside_an_unquoted_field_is_literal() -> None:
    assert cells('name\nSean "Diddy" Combs\n') == ['Sean "Diddy" Combs']


def test_quotes_are_literal_in_tsv() -> None:
    assert cells('name\tid\n"Jane"\t1\n"Jo\t2\n', "a.tsv") == ['"Jane"', '"Jo']


def test_nul_and_invisible_characters_are_kept() -> None:
    odd = "Ja\0ne", "\u202ejane\u202c", "\u0301", "👩‍🚀", ""
    assert cells("name\n" + "\n".join(odd) + "\n") == list(odd)


def test_a_blank_line_is_a_row_only_in_a_table_of_one_column() -> None:
    assert cells("name\n\nJane\n") == ["", "Jane"]
    rows, rejected = read("id,name\n\n1,Jane\n\n")
    assert [row.number for row in rows] == [3]
    assert rejected == []


def test_a_name_of_100_000_characters_is_read() -> None:
    long = "я" * 100_000
    assert cells(f'name\n{long}\n"{long}"\n') == [long, long]


# Rows that can't be used: reported by number, and the rest goes on


def test_bytes_that_are_not_utf_8_cost_their_row() -> None:
    rows, rejected = read(b"id,name\n1,Jane\n2,Ren\xe9e\n3,Jo\n")
    assert [row.number for row in rows] == [2, 4]
    (message,) = rejected
    assert message.startswith("row 3, field 'name': not UTF-8 (byte 0xE9)")
    assert "--encoding" in message


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-16-be", "utf-8-sig", "koi8-r"])
def test_other_encodings_are_read(encoding: str, suffix: str, tmp_path: Path) -> None:
    names = [f"Иван {number}" for number in range(20_000)]
    path = tmp_path / f"in.csv{suffix}"
    with whole_file(path) as out:
        out.write("\r\n".join(["имя", *names]).encode(encoding))
    with path.open("rb") as stream:
        table = read_table(stream, path.name, ["имя"], form=table_format(path.name, encoding=encoding))
        rejected: list[InputError] = []
        assert [row.cells[0] for row in table.rows(rejected.append)] == names
        assert rejected == []
        assert table.newline == "\r\n"


def test_utf_16_is_known_by_its_mark() -> None:
    rows, rejected = read("id,name\n1,Zoë\n".encode("utf-16"))
    assert ([row.cells for row in rows], rejected) == ([("Zoë",)], [])


def test_what_the_encoding_does_not_have_is_rejected_or_named() -> None:
    form = TableFormat("csv", encoding="cp1251")
    rejected: list[InputError] = []
    table = read_table(io.BytesIO(b"id,name\n1,\x98\n2,\xc8\n"), "in.csv", ["name"], form=form)
    assert [row.cells for row in table.rows(rejected.append)] == [("И",)]
    assert "byte 0x98" in str(rejected[0])
    with pytest.raises(TableError, match="give --encoding utf-16-le"):
        read_table(io.BytesIO("id,name\n1,Zoë\n".encode("utf-16-le")), "in.csv", ["name"])
    with pytest.raises(TableError, match="is not utf-16"):
        read_table(io.BytesIO(b"n\0a\0\0\xd8n\0"), "in.csv", ["name"], form=TableFormat("csv", encoding="utf-16-le"))
    for encoding in ("klingon", "rot13", "hex", "\0"):
        with pytest.raises(TableError, match="no encoding"):
            table_format("in.csv", encoding=encoding)


def test_a_row_is_rejected_for_bytes_in_any_column() -> None:
    rows, rejected = read(b"note,name\nd\xe9j\xe0,Jane\n")
    assert rows == []
    assert rejected[0].startswith("row 2, field 'note'")


@pytest.mark.parametrize(("line", "count"), [("1,Jane,x", 3), ("1", 1), ('1,"a",,', 4)])
def test_ragged_rows_are_rejected(line: str, count: int) -> None:
    rows, rejected = read(f"id,name\n{line}\n2,Jo\n")
    assert [row.cells[0] for row in rows] == ["Jo"]
    assert rejected[0].startswith(f"row 2: {count} field{'s' * (count > 1)} where the header has 2")
    assert ("empty" in rejected[0]) == (count < 2)


def test_a_name_with_a_comma_is_shown_as_it_has_to_be_written() -> None:
    _, rejected = read('id,name,land\n1,O"Hara, Scarlett, Mrs,US\n')
    assert rejected[0].endswith(' If it is the \'name\', write "O""Hara, Scarlett, Mrs".')
    _, rejected = read("name\tland\nO\tHara\tUS\n", "in.tsv")
    assert "write" not in rejected[0]
    _, rejected = read(f"name,land\n{'x' * 100},y,US\n")
    assert "write" not in rejected[0]


def test_text_after_a_closing_quote_costs_one_row() -> None:
    rows, rejected = read('id,name\n1,"Sean "Diddy" Combs"\n2,Jo\n')
    assert [row.cells[0] for row in rows] == ["Jo"]
    assert rejected[0].startswith("row 2: text after a closing quote")


def test_an_unclosed_quote_costs_one_row_and_not_the_rest_of_the_file() -> None:
    rows, rejected = read('id,name\n1,"Jane\n2,Jo\n3,"Ann"\n4,"Al\n')
    assert [(row.number, row.cells[0]) for row in rows] == [(3, "Jo"), (4, "Ann")]
    assert [message[:6] for message in rejected] == ["row 2:", "row 5:"]


def test_an_unclosed_quote_is_given_up_within_bounded_memory() -> None:
    line = b"1," + b"x" * 65_000 + b"\n"
    data = b'id,name\n1,"open\n' + line * (MAX_ROW_BYTES // len(line) + 2)
    rows, rejected = read(data)
    assert len(rejected) == 1
    assert "not closed within 16 MB" in rejected[0]
    assert len(rows) == data.count(b"\n") - 2


# Tables that can't be used


def message_of(data: bytes | str, name: str = "people.csv", *columns: str, **options: object) -> str:
    with pytest.raises(TableError) as caught:
        list(opened(data, name, *columns, **options).rows(lambda _: None))
    return str(caught.value)


def test_an_empty_file_says_so() -> None:
    assert "people.csv is empty" in message_of("")
    assert "people.csv is empty" in message_of("\ufeff")


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert cells("name\n") == []
    assert cells("", "a.jsonl") == []


def test_a_missing_column_lists_those_there_and_suggests_the_near_one() -> None:
    message = message_of("id,Name \n1,Jane\n", "people.csv", "name")
    assert message.startswith("field 'name':")
    assert "it has 'id', 'Name '" in message
    assert "Did you mean 'Name '?" in message


def test_a_wrong_delimiter_is_suggested() -> None:
    assert "separated by ';': give --delimiter" in message_of("id;name\n1;Jane\n")


def test_a_long_header_is_not_listed_whole() -> None:
    message = message_of(",".join(f"c{n}" for n in range(500)) + "\n")
    assert "and 470 more" in message
    assert len(message) < 500


def test_a_column_named_twice_can_not_be_chosen() -> None:
    assert "2 columns of this name" in message_of("name,name\na,b\n")
    rows, _ = read("x,x,name\n1,2,Jane\n")
    assert rows[0].cells == ("Jane",)


def test_a_column_that_the_output_adds_must_not_be_there() -> None:
    message = message_of("name,score\na,b\n", reserved=("score",))
    assert message.startswith("field 'score'")
    assert "--prefix" in message
    assert "--prefix" in message_of('{"name": "a", "score": 1}\n', "a.jsonl", reserved=("score",))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "workbook"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"n\xe0me\nx\n", "header of people.csv is not UTF-8"),
        (b'"name\nJane\n', "header of people.csv can't be read"),
        (b"name\rJane\rJo\r", "CR alone"),
    ],
)
def test_files_that_are_no_tables(data: bytes, said: str) -> None:
    assert said in message_of(data)


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", b"name\nJane\n"), ("a.tsv", b"name\nJane\n"), ("a.jsonl", b'{"name": "Jane"}\n')]
)
def test_an_endless_line_is_refused(name: str, start: bytes) -> None:
    endless = b"x" * (MAX_ROW_BYTES + 1)
    assert f"line 1 of {name} is longer than 16 MB" in message_of(endless, name)
    assert "is longer than 16 MB" in message_of(start + endless, name)


# gzip


@pytest.mark.parametrize("name", ["people.csv.gz", "people.csv"])
def test_gzip_is_read_whatever_the_name(name: str) -> None:
    assert cells(gzip.compress(b"name\nJane\n"), name) == ["Jane"]


def test_gzip_of_several_members_is_one_table() -> None:
    assert cells(gzip.compress(b"name\nJane\n") + gzip.compress(b"Jo\n"), "a.csv.gz") == ["Jane", "Jo"]


def test_truncated_gzip_says_where() -> None:
    words = random.Random(1)
    text = "name\n" + "".join(f"{words.getrandbits(64):x}\n" for _ in range(5000))
    whole = gzip.compress(text.encode())
    message = message_of(whole[: len(whole) // 2], "a.csv.gz")
    assert "ends early at line" in message


def test_damaged_gzip_is_told() -> None:
    whole = bytearray(gzip.compress(b"name\n" + bytes(range(48, 122)) * 50))
    whole[20] ^= 0xFF
    assert "a.csv.gz is damaged" in message_of(bytes(whole), "a.csv.gz")


def test_a_name_that_promises_gzip_must_keep_it() -> None:
    assert "is not gzip" in message_of("name\nJane\n", "a.csv.gz")


# JSONL


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('["Jane"]', "an array, not an object"),
        ('"Jane"', "text, not an object"),
        ("7", "a number, not an object"),
        ("{", "not JSON"),
        ('{"nom": "Jane"}', "field 'name': the row has no such field"),
        ('{"name": 7.5}', "field 'name': a number, not text"),
        ('{"name": true}', "field 'name': true or false, not text"),
        ('{"name": ["Jane"]}', "field 'name': an array, not text"),
        ("[" * 200_000, "JSON"),
        ('{"name": ' + "1" * 10_000 + "}", "JSON"),
    ],
)
def test_a_jsonl_row_that_can_not_be_used(line: str, said: str) -> None:
    rows, rejected = read('{"name": "Jo"}\n' + line + '\n\n{"name": "Al"}\n', "a.jsonl")
    assert [(row.number, row.cells[0]) for row in rows] == [(1, "Jo"), (4, "Al")]
    (message,) = rejected
    assert message.startswith("row 2")
    assert said in message


def test_a_jsonl_row_that_is_not_utf_8() -> None:
    rows, rejected = read(b'{"name": "Jo"}\n{"name": "Ren\xe9"}\n', "a.jsonl")
    assert len(rows) == 1
    assert rejected[0].startswith("row 2: not UTF-8 (byte 0xE9)")


def test_a_late_jsonl_row_that_has_an_added_column_is_rejected() -> None:
    rows, rejected = read('{"name": "Jo"}\n' * 150 + '{"name": "Al", "status": "x"}\n', "a.jsonl", reserved=("status",))
    assert len(rows) == 150
    assert rejected[0].startswith("row 151, field 'status': the row has this field already")


def test_a_whole_number_is_taken_as_written() -> None:
    assert cells('{"name": 42}\n', "a.jsonl") == ["42"]


def test_null_is_an_empty_name() -> None:
    assert cells('{"name": null}\n', "a.jsonl") == [""]


def test_a_column_that_no_jsonl_row_has_is_missing() -> None:
    message = message_of('{"Name": "Jo"}\n' * 500, "a.jsonl")
    assert "Did you mean 'Name'?" in message


def test_a_jsonl_column_may_be_missing_at_first() -> None:
    rows, rejected = read('{"id": 1}\n' * 50 + '{"name": "Jo"}\n', "a.jsonl")
    assert [row.number for row in rows] == [51]
    assert len(rejected) == 50


def test_a_json_array_is_told_from_jsonl() -> None:
    assert "JSON array" in message_of('[\n{"name": "Jo"}\n]\n', "a.jsonl")


# Equal to the csv module where both can read, and there and back

FIELD = st.text(st.sampled_from('aя",;\t\r\n \0\ufeff😀'), max_size=6)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.lists(FIELD, min_size=2, max_size=4), max_size=5), st.sampled_from(",;\t"))
def test_csv_there_and_back(records: list[list[str]], delimiter: str) -> None:
    text = "".join(csv_line(fields, delimiter) + "\n" for fields in records)
    reader = CsvRecords(iter(io.StringIO(text, newline="\n")), delimiter)
    assert list(iter(reader.read, None)) == records


@settings(deadline=None, derandomize=True)
@given(st.text(st.sampled_from('a",\n'), max_size=30))
def test_csv_is_read_as_the_csv_module_reads_it(text: str) -> None:
    try:
        expected = list(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error:
        expected = None
    reader = CsvRecords(iter(io.StringIO(text, newline="\n")), ",")
    if expected is None:
        with pytest.raises(MalformedRecordError):
            list(iter(reader.read, None))
    else:
        # The csv module gives a blank line no field at all.
        assert list(iter(reader.read, None)) == [fields or [""] for fields in expected]


def test_tsv_can_not_hold_tabs() -> None:
    assert tsv_line(["a", '"b"']) == 'a\t"b"'
    for field in ("a\tb", "a\nb", "a\rb"):
        with pytest.raises(MalformedRecordError):
            tsv_line(["x", field])


@pytest.mark.parametrize("name", ["ofac/queries", "cyrl_systems/queries", "popolo/queries", "un/entities"])
def test_unquoted_tables_come_out_as_they_went_in(shared: Path, tmp_path: Path, name: str) -> None:
    source = shared / "eval" / f"{name}.tsv"
    column = "query" if name.endswith("queries") else "name"
    with source.open("rb") as stream, whole_file(tmp_path / "out.tsv") as out:
        table = read_table(stream, source.name, [column])
        writer = open_writer(out, table, table.format, {"added": "added"})
        for row in table.rows(raises):
            writer.write(row, [writer.render({"added": "x"})])
    expected = source.read_bytes().replace(b"\n", b"\tx\n").replace(b"\tx\n", b"\tadded\n", 1)
    assert (tmp_path / "out.tsv").read_bytes() == expected


def raises(error: InputError) -> None:
    raise error


# Writing


def written(data: bytes | str, name: str, form: TableFormat, answer: dict[str, object]) -> bytes:
    table = opened(data, name)
    out = io.BytesIO()
    writer = open_writer(out, table, form, {name: name for name in answer})
    for row in table.rows(raises):
        writer.write(row, [writer.render(answer)])  # type: ignore[arg-type]
    writer.close()
    return out.getvalue()


def test_byte_order_mark_and_line_ends_stay() -> None:
    out = written("\ufeffname,x\r\nJane,1\r\n", "a.csv", TableFormat("csv"), {"score": 0.5, "match": True})
    assert out == "\ufeffname,x,score,match\r\nJane,1,0.5000,true\r\n".encode()


def test_quoting_is_done_where_needed() -> None:
    out = written('"name"\n"Doe, Jane"\n', "a.csv", TableFormat("csv"), {"reason": 'say "a"\nb', "id": None})
    assert out == b'name,reason,id\n"Doe, Jane","say ""a"" b",\n'


def test_a_jsonl_row_stays_as_it_was_written() -> None:
    line = '{"name":"Jane", "big": 12345678901234567890.10, "half": "\\ud83d", "name2" : 1e5 }'
    out = written(line + "\n", "a.jsonl", TableFormat("jsonl"), {"score": 0.5, "candidates": [{"id": "ж"}]})
    assert out.decode() == line[:-1].rstrip() + ', "score": 0.5, "candidates": [{"id": "ж"}]}\n'
    assert json.loads(out)["score"] == 0.5


def test_csv_can_become_jsonl() -> None:
    out = written("name,x\nJane,1\n", "a.csv", TableFormat("jsonl"), {"match": False, "id": None})
    assert [json.loads(line) for line in out.splitlines()] == [{"name": "Jane", "x": "1", "match": False, "id": None}]


def test_jsonl_can_not_become_csv() -> None:
    with pytest.raises(TableError, match=r"\.jsonl"):
        written('{"name": "a"}\n', "a.jsonl", TableFormat("csv"), {})


def test_names_twice_can_not_become_jsonl() -> None:
    with pytest.raises(TableError, match="twice"):
        written("x,x,name\n1,2,3\n", "a.csv", TableFormat("jsonl"), {})


def test_a_row_that_tsv_can_not_hold_is_told_by_number() -> None:
    with pytest.raises(InputError, match="row 2: a field holds a tab"):
        written('name,x\n"a\tb",1\n', "a.csv", TableFormat("tsv"), {})
    assert b"a b" in written("name,x\na,1\n", "a.csv", TableFormat("tsv"), {"reason": "a\tb"})


# Output that appears only when whole


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with whole_file(target) as out:
        out.write(b"a")
        assert not target.exists()
    assert target.read_bytes() == b"a"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_stays_of_a_failed_file(tmp_path: Path, failure: type[BaseException]) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")

    def fail_halfway() -> None:
        with whole_file(target) as out:
            out.write(b"half")
            raise failure

    with pytest.raises(failure):
        fail_halfway()
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_the_same_content_zips_to_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.csv.gz", "b.csv.gz"):
        with whole_file(tmp_path / name) as out:
            out.write(b"name\n")
    first, second = (path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert first == second
    assert gzip.decompress(first) == b"name\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    target.write_bytes(b"before")
    link.symlink_to(target)
    with whole_file(link) as out:
        out.write(b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"


def test_a_directory_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is a directory"), whole_file(tmp_path):
        pass
    with pytest.raises(TableError, match="can't be written"), whole_file(tmp_path / "none" / "out.csv"):
        pass


def test_a_device_is_written_and_not_replaced() -> None:
    with whole_file(Path("/dev/null")) as out:
        out.write(b"x")
    assert Path("/dev/null").is_char_device()
