"""Building, saving, opening and searching an index."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver.errors import IndexFormatError, IndexMissingError, InputError
from resolver.index import NameIndex, NameRow, build_index, layout
from resolver.index.entities import rows_by_entity
from resolver.index.search import Searcher
from resolver.match import likely_readings
from resolver.names import Token, parse

ROWS = [
    NameRow("q1", "Vladimir Putin", "person", "en", "primary"),
    NameRow("q1", "Владимир Путин", "person", "ru"),
    NameRow("q2", "Angela Merkel", "person", "de", "primary", description="German politician"),
    NameRow("q3", "Wien", "place", "de"),
    NameRow("q3", "Vienna", "place", "en", "primary"),
    NameRow("q4", "Gazprom Neft", "org", "en"),
    NameRow("q4", "The Crusher", "org", "en", weak=True),
]


def test_saved_index_opens_as_it_was_built(tmp_path: Path) -> None:
    info = build_index(ROWS, tmp_path / "ix")
    index = NameIndex.open(tmp_path / "ix")
    assert index.info == info == NameIndex.of(ROWS).info
    assert (info.entities, info.names) == (4, 7)
    assert [index.entity_id(e) for e in range(4)] == ["q1", "q2", "q3", "q4"]
    assert [index.entity_name(e) for e in range(4)] == ["Vladimir Putin", "Angela Merkel", "Vienna", "Gazprom Neft"]
    assert [index.entity_type(e) for e in range(4)] == ["person", "person", "place", "org"]
    assert index.entity_description(1) == "German politician"
    weak = [n for n in range(7) if index.is_weak(n)]
    assert [index.name_text(n) for n in weak] == ["The Crusher"]


def test_hash_depends_on_content_not_on_order(tmp_path: Path) -> None:
    rng = random.Random(1)
    shuffled = rng.sample(ROWS, len(ROWS))
    assert build_index(shuffled, tmp_path / "a").hash == NameIndex.of(ROWS).info.hash
    assert NameIndex.of(ROWS[:-1]).info.hash != NameIndex.of(ROWS).info.hash
    first = {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()}
    build_index(ROWS, tmp_path / "b")
    assert {p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()} == first


def test_processes_and_sorting_on_disk_change_nothing(tmp_path: Path) -> None:
    rng = random.Random(2)
    words = ["Anna", "Petrova", "Мария", "Иванова", "김", "철수", "Özgür", "Σωκράτης", "van", "Dr.", "محمد", "ООО"]
    rows = [
        NameRow(
            f"e{rng.randrange(9000)}",
            " ".join(rng.choices(words, k=3)) + f" {at % 700}",
            lang=rng.choice(["", "ru", "el"]),
        )
        for at in range(12_000)
    ]
    told: Counter[str] = Counter()
    build_index(rows, tmp_path / "one")
    build_index(rows, tmp_path / "two", jobs=2, progress=lambda what, count, _of: told.update({what: count}))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    assert told["rows"] == 12_000
    assert told["entities"] == len({row.entity_id for row in rows})
    assert told["words"] == NameIndex.open(tmp_path / "one").info.tokens
    assert list(rows_by_entity(rows, held=500)) == list(rows_by_entity(rng.sample(rows, len(rows))))


def test_rebuilding_replaces_the_index_and_leaves_nothing_behind(tmp_path: Path) -> None:
    build_index(ROWS, tmp_path / "ix")
    before = NameIndex.open(tmp_path / "ix")
    build_index(ROWS[:3], tmp_path / "ix")
    assert NameIndex.open(tmp_path / "ix").info.entities == 2
    assert before.entity_name(3) == "Gazprom Neft", "whoever has the old index open keeps it"
    assert [p.name for p in tmp_path.iterdir()] == ["ix"]


def test_rows_without_letters_are_left_out_and_none_left_is_an_error(tmp_path: Path) -> None:
    assert NameIndex.of([*ROWS, NameRow("q9", "💥"), NameRow("q9", "")]).info.entities == 4
    with pytest.raises(InputError, match="no usable name"):
        build_index([NameRow("q9", "💥")], tmp_path / "ix")
    assert not (tmp_path / "ix").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two directories can't change places at one stroke")
def test_while_an_index_is_replaced_there_is_always_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(ROWS[:2], tmp_path / "ix")
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("for a moment there is none"))
    info = build_index(ROWS, tmp_path / "ix")
    assert NameIndex.open(tmp_path / "ix").info == info
    assert [path.name for path in tmp_path.iterdir()] == ["ix"]


def test_where_directories_can_not_change_places_an_index_is_replaced_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "_exchanged", lambda *_: False)
    for rows in (ROWS[:2], ROWS):
        info = build_index(rows, tmp_path / "ix")
        assert NameIndex.open(tmp_path / "ix").info == info
    assert [path.name for path in tmp_path.iterdir()] == ["ix"]


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_an_index_that_is_replaced_while_it_is_opened_is_opened_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    """After the first of its files was looked at, half of them, or the last."""
    described, seen = layout._described, list[Path]()

    def describe(path: Path) -> dict[str, Any]:
        found = described(path)
        seen.append(path)
        if len(seen) == max(1, int(part * files)):
            (tmp_path / "ix").rename(tmp_path / "old")
            (tmp_path / "new").rename(tmp_path / "ix")
        return found

    build_index(ROWS[:2], tmp_path / "ix")
    info = build_index(ROWS, tmp_path / "new")
    files = len(list((tmp_path / "ix").glob("*.npy")))
    monkeypatch.setattr(layout, "_described", describe)
    assert NameIndex.open(tmp_path / "ix").info == info
    assert not (tmp_path / "new").exists()


def test_missing_damaged_and_newer_indexes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="resolver index"):
        NameIndex.open(tmp_path / "nothing")
    build_index(ROWS, tmp_path / "ix")
    manifest = json.loads((tmp_path / "ix" / "manifest.json").read_text())
    (tmp_path / "ix" / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(IndexFormatError, match="99"):
        NameIndex.open(tmp_path / "ix")
    (tmp_path / "ix" / "manifest.json").write_text(json.dumps({"format": 1}))  # others said less
    with pytest.raises(IndexFormatError, match=r"format 1,.*build the index anew"):
        NameIndex.open(tmp_path / "ix")
    (tmp_path / "ix" / "manifest.json").write_text("{")
    with pytest.raises(IndexFormatError, match="manifest"):
        NameIndex.open(tmp_path / "ix")
    (tmp_path / "ix" / "manifest.json").write_text(json.dumps(manifest))
    path = tmp_path / "ix" / "name_token.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexFormatError, match=r"name_token\.npy"):
        NameIndex.open(tmp_path / "ix")


@pytest.mark.parametrize("seed", range(10))
def test_a_flipped_bit_is_noticed(tmp_path: Path, seed: int) -> None:
    build_index(ROWS, tmp_path / "index")
    rng = random.Random(seed)
    path = rng.choice(sorted((tmp_path / "index").glob("*.npy")))
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    with pytest.raises(IndexFormatError, match=rf"{path.name} is damaged .*build the index anew"):
        NameIndex.open(tmp_path / "index")


def test_a_folder_with_other_files_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(IndexFormatError, match="other files"):
        build_index(ROWS, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_search_finds_by_spelling_romanisation_and_joined_letters() -> None:
    index = NameIndex.of(ROWS)
    searcher = Searcher(index)

    def best(query: str) -> str:
        return index.entity_id(index.entity_of(int(searcher.candidates(parse(query))[0])))

    assert best("Wladimir Putin") == "q1"
    assert best("Ангела Меркель") == "q2"
    assert best("GazpromNeft") == "q4"
    assert best("Viena") == "q3"
    assert len(searcher.candidates(parse("Xqzvrt"))) == 0
    places = searcher.candidates(parse("Putin"), "place")
    assert "q1" not in {index.entity_id(index.entity_of(n)) for n in places.tolist()}


def test_search_proposes_what_characters_are_read_as() -> None:
    rows = [NameRow(name, name, "person") for name in ("Shang Xiaoyun", "Peter Maier", "Anna Schmidt", "Karl Huber")]
    index = NameIndex.of(rows)
    found = Searcher(index, likely_readings).neighbours([Token("상", "상"), Token("소운", "소운")])
    for neighbours, word in zip(found, ("shang", "xiaoyun"), strict=True):
        number = index.token_number(word)
        assert number is not None
        assert neighbours.likeness(number) is not None


def test_search_proposes_words_of_organisations_in_other_languages() -> None:
    rows = [
        NameRow(name, name, "org") for name in ("People's Army", "Karl Huber Bakery", "Popular Front", "Huber Bank")
    ]
    index = NameIndex.of(rows)
    query = parse("الجيش الشعبي")  # the same two words, of which no letters are alike
    assert index.name_text(int(Searcher(index).candidates(query)[0])) == "People's Army"
    found = Searcher(index).neighbours(query.tokens)
    said = [sorted(index.token(number).key for number in some.said.tolist()) for some in found]
    assert said == [["army"], ["peoples", "popular"]]
    assert all(some.likeness(number) is not None for some in found for number in some.said.tolist())


def test_a_word_that_is_the_same_leads_before_one_that_is_somewhat_like_two() -> None:
    same, alike = "Zelinskaya Forwarding Transport Shipping Services Trading", "Zelhunov"
    others = ("Peter Maier", "Anna Schmidt", "Karl Huber")
    index = NameIndex.of([NameRow(name, name, "person") for name in (alike, same, *others)])
    found = Searcher(index).candidates(parse("Brezhunov Zelinskaya"))
    assert [index.name_text(name) for name in found.tolist()] == [same, alike]


def test_organisations_are_found_by_their_first_letters_and_people_are_not() -> None:
    rows = [NameRow("org", "Banque Fédérale du Nord", "org"), NameRow("person", "Bertrand François Noir", "person")]
    index = NameIndex.of(rows)
    for short, ids in {"bfn": ["org"], "bfdn": ["org"], "bnf": []}.items():
        assert [index.entity_id(index.entity_of(name)) for name in index.names_joined(short).tolist()] == ids


def test_token_neighbours_hold_every_token_that_brute_force_finds_equal() -> None:
    rng = random.Random(7)
    letters = "abdeiklmnorstu"
    names = ["".join(rng.choice(letters) for _ in range(rng.randint(3, 9))) for _ in range(500)]
    index = NameIndex.of(NameRow(str(i), name) for i, name in enumerate(names))
    for name in rng.sample(names, 50):
        token = parse(name).tokens[0]
        (alike,) = index.similar_tokens([token], 100)
        keys = {index.token(n).key for n in alike.tolist()}
        assert token.key in keys


def test_postings_and_names_agree() -> None:
    index = NameIndex.of(ROWS)
    for token in range(index.info.tokens):
        holding = [n for n in range(index.info.names) if token in index.tokens_of(n)[0]]
        assert np.array_equal(index.names_with(token), holding)


def test_ids_are_found_whatever_they_have_in_common() -> None:
    rng = random.Random(11)
    ids = {
        "".join(rng.choice("abé0") for _ in range(rng.randint(1, 6))) + "x" * rng.choice((0, 300)) for _ in range(400)
    }
    index = NameIndex.of(NameRow(id, "Anna Petrova") for id in ids)
    assert [index.entity_id(entity) for entity in range(index.info.entities)] == sorted(ids)
    assert all(index.entity_id(index.entity_number(id) or 0) == id for id in ids)
    assert index.entity_number("abz") is None
    assert index.entity_number("~") is None
