"""The pairs of words that the models of letters are learned from besides lists of names."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from training.name_items import language_of, messages, of_persons, pairs


@pytest.mark.parametrize(
    ("word", "lang"),
    [("zaharov", ""), ("захаров", "ru"), ("сікорський", "uk"), ("цярэшка", "ru"), ("быкаў", "be"), ("машэраві", "be"),
     ("ђукановић", "sr"), ("каллас", "ru"), ("сърбинов", "?"), ("садовскій", "?"), ("ζαχάροφ", "el"), ("لافروف", "ar"),
     ("پوتین", "?"), ("ザハロフ", "ja"), ("张", "?")],
)  # fmt: skip
def test_letters_tell_the_language_of_a_word(word: str, lang: str) -> None:
    assert language_of(word) == lang


def test_of_several_spellings_the_nearest_is_paired(tmp_path: Path) -> None:
    path = tmp_path / "persons.txt"
    path.write_text(
        "lytvynenko, litwinenko, литвиненко, ליטביננקו => Q1\nyuki, ゆうき, ユウキ => Q2\nli, ду => Q3\n", "utf-8"
    )
    found = set(pairs(of_persons(path)))
    assert ("", "uk", "lytvynenko", "литвиненко") in found
    assert {left for _, right, left, _ in found if right == "he"} == {"litwinenko", "литвиненко"}
    assert not {right for _, right, *_ in found} & {"ja"}
    assert "ду" not in {text for *_, text in found}


def test_messages_of_a_catalogue_are_read_with_their_translations() -> None:
    def field(tag: int, value: bytes) -> bytes:
        return struct.pack(">BI", tag, len(value)) + value

    message = field(6, b"Cost") + field(3, "Кост".encode("utf-16-be")) + b"\x01"
    data = bytes(16) + field(0x42, b"hashes") + field(0x69, message * 2)
    assert list(messages(data)) == [("Cost", "Кост")] * 2
