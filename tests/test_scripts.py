"""Names in thirty scripts and more languages find the person in a list in Latin letters, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from resolver.index import NameIndex, NameRow
from resolver.names import parse
from resolver.resolver import Resolver

NAMES = Path(__file__).with_name("scripts") / "names.tsv"
CHARACTERS = NAMES.with_name("characters.tsv")
LEAST_FOUND = 0.98
LEAST_FOUND_IN_CHARACTERS, LEAST_MATCHED_IN_CHARACTERS, MOST_WRONG_IN_CHARACTERS = 0.8, 0.6, 0.02


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str, str]]:
    lines = [line for line in NAMES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(latin, written, lang) for latin, written, lang in (line.split("\t") for line in lines)]


@pytest.fixture(scope="module")
def resolver(rows: list[tuple[str, str, str]]) -> Resolver:
    return Resolver(NameIndex.of(NameRow(latin, latin, "person") for latin in {latin for latin, _, _ in rows}))


def test_people_are_found_in_every_script(rows: list[tuple[str, str, str]], resolver: Resolver) -> None:
    missed: dict[str, list[str]] = defaultdict(list)
    languages: dict[str, int] = defaultdict(int)
    for latin, written, lang in rows:
        answer = resolver.resolve(written)
        languages[lang] += 1
        if not answer.candidates or answer.candidates[0].id != latin:
            missed[lang].append(written)
        assert answer.entity is None or answer.entity.id == latin, written
    assert sum(map(len, missed.values())) <= (1 - LEAST_FOUND) * len(rows), dict(missed)
    assert all(len(missed[lang]) < count for lang, count in languages.items()), dict(missed)


def test_names_in_every_script_are_found_by_latin_letters(rows: list[tuple[str, str, str]]) -> None:
    resolver = Resolver(NameIndex.of(NameRow(latin, written, "person") for latin, written, _ in rows))
    missed = []
    for latin in {latin for latin, _, _ in rows}:
        answer = resolver.resolve(latin)
        assert answer.entity is None or answer.entity.id == latin
        if not answer.candidates or answer.candidates[0].id != latin:
            missed.append(latin)
    assert len(missed) <= (1 - LEAST_FOUND) * len(rows), missed


def test_names_in_characters_are_found_by_what_they_are_read_as() -> None:
    lines = [line for line in CHARACTERS.read_text("utf-8").splitlines() if not line.startswith("#")]
    written = {characters: latin for latin, characters in (line.split("\t") for line in lines)}
    drawn = Random(3)
    others = [drawn.choice(list(written))[:1] + drawn.choice(list(written))[1:] for _ in range(2000)]
    resolver = Resolver(NameIndex.of(NameRow(name, name, "person") for name in {*written, *others}))
    answers = {name: resolver.resolve(latin) for name, latin in written.items()}
    found = [name for name, answer in answers.items() if name in [one.id for one in answer.candidates]]
    matched = {name: answer.entity.id for name, answer in answers.items() if answer.entity is not None}
    wrong = {name for name, entity in matched.items() if name != entity}
    assert len(found) >= LEAST_FOUND_IN_CHARACTERS * len(written), set(written) - set(found)
    assert len(matched) >= LEAST_MATCHED_IN_CHARACTERS * len(written)
    assert len(wrong) <= MOST_WRONG_IN_CHARACTERS * len(written), wrong


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("အောင်ဆန်းစုကြည်", ["အောင်", "ဆန်း", "စု", "ကြည်"]),
        ("ဦးသန့်", ["ဦး", "သန့်"]),
        ("ဦး သန့်", ["ဦး", "သန့်"]),
        ("ဒေါ် အောင်ဆန်းစုကြည်", ["ဒေါ်", "အောင်", "ဆန်း", "စု", "ကြည်"]),
        ("ဗလာဒီမာ ပူတင်", ["ဗလာဒီမာ", "ပူတင်"]),
        ("မန္တလေး", ["မန္တ", "လေး"]),
        ("བསྟན་འཛིན་རྒྱ་མཚོ་", ["བསྟན་འཛིན", "རྒྱ་མཚོ"]),
        ("ཀརྨ་ཕུན་ཚོགས", ["ཀརྨ", "ཕུན་ཚོགས"]),
        ("པདྨ་ཚེ་དབང་", ["པདྨ", "ཚེ་དབང"]),
        ("ಎಚ್. ಡಿ. ದೇವೇಗೌಡ", ["H", "D", "ದೇವೇಗೌಡ"]),
        ("மு. க. ஸ்டாலின்", ["M", "K", "ஸ்டாலின்"]),
        ("এ কে এম ফজলুল হক", ["A", "K", "M", "ফজলুল", "হক"]),
        ("मो. सलीम", ["M", "सलीम"]),
        ("मा. जीवन परियार", ["मा", "जीवन", "परियार"]),
        ("ජෝ කොක්ස්", ["ජෝ", "කොක්ස්"]),
        ("ओम बिरला", ["ओम", "बिरला"]),
        ("के सी", ["के", "सी"]),
        ("小池百合子", ["小池", "百合子"]),
        ("長谷川豊", ["長谷川", "豊"]),
        ("安倍晋三", ["安倍", "晋三"]),
        ("林真理子", ["林", "真理子"]),
        ("黃之鋒", ["黃", "之鋒"]),
        ("黒澤明", ["黒澤", "明"]),
        ("森喜朗", ["森", "喜朗"]),
        ("大坂なおみ", ["大坂", "なおみ"]),
        ("奥尔布赖特", ["奥尔布赖特"]),
    ],
)
def test_words_of_a_name(written: str, words: list[str]) -> None:
    assert [token.text for token in parse(written).tokens] == words


def test_the_letters_of_burmese_are_shown_as_they_are_read(resolver: Resolver) -> None:
    _, explanation = resolver.explain("အောင်ဆန်းစုကြည်")
    assert explanation is not None
    letters = {reason.name: "".join(mine for mine, _ in reason.letters) for reason in explanation.reasons}
    assert letters["Aung"] == "aung"
