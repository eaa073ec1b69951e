"""What names tell beside who: legal forms, generations, numbers, fathers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import (
    descents,
    legal_class,
    numbers,
    parse,
    patronymic,
    suffixes,
)
from resolver.names.words import rows
from resolver.text import fold, split_tokens

CLASSES = {
    "limited", "stock", "corporation", "partnership", "sole", "state", "cooperative", "association", "foundation",
}  # fmt: skip


def legal(text: str) -> list[str]:
    return [legal_class(token.key) for token in parse(text, "org").tokens if token.role == "legal"]


@pytest.mark.parametrize(
    "text",
    ["Siemens GmbH", "ООО Ромашка", "Foo s.r.o.", "Foo Sp. z o.o.", "Foo Kft.", "Foo B.V.", "ТОВ Фенікс", "Foo SARL",
     "Foo Pte Ltd", "示例有限公司", "예시유한회사", "Общество с ограниченной ответственностью Ромашка"],
)  # fmt: skip
def test_limited_companies_are_of_one_class(text: str) -> None:
    assert legal(text) == ["limited"]


@pytest.mark.parametrize(
    "text",
    ["BMW AG", "ПАО Газпром", "Foo S.A.", "Foo N.V.", "Foo PLC", "Foo A/S", "例示株式会社", "예시주식회사", "Foo PJSC",
     "Акционерное общество Ромашка", "Foo S.p.A."],
)  # fmt: skip
def test_stock_companies_are_of_another(text: str) -> None:
    assert legal(text) == ["stock"]


@pytest.mark.parametrize(
    ("text", "short", "kind"),
    [
        ("Nyilvánosan Működő Részvénytársaság", "Nyrt.", "stock"), ("Aktsiaselts", "A/S", "stock"),
        ("sabiedrība ar ierobežotu atbildību", "SIA", "limited"),
        ("společnost s ručením omezeným", "s.r.o.", "limited"),
        ("društvo s ograničenom odgovornošću", "d.o.o.", "limited"), ("Free Zone Establishment", "FZE", "limited"),
        ("Public Company Limited", "PCL", "stock"), ("автономная некоммерческая организация", "АНО", "association"),
        ("Sociedad de Responsabilidad Limitada de Capital Variable", "S. de R.L. de C.V.", "limited"),
        ("công ty trách nhiệm hữu hạn", "TNHH", "limited"), ("Limited Şirketi", "Ltd. Şti.", "limited"),
        ("Federal State Unitary Enterprise", "ФГУП", "state"),
        ("еднолично дружество с ограничена отговорност", "ЕООД", "limited"),
    ],
)  # fmt: skip
def test_legal_forms_in_full_are_those_for_short(text: str, short: str, kind: str) -> None:
    assert legal(f"Foo {text}") == legal(f"Foo {short}") == [kind]


def test_other_words_are_no_legal_form() -> None:
    assert legal_class("siemens") == ""
    assert legal_class("") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Army Unit 17", (17,)),
        ("17th Brigade", (17,)),
        ("Eighteenth Brigade", (18,)),
        ("Ocean Star Two", (2,)),
        ("Shipping Company Two Ltd", (2,)),
        ("One World Shipping", ()),
        ("0leg Petrov", ()),
        ("Area 51", (51,)),
        ("Unit ٢٣", (23,)),
        ("John Paul II", (2,)),
        ("John Paul I", (1,)),
        ("Horizon Fund I LP", (1,)),
        ("Louis XIV", (14,)),
        ("Henry viii", (8,)),
        ("Pius XI", (11,)),
        ("PIUS XII", (12,)),
        ("Malcolm X", (10,)),
        ("Xi Jinping", ()),
        ("JINPING XI", ()),
        ("Putin V.", ()),
        ("Putin V V", ()),
        ("Otto Dix", ()),
        ("Vi Nguyen", ()),
        ("칼 13세", (13,)),
        ("루이14세", (14,)),
        ("ヘンリー8世", (8,)),
        ("腓特烈二世", (2,)),
        ("亨利二十四世", (24,)),
        ("요한 바오로 2세", (2,)),
        ("마르타 루이세", ()),
        ("世宗", ()),
        ("이세", ()),
    ],
)
def test_numbers(text: str, expected: tuple[int, ...]) -> None:
    assert numbers(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("칼 13세", ["칼", "13"]),
        ("ヘンリー八世", ["ヘンリー", "8"]),
        ("李世", ["李", "世"]),
    ],
)
def test_the_number_of_a_ruler_is_a_word_of_its_own(text: str, keys: list[str]) -> None:
    assert [token.key for token in parse(text).tokens] == keys


@given(st.text())
def test_any_text_has_its_numbers_and_fathers(text: str) -> None:
    name = parse(text)
    assert all(number >= 0 for number in numbers(name))
    assert all(0 <= d.at < len(name.tokens) for d in descents(name))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Smith Jr.", {"junior"}),
        ("Smith, John, Jr.", {"junior"}),
        ("Alexandre Dumas père", {"senior"}),
        ("Иванов Иван мл.", {"junior"}),
        ("Junior Santos", set()),
        ("John Smith", set()),
    ],
)
def test_suffixes(text: str, expected: set[str]) -> None:
    assert suffixes(parse(text)) == expected


@pytest.mark.parametrize(
    ("key", "stem", "gender", "fathers"),
    [
        ("ivanovich", "ivan", "m", {"Ivan"}),
        ("petrovna", "petr", "f", {"Peter"}),
        ("mykolaiovych", "mykolai", "m", {"Nicholas"}),
        ("uladzimiravich", "uladzimir", "m", {"Vladimir"}),
        ("sergeevich", "serge", "m", {"Sergius"}),
        ("sergeyevna", "serge", "f", {"Sergius"}),
        ("pavlovich", "pavel", "m", {"Paul"}),
        ("ilyich", "ilya", "m", {"Elias"}),
        ("нікалаевіч", "нікала", "m", set()),
        ("рыгоравіч", "рыгор", "m", {"Gregory"}),
        ("миколаївна", "микола", "f", {"Nicholas"}),
        ("bolatkyzy", "bolat", "f", {"Bolat"}),
    ],
)
def test_patronymic(key: str, stem: str, gender: str, fathers: set[str]) -> None:
    found = patronymic(key)
    assert found is not None
    assert (found.stem, found.gender, set(found.fathers)) == (stem, gender, fathers)


@pytest.mark.parametrize("key", ["ivanov", "milosevic", "mickiewicz", "smith", "ovich", "иванов", "", "rich"])
def test_what_is_no_patronymic(key: str) -> None:
    assert patronymic(key) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salman bin Abdulaziz", [("abdaziz", "m")]),
        ("Mohammed bin Salman bin Abdulaziz Al Saud", [("salman", "m"), ("abdaziz", "m")]),
        ("Salman bin Muhammad", [("muhammad", "m")]),
        ("Ilham Heydar oglu Aliyev", [("heydar", "m")]),
        ("Gulnara Islam qizi Karimova", [("islam", "f")]),
        ("Ivan Petrovich Sidorov", [("petr", "m")]),
        ("Sidorov Ivan Petrovich", [("petr", "m")]),
        ("Sidorov, Ivan Petrovich", [("petr", "m")]),
        ("Лукашэнка Аляксандр Рыгоравіч", [("рыгор", "m")]),
        ("Roman Abramovich", []),
        ("Ben Affleck", []),
        ("Angela Dorothea Merkel", []),
    ],
)
def test_descents(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.father, d.gender) for d in descents(parse(text))] == expected


def test_descents_name_the_father_where_he_is_known() -> None:
    assert descents(parse("Salman bin Muhammad"))[0].fathers == {"Muhammad"}


@pytest.mark.parametrize(
    ("name", "columns"), [("legal_forms", 4), ("suffixes", 4), ("descent_words", 4), ("patronymics", 6)]
)
def test_tables_are_well_formed(name: str, columns: int) -> None:
    table = rows(name)
    assert all(len(row) == columns and all(row) for row in table)
    key = 2 if name == "patronymics" else 0
    keys = [tuple(map(fold, split_tokens(row[key]))) for row in table]
    assert len(set(keys)) == len(keys), "an entry stands twice"


def test_values_of_tables_are_known() -> None:
    assert {row[2] for row in rows("legal_forms")} <= CLASSES
    assert {row[3] for row in rows("legal_forms")} == {"always", "typed"}
    assert {row[2] for row in rows("suffixes")} <= {"junior", "senior", "grandson", "nephew"}
    assert {row[3] for row in rows("suffixes")} == {"title", "name", "small"}
    assert {row[2] for row in rows("descent_words")} == {"m", "f"}
    assert {row[3] for row in rows("descent_words")} == {"before", "after"}
    assert {row[1] for row in rows("patronymics")} == {"m", "f"}
    assert {row[5] for row in rows("patronymics")} == {"sure", "known", "middle"}


def test_one_form_has_one_class() -> None:
    classes: dict[str, set[str]] = {}
    for form, _, kind, _ in rows("legal_forms"):
        classes.setdefault("".join(map(fold, split_tokens(form))), set()).add(kind)
    assert {form: kinds for form, kinds in classes.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国石油天然气", ["中国", "石油", "天然气"]),
        ("北京大学", ["北京", "大学"]),
        ("한국은행", ["한국", "은행"]),
        ("三菱電機株式会社", ["三菱", "電機", "株式会社"]),
        ("东方之珠号", ["东方之珠号"]),  # nothing that tells a body
    ],
)
def test_names_of_organisations_without_gaps_are_split(text: str, expected: list[str]) -> None:
    assert [token.text for token in parse(text, "org").tokens] == expected


@given(st.text(alphabet="中国石油化工银行大学北京公司有限", min_size=1, max_size=12))
def test_splitting_loses_no_character(text: str) -> None:
    assert "".join(token.text for token in parse(text, "org").tokens) == text


def test_people_are_not_split_by_words_of_organisations() -> None:
    assert [token.text for token in parse("欧阳银行", "person").tokens] == ["欧阳", "银行"]
    assert [token.text for token in parse("王大学", "person").tokens] == ["王", "大学"]


@pytest.mark.parametrize("text", ["Bureau No. 5", "Bureau Number 5", "Büro Nr. 5"])
def test_the_sign_of_a_number_is_no_part_of_the_name(text: str) -> None:
    assert [token.role for token in parse(text, "org").tokens] == ["name", "particle", "name"]


def test_no_is_a_name_where_no_number_follows() -> None:
    assert [token.role for token in parse("No Tae-woo", "person").tokens] == ["name", "name", "name"]


def test_a_generation_behind_a_comma_is_no_given_name() -> None:
    assert [token.key for token in parse("King, Junior", "person").tokens] == ["king", "junior"]
    assert suffixes(parse("Martin Luther King, Junior", "person")) == {"junior"}
