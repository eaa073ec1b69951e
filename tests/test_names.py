"""Parsing of names into tokens with roles."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import parse, readings
from resolver.names.words import words


def roles(text: str) -> list[tuple[str, str]]:
    return [(token.key, token.role) for token in parse(text).tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boyarkin, V.A.", [("boyarkin", "name"), ("v", "initial"), ("a", "initial")]),
        ("Billie Jean King", [("billie", "name"), ("jean", "name"), ("king", "name")]),
        ("King Charles", [("king", "title"), ("charles", "name")]),
        ("Dr. Angela Merkel", [("dr", "title"), ("angela", "name"), ("merkel", "name")]),
        ("Salman bin Abdulaziz", [("salman", "name"), ("bin", "particle"), ("abd", "name"), ("aziz", "name")]),
        ("Abdulrahman al-Sadiq", [("abd", "name"), ("rahman", "name"), ("al", "particle"), ("sadiq", "name")]),
        ("Abdel Rahman", [("abd", "name"), ("rahman", "name")]),
        ("Abdurahman", [("abd", "name"), ("rahman", "name")]),
        ("Abdiqadir", [("abd", "name"), ("qadir", "name")]),
        ("Abdulatif", [("abd", "name"), ("latif", "name")]),
        ("Abdullayev", [("abdullayev", "name")]),
        ("Abdullah", [("abdullah", "name")]),
        ("Datuk Seri Anwar Ibrahim", [("datuk", "title"), ("seri", "title"), ("anwar", "name"), ("ibrahim", "name")]),
        ("Tan Sri Muhyiddin", [("tan", "title"), ("sri", "title"), ("muhyiddin", "name")]),
        ("Dr Sri Mulyani", [("dr", "title"), ("sri", "name"), ("mulyani", "name")]),
        ("MV Nisha", [("mv", "title"), ("nisha", "name")]),
        ("M/V Nisha", [("mv", "title"), ("nisha", "name")]),
        ("M V Ramana", [("m", "initial"), ("v", "initial"), ("ramana", "name")]),
        ("MT Bank", [("mt", "name"), ("bank", "name")]),
        ("Wen Chia-pao", [("wen", "name"), ("chia", "name"), ("pao", "name")]),
        ("ООО Ромашка", [("ооо", "legal"), ("ромашка", "name")]),
        ("U.S.", [("us", "name")]),
        ("习近平", [("习", "name"), ("近平", "name")]),
        ("司马相如", [("司马", "name"), ("相如", "name")]),
        ("김정은", [("김", "name"), ("정은", "name")]),
        ("남궁민수", [("남궁", "name"), ("민수", "name")]),
        ("中国共产党", [("中国", "name"), ("共产党", "name")]),
        ("Orlen Sp. z o.o.", [("orlen", "name"), ("spzoo", "legal")]),
        ("Petronas Sdn Bhd", [("petronas", "name"), ("sdnbhd", "legal")]),
        ("Ivanov S.A.", [("ivanov", "name"), ("s", "initial"), ("a", "initial")]),
        ("トヨタ自動車株式会社", [("トヨタ", "name"), ("自動車", "name"), ("株式会社", "legal")]),
        ("华为技术有限公司", [("华为", "name"), ("技术", "name"), ("有限公司", "legal")]),
        ('אלביט בע"מ', [("אלביט", "name"), ("בעמ", "legal")]),
        ("Limited Liability Company", [("limited", "legal"), ("liability", "name"), ("company", "legal")]),
        ("John Smith Jr.", [("john", "name"), ("smith", "name"), ("jr", "title")]),
        ("Smith, John, Jr.", [("smith", "name"), ("john", "name"), ("jr", "title")]),
        ("Maria Kowalska née Nowak", [("maria", "name"), ("kowalska", "name"), ("nee", "title"), ("nowak", "name")]),
        ("Watchman Nee", [("watchman", "name"), ("nee", "name")]),
        ("Heydar oglu", [("heydar", "name"), ("oglu", "particle")]),
        ("크리스토퍼 콜럼버스", [("크리스토퍼", "name"), ("콜럼버스", "name")]),
        ("Michael Dell", [("michael", "name"), ("dell", "name")]),
        ("Hyun Bin", [("hyun", "name"), ("bin", "name")]),
        ("Beauvoir, Simone de", [("simone", "name"), ("de", "particle"), ("beauvoir", "name")]),
        ("Khaled Sheikh", [("khaled", "name"), ("sheikh", "name")]),
        ("Prime Minister Modi", [("prime", "title"), ("minister", "title"), ("modi", "name")]),
        (
            "Former Foreign Minister Lavrov",
            [(w, "title") for w in ("former", "foreign", "minister")] + [("lavrov", "name")],
        ),
        ("Prime Shipping", [("prime", "name"), ("shipping", "name")]),
        ("Премьер-министр Мишустин", [("премьер", "title"), ("министр", "title"), ("мишустин", "name")]),
        ("Sheikh Khaled", [("sheikh", "title"), ("khaled", "name")]),
        ("金正恩委員長", [("金", "name"), ("正恩", "name"), ("委員長", "title")]),
        ("マクロン大統領", [("マクロン", "name"), ("大統領", "title")]),
        ("세종대왕", [("세", "name"), ("종", "name"), ("대왕", "title")]),
        ("Rahim Sahib", [("rahim", "name"), ("sahib", "title")]),
        ("Sahib Rahim", [("sahib", "name"), ("rahim", "name")]),
        ("명성왕후", [("명", "name"), ("성", "name"), ("왕후", "title")]),
        ("צארלס הנסיך", [("צארלס", "name"), ("הנסיך", "title")]),
        ("天皇", [("天", "name"), ("皇", "name")]),
        ("김대표", [("김", "name"), ("대표", "name")]),
    ],
)
def test_roles(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Petrobras S.A.", [("petrobras", "name"), ("sa", "legal")]),
        ("Novo Nordisk A/S", [("novo", "name"), ("nordisk", "name"), ("as", "legal")]),
        ("PT Telkom Tbk", [("pt", "legal"), ("telkom", "name"), ("tbk", "legal")]),
        ("Mullah Foods", [("mullah", "name"), ("foods", "name")]),
    ],
)
def test_roles_of_organisations(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.key, token.role) for token in parse(text, "org").tokens] == expected


def test_the_legal_form_of_an_organisation_is_plain_name_in_a_person() -> None:
    assert [token.role for token in parse("Ernest Sas Limited", "person").tokens] == ["name"] * 3


@pytest.mark.parametrize(
    ("text", "splits"),
    [
        ("习近平", {"习 近平", "习近平", "习近 平", "习 近 平"}),
        ("安倍晋三", {"安 倍晋三", "安倍 晋三", "安倍晋 三", "安倍晋三"}),
        ("김정은", {"김 정은", "김정은", "김정 은", "김 정 은"}),
        ("김 정은", {"김 정은", "김 정 은"}),
        ("唐纳德·特朗普", {"唐纳德 特朗普"}),
        ("Angela Merkel", {"angela merkel"}),
    ],
)
def test_readings(text: str, splits: set[str]) -> None:
    assert {unicodedata.normalize("NFC", " ".join(t.key for t in way.tokens)) for way in readings(text)} == splits
    assert readings(text)[0] == parse(text)


def test_a_name_made_of_words_beside_names_only_is_a_name() -> None:
    assert roles("Al Ben") == [("al", "name"), ("ben", "name")]
    assert roles("King") == [("king", "name")]
    assert roles("Sdn Bhd, Pte Ltd") == [("sdnbhd", "name"), ("pteltd", "name")]


def test_joined_is_equal_for_other_gaps_and_case() -> None:
    assert parse("Sergei Lavrov").joined == parse("SERGEI-LAVROV").joined == parse("SergeiLavrov").joined


@given(st.text())
def test_any_text_parses_and_tokens_have_keys(text: str) -> None:
    assert all(token.key for token in parse(text).tokens)


@pytest.mark.parametrize("name", ["titles", "particles", "maiden_markers", "compound_surnames"])
def test_word_lists_are_well_formed(name: str) -> None:
    text = files("resolver.names").joinpath("data", f"{name}.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert text.startswith("#")
    assert "Source" in text.split("\n\n")[0]
    assert all(len(row) == 2 and row[0] and row[1] for row in rows)
    assert len({row[0] for row in rows}) == len(rows), "a word stands twice"
    assert words(name)
