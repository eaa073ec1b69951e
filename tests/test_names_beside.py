"""What stands beside a name in the same text: a land, a title, another name of the bearer."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.names import BESIDE_PERSONS, parse, readings


def named(text: str) -> list[str]:
    return [token.text for token in parse(text).tokens if token.role not in BESIDE_PERSONS]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kim Jong Un (North Korea)", ["Kim", "Jong", "Un"]),
        ("Kim Jong Un, North Korea", ["Kim", "Jong", "Un"]),
        ("Иван Петров (Россия)", ["Иван", "Петров"]),
        ("John Smith [Ireland]", ["John", "Smith"]),
        ("Bank of China (Hungary)", ["Bank", "of", "China", "Hungary"]),  # a body in another land is another
        ("Gazprom (Russia)", ["Gazprom", "Russia"]),
        ("Garcia Lopez, Israel", ["Israel", "Garcia", "Lopez"]),  # a given name
        ("John Smith (Bibi)", ["John", "Smith", "Bibi"]),
    ],
)
def test_the_land_of_a_person_is_no_part_of_the_name(text: str, name: list[str]) -> None:
    assert named(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vladimir Putin (b. 1952)", ["Vladimir", "Putin"]),
        ("Vladimir Putin (born 7 October 1952)", ["Vladimir", "Putin"]),
        ("Путин Владимир, 07.10.1952 г.р.", ["Путин", "Владимир"]),
        ("John Smith (1950–2010)", ["John", "Smith"]),
        ("Ali Khan DOB: 1975-03-12", ["Ali", "Khan"]),
        ("Ali Khan (b. 1975), North Korea", ["Ali", "Khan", "b", "1975"]),
        ("Expo 2020", ["Expo", "2020"]),
        ("World Cup (2014)", ["World", "Cup", "2014"]),
        ("17 November", ["17", "November"]),
    ],
)
def test_when_somebody_lived_is_no_part_of_the_name(text: str, name: list[str]) -> None:
    assert named(text) == name


def test_land_and_dates_are_called_what_they_are() -> None:
    roles = [(token.text, token.role) for token in parse("Dr. Ali Khan (North Korea) (b. 1975)").tokens]
    of_name = [("Dr", "title"), ("Ali", "name"), ("Khan", "name")]
    assert roles == [*of_name, ("North Korea", "land"), ("b", "lifetime"), ("1975", "lifetime")]
    (beside,) = (
        str(reason) for reason in Resolver.compare("Ali Khan", "Ali Khan (Iran)").reasons if "Iran" in str(reason)
    )
    assert beside == "Iran beside (land)"


@pytest.mark.parametrize(
    "brackets",
    [("b. 1950", "b. 1972"), ("1950-2010", "12.03.1972"), ("Ireland", "Kenya"), ("North Korea", "South Korea")],
)
def test_what_stands_beside_two_equal_names_tells_them_apart(brackets: tuple[str, str]) -> None:
    one, other = (f"John Smith ({beside})" for beside in brackets)
    assert not Resolver.compare(one, other).match
    assert Resolver.compare(one, "John Smith").match
    assert Resolver.compare(one, one.replace("John Smith", "Smith, John")).match


@pytest.mark.parametrize("text", ["習近平 国家主席", "国家主席 習近平", "習近平国家主席"])
def test_titles_beside_a_name_without_gaps_leave_it_whole(text: str) -> None:
    assert {tuple(token.text for token in way.tokens if token.role == "name") for way in readings(text)} >= {
        ("習近平",),
        ("習", "近平"),
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("John Smith a.k.a. Jack Smythe", ["John Smith", "Jack Smythe"]),
        ("JOHN SMITH AKA JACK SMYTHE", ["JOHN SMITH", "JACK SMYTHE"]),
        ("Иван Петров, он же Пётр Иванов", ["Иван Петров", "Пётр Иванов"]),
        ("Alpha Ltd (f/k/a Beta Corp; n.k.a.: Gamma Inc)", ["Alpha Ltd", "Beta Corp", "Gamma Inc"]),
        ("习近平，又名习大大", ["习近平", "习大大"]),
        ("Gulnara Karimova / Гульнара Каримова", ["Gulnara Karimova", "Гульнара Каримова"]),
        ("Gulnara Karimova/Гульнара Каримова", ["Gulnara Karimova", "Гульнара Каримова"]),
        ("Petro Poroshenko; Petr Poroshenko", ["Petro Poroshenko", "Petr Poroshenko"]),
        ("Сбербанк России (Sberbank)", ["Сбербанк России", "Sberbank"]),
        ("Angela Merkel (née Kasner)", ["Angela Merkel"]),
        ("Мария Петрова урожд. Иванова", ["Мария Петрова"]),
        ("A/S Smith", []),
        ("Smith/Jones", []),  # a word each: two owners of a firm
        ("Gazprom (Export)", []),
        ("Müller (1968)", []),
        ("Jean Aka Kouadio", []),  # a surname
        ("Alias Systems", []),
        ("Smith aka", []),
    ],
)
def test_each_of_several_names_of_one_bearer_is_a_way_to_read_the_text(text: str, names: list[str]) -> None:
    ways = {way.text for way in readings(text)} - {text}
    assert ways == set(names)


def test_names_of_one_bearer_are_asked_for_a_few_at_a_time() -> None:
    assert len(readings(" aka ".join(f"John Smith {chr(97 + at) * 4}" for at in range(26)))) == 7


def test_any_of_several_names_finds_its_bearer_and_lands_are_not_taken_for_people() -> None:
    resolver = Resolver.open()
    wanted = {
        "Иван Петров, он же Владимир Путин": "vladimir-putin",
        "Kim Jong Un (North Korea)": "kim-jong-un",
        "Park Min-su (South Korea)": None,
    }
    found = resolver.resolve_many(list(wanted))
    assert [answer.entity.id if answer.entity else None for answer in found] == list(wanted.values())
    assert Resolver.compare("John Smith a.k.a. Jack Smythe", "Jack Smythe").match
