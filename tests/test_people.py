"""How often names are met: what the encoder's letter models take for the usual spelling."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pytest

from resolver.encode.encoder import WEIGHTS
from resolver.encode.views import LetterTable
from training.encoder.people import PEOPLE, TITLES, count, nations, write


@pytest.fixture(scope="module")
def letters() -> LetterTable:
    return LetterTable.load(WEIGHTS / "letters.tsv")


def test_each_person_counts_once_for_each_word_of_the_name(letters: LetterTable) -> None:
    counts = count(["Böck Böck", "August Böck (footballer)", "Anna of York, Duchess of Albany", "J. Böck"], letters)
    assert counts["bock"] == 3
    assert counts["august"] == counts["anna"] == counts["york"] == 1
    assert not {"footballer", "duchess", "albany", "j"} & counts.keys()


def test_a_pickle_of_anything_but_plain_data_is_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    for folder, found in ((good, {"Ada Lovelace": ["English"]}), (bad, {"Ada Lovelace": Path("x")})):
        (folder / TITLES).parent.mkdir(parents=True)
        (folder / TITLES).write_bytes(pickle.dumps(found))
    assert nations(good) == {"Ada Lovelace": ["English"]}
    with pytest.raises(pickle.UnpicklingError, match="no plain data"):
        nations(bad)


def test_counts_are_written_in_order_and_always_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one.gz", tmp_path / "other.gz"
    write({"bock": 3, "anna": 1}, one)
    write({"anna": 1, "bock": 3}, other)
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()).decode() == "name\tpeople\nanna\t1\nbock\t3\n"


def test_the_counts_kept_are_of_single_words_in_plain_letters() -> None:
    rows = [row.split("\t") for row in gzip.decompress(PEOPLE.read_bytes()).decode().splitlines()[1:]]
    names = [name for name, _ in rows]
    assert names == sorted(set(names))
    assert all(name.isascii() and name.isalpha() and name.islower() and int(people) > 0 for name, people in rows)
    counts = {name: int(people) for name, people in rows}
    assert counts["moffett"] > counts["moffet"]
