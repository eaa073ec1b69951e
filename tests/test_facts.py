"""What is known beside a name: how people and lists write it, and how an index keeps it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import InputError
from resolver.facts import context_of, known_of, type_of
from resolver.facts.countries import countries_of
from resolver.index import NameIndex, NameRow, build_index
from resolver.model import NO_CONTEXT, Context


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("by", ("BY",)),
        ("BLR", ("BY",)),
        ("Belarus", ("BY",)),
        ("Белоруссия", ("BY",)),
        ("Weißrussland", ("BY",)),
        ("白俄罗斯", ("BY",)),
        ("Q184", ("BY",)),
        ("Korea, North", ("KP",)),
        ("Democratic People's Republic of Korea", ("KP",)),
        ("Iran (Islamic Republic of)", ("IR",)),
        ("Congo, Democratic Republic of the", ("CD",)),
        ("gb-sct", ("GB",)),
        ("Türkiye", ("TR",)),
        ("Turkey", ("TR",)),
        ("Czechoslovakia", ("CZ", "SK")),
        ("Atlantis", ()),
        ("", ()),
    ],
)
def test_countries_are_read_as_they_are_written(written: str, codes: tuple[str, ...]) -> None:
    assert countries_of(written) == codes


def test_a_country_that_is_no_more_stands_for_its_successors() -> None:
    for written in ("SU", "suhh", "Soviet Union", "Q15180"):
        assert {"RU", "UA", "BY", "LT", "TM"} <= set(countries_of(written))


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("1952", ("1952",)),
        ("1952-10", ("1952-10",)),
        ("1952-10-07T00:00:00Z", ("1952-10-07",)),
        ("1952-00-00", ("1952",)),
        ("07 Oct 1952", ("1952-10-07",)),
        ("October 7, 1952", ("1952-10-07",)),
        ("Oct 1952", ("1952-10",)),
        ("circa 1952", ("1952",)),
        ("13/02/1960", ("1960-02-13",)),
        ("02/13/1960", ("1960-02-13",)),
        ("01/02/1960", ("1960",)),
        ("01 Jan 1960 to 31 Dec 1961", ("1960", "1961")),
        ("between 1960 and 1962", ("1960", "1961", "1962")),
        ("31 Feb 1960", ("1960",)),
        ("unknown", ()),
    ],
)
def test_lists_write_dates_in_many_ways(written: str, days: tuple[str, ...]) -> None:
    assert known_of(birth_dates=[written]).birth_dates == days


def test_who_asks_may_give_several_values_and_leave_any_out() -> None:
    assert context_of() is NO_CONTEXT
    assert not context_of(country="", birth_date=" ; ")
    assert context_of("BY; Russia", "1952-10-07", "M") == Context(("BY", "RU"), ("1952-10-07",), ("male",))
    assert context_of(country=["Poland", "PL"]) == Context(("PL",))
    assert context_of(gender="x") == NO_CONTEXT


@pytest.mark.parametrize(
    ("word", "kind"),
    [("person", "person"), ("Individual", "person"), (" Company ", "org"), ("ORGANIZATION", "org"),
     ("Vessel", "vessel"), ("LegalEntity", None), ("Address", "place"), ("Asset", None), ("unknown", None), ("", None)],
)  # fmt: skip
def test_types_are_read_as_lists_write_them(word: str, kind: str | None) -> None:
    assert type_of(word) == kind


def test_a_word_for_no_type_is_named() -> None:
    with pytest.raises(InputError, match=r"'town' is no type.*person, org"):
        type_of("town")


@pytest.mark.parametrize("nothing", ["n/a", "N/A", " - ", "unknown", "?", "NULL", "none"])
def test_words_for_what_is_not_known_say_nothing(nothing: str) -> None:
    assert context_of(nothing, nothing, nothing) == NO_CONTEXT == known_of([nothing], [nothing], [nothing])
    assert context_of("NA") == Context(("NA",))


@pytest.mark.parametrize(
    ("written", "days"),
    [("19.06.1951", ("1951-06-19",)), ("6/19/1951", ("1951-06-19",)), ("7.10.1952", ("1952",)),
     ("19 Jun 1951", ("1951-06-19",)), ("June 19, 1951", ("1951-06-19",)), ("Jun 1951", ("1951-06",))],
)  # fmt: skip
def test_dates_of_tables_are_read_as_far_as_they_are_clear(written: str, days: tuple[str, ...]) -> None:
    assert context_of(birth_date=written).birth_dates == days


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "Atlantis"), ("birth_date", "7.10.52"), ("birth_date", "1952-13"), ("birth_date", "1952-02-30"),
     ("birth_date", "52"), ("gender", "masc."), ("country", "\ud800"), ("birth_date", "1952-10-07\n1")],
)  # fmt: skip
def test_what_can_not_be_read_is_named_with_its_mend(field: str, value: str) -> None:
    with pytest.raises(InputError) as raised:
        context_of(**{field: value})
    assert raised.value.field == field
    assert raised.value.mend


@given(st.text(), st.text(), st.text())
def test_any_text_is_read_or_refused(country: str, birth_date: str, gender: str) -> None:
    known = known_of([country], [birth_date], [gender])
    refused = None
    try:
        assert set(context_of(country, birth_date, gender).genders) <= {"male", "female"}
    except InputError as error:
        refused = error.field
    assert refused in (None, "country", "birth_date", "gender")
    assert all(len(code) == 2 for code in known.countries)


def test_an_index_keeps_what_all_rows_of_an_entity_say(tmp_path: Path) -> None:
    rows = [
        NameRow("a", "Anna Petrova"),
        NameRow("b", "Ivan Petrov", context=Context(("BY", "RU"), ("1970", "1971-02-03"), ("male",))),
        NameRow("b", "Ivan Petrov", "person", context=Context(("UA",), ("1972-05",))),
        NameRow("b", "Petrov, I.", context=Context(genders=("female",))),
    ]
    info = build_index(rows, tmp_path / "ix")
    contexts = NameIndex.open(tmp_path / "ix").contexts
    assert contexts[0] == NO_CONTEXT
    assert contexts[1] == Context(("BY", "RU", "UA"), ("1970", "1971-02-03", "1972-05"), ("female", "male"))
    assert {NameIndex.of(order).info.hash for order in permutations(rows)} == {info.hash}
    assert NameIndex.of([*rows, NameRow("a", "Anna Petrova", context=Context(("PL",)))]).info.hash != info.hash


def test_the_shares_of_a_list_are_those_of_its_entities() -> None:
    countries = ["RU"] * 60 + ["BY"] * 30 + ["FR"] * 10
    rows = [NameRow(str(at), f"Ivan Petrov{at}", context=Context((code,), (str(1950 + at % 10),), ("male",)))
            for at, code in enumerate(countries)]  # fmt: skip
    contexts = NameIndex.of(rows).contexts
    russia, both, none = (contexts.share_of_countries(codes) for codes in (["RU"], ["RU", "BY"], ["NP"]))
    assert 0 < none < russia < both < 1
    assert contexts.share_of_years(1800, 1801) < contexts.share_of_years(1955, 1955) < 0.15
    assert contexts.share_of_years(1950, 1959) == pytest.approx(0.55, abs=0.01)
    assert contexts.share_of_genders(["male"]) > 0.9 > 0.1 > contexts.share_of_genders(["female"]) > 0
