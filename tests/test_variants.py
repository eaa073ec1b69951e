"""The spellings that a name may have elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver import Resolver
from resolver.index import NameIndex, NameRow, build_index
from resolver.romanize import romanize, systems
from resolver.text import fold, script_of
from resolver.variants import derived, query_string
from resolver.variants.inverse import respelled
from resolver.variants.learned import spelled

ROWS = [
    NameRow("lukashenko", "Alexander Lukashenko", "person", "en", "primary"),
    NameRow("lukashenko", "Аляксандр Лукашэнка", "person", "be", "alias"),
    NameRow("lukashenko", "Alaksandr Łukaszenka", "person", "pl", "alias"),
    NameRow("lukashenko", "Batka", "person", "be", "alias", weak=True),
    NameRow("minsk", "Minsk", "place", "en", "primary"),
]


@cache
def small() -> Resolver:
    return Resolver(NameIndex.of(ROWS))


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Александр Лукашенко",
         ["Aleksandr Lukashenko", "Alexander Lukaschenko", "Alexandre Loukachenko", "Aleksander Łukaszenko",
          "Aleksandr Lukasjenko", "Алякса́ндр", "אלכסנדר לוקשנקו", "アレクサンドル・ルカシェンコ"]),
        ("Ціханоўская", ["Tsikhanouskaya", "Cichanouskaja", "Cichanouska", "Zichanouskaja"]),
        ("Tikhanovskaya", ["Тихановская", "تيخانوفسكايا", "טיחנובסקיה", "Tichanowskaja", "Tijanovskaya"]),
        ("Kasparov", ["Каспаров", "Կասպարով", "კასპაროვ", "카스파로프"]),
    ],
)  # fmt: skip
def test_spellings_in_use_are_among_the_first_fifty(name: str, spellings: list[str]) -> None:
    found = {fold(variant.text) for variant in islice(derived(name), 50)}
    wanted = {fold(text) for text in spellings if script_of(text) != "Cyrl" or " " not in name}
    assert wanted <= found


def test_a_romanised_variant_is_what_its_system_writes() -> None:
    name = "Дмитрий Песков"
    found = [v for v in islice(derived(name, "ru"), 50) if v.kind == "romanised"]
    assert len(found) > 10
    surnames = {v.system: v.text.split()[-1] for v in found}
    assert surnames == {system: romanize("Песков", system) for system in surnames}
    assert surnames.keys() <= {system.id for system in systems("ru")}


@pytest.mark.parametrize("system", ["ru-press-en", "uk-kmu-2010", "ka-national-2002", "hy-press-en", "sr-gajica"])
@settings(max_examples=25, deadline=None)
@given(word=st.text("abdeghiklmnoprstuvz", min_size=1, max_size=9))
def test_what_is_read_back_leads_forth_to_the_same_word(system: str, word: str) -> None:
    for text in respelled(word, system):
        assert "".join(filter(str.isalnum, fold(romanize(text, system)))) == word


@pytest.mark.parametrize("script", ["Hebr", "Arab", "Kana", "Hang", "Cyrl"])
@settings(max_examples=15, deadline=None)
@given(word=st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12))
def test_learned_spellings_are_in_their_script(script: str, word: str) -> None:
    assert {script_of(text) for text in spelled(word, script.lower())} <= {script}


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30))
def test_no_spelling_comes_twice_or_is_the_name_itself(name: str) -> None:
    keys = [fold(variant.text) for variant in islice(derived(name), 40)]
    assert len(keys) == len(set(keys))
    assert fold(name) not in keys


def test_what_is_listed_comes_first() -> None:
    found = small().variants("Lukashenko")
    assert [v.text for v in found[:3]] == ["Alexander Lukashenko", "Alaksandr Łukaszenka", "Аляксандр Лукашэнка"]
    assert [v.kind for v in found[:3]] == ["listed"] * 3
    assert "listed" not in {v.kind for v in found[3:]}
    assert "Batka" not in {v.text for v in found}
    assert len(found) == 50


def test_spellings_of_one_language_or_script() -> None:
    polish = small().variants("Лукашенко", lang="pl")
    assert {v.lang for v in polish} == {"pl"}
    assert "Łukaszenko" in {v.text for v in polish}
    assert {v.script for v in small().variants("Lukashenko", script="Hebr", limit=3)} == {"Hebr"}
    assert small().variants("?!") == ()
    assert small().variants("x" * 1001) == ()


def test_a_search_string() -> None:
    assert query_string(["a b", 'c"d', "a b"]) == '"a b" OR "c d"'


def test_the_command(tmp_path: Path) -> None:
    build_index(ROWS, tmp_path / "index")
    command = [sys.executable, "-m", "resolver", "variants", "Lukashenko", "--index", str(tmp_path / "index")]
    run = subprocess.run([*command, "--limit", "2", "--json"], capture_output=True, text=True, check=True)
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["text"], first["kind"], second["lang"]) == ("Alexander Lukashenko", "listed", "pl")
    run = subprocess.run([*command, "--limit", "2", "--query"], capture_output=True, text=True, check=True)
    assert run.stdout == '"Lukashenko" OR "Alexander Lukashenko" OR "Alaksandr Łukaszenka"\n'
