"""What is known beside a name: evidence that never hides an entity, in one index, between two names, in the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.cache import MemoryCache
from resolver.decide import ContextModel
from resolver.errors import InputError
from resolver.facts import context_of
from resolver.index import NameIndex, NameRow
from resolver.model import NO_CONTEXT, Asked, Context
from resolver.resolver import Resolver
from resolver.store import Store

ELDER = Context(("RU",), ("1960-05-04",), ("male",))
YOUNGER = Context(("BG",), ("1978",), ("male",))
ROWS = [
    NameRow("elder", "Ivan Petrov", "person", "en", "primary", context=ELDER),
    NameRow("younger", "Ivan Petrov", "person", "en", "primary", context=YOUNGER),
    NameRow("zubkov", "Grigory Zubkov", "person", "en", "primary", context=ELDER),
    NameRow("unknown", "Maria Kalesnikava", "person", "en", "primary"),
    NameRow("minsk", "Minsk", "place", "en", "primary"),
]


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(NameIndex.of(ROWS))


@pytest.mark.parametrize(
    ("known", "entity", "kind"),
    [
        ({"country": "Russia"}, "elder", "country_agrees"),
        ({"country": "bg"}, "younger", "country_agrees"),
        ({"country": "FR; Bulgaria"}, "younger", "country_agrees"),
        ({"birth_date": "1960-05-04"}, "elder", "birth_date_agrees"),
        ({"birth_date": "1960"}, "elder", "birth_year_agrees"),
        ({"birth_date": "1978-02-03"}, "younger", "birth_year_agrees"),
    ],
)
def test_it_tells_between_two_who_bear_one_name(
    resolver: Resolver, known: dict[str, Any], entity: str, kind: str
) -> None:
    assert resolver.resolve("Ivan Petrov").status == "ambiguous"
    answer = resolver.resolve("Ivan Petrov", **known)
    assert (answer.status, answer.candidates[0].id) == ("match", entity)
    assert {"elder", "younger"} <= {candidate.id for candidate in answer.candidates}
    assert kind in {reason.kind for reason in answer.reasons}


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"birth_date": "1999"}, "birth_date_differs"),
        ({"birth_date": "1961"}, "birth_date_near"),
        ({"birth_date": "1960-06-05"}, "birth_date_near"),
        ({"country": "FR"}, "country_differs"),
        ({"gender": "f"}, "gender_differs"),
        ({"type": "org"}, "type_differs"),
    ],
)
def test_what_differs_makes_less_probable_and_hides_nothing(
    resolver: Resolver, known: dict[str, Any], kind: str
) -> None:
    plain, _ = resolver.explain("Grigorij Subkow")
    answer, explanation = resolver.explain("Grigorij Subkow", **known)
    assert explanation is not None
    assert (answer.candidates[0].id, answer.status in ("match", "ambiguous")) == ("zubkov", True)
    assert answer.score < plain.score
    (reason,) = (reason for reason in answer.reasons if reason.kind == kind)
    assert reason.weight < 0
    assert " not " in reason.detail
    assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(explanation.log_odds)


@pytest.mark.parametrize("known", [{"birth_date": "1999"}, {"gender": "female"}, {"type": "org"}])
def test_what_nobody_changes_denies_a_match_even_under_the_same_name(resolver: Resolver, known: dict[str, Any]) -> None:
    assert resolver.resolve("Grigory Zubkov").status == "match"
    assert resolver.resolve("Grigory Zubkov", **known).status == "ambiguous"


def test_what_is_not_known_of_an_entity_is_no_evidence(resolver: Resolver) -> None:
    plain = resolver.resolve("Maria Kalesnikava")
    asked = resolver.resolve("Maria Kalesnikava", country="BY", birth_date="1982-04-24", gender="f")
    assert (asked.score, asked.status, asked.reasons) == (plain.score, plain.status, plain.reasons)


def test_what_is_known_finds_one_of_many_who_are_alike() -> None:
    names = [
        f"Ivan Petr{middle}ov{end}" for middle in ("", "a", "o", "i", "u", "an") for end in ("", "ski", "ich", "a")
    ]
    rows = [NameRow(f"{at:02}", name, "person", context=Context(birth_dates=(f"19{at + 10}-05-04",)))
            for at, name in enumerate(names)]  # fmt: skip
    resolver = Resolver(NameIndex.of(rows))
    brought = 0
    for at in range(len(names)):
        answer, explanation = resolver.explain("Ivan Petrov", birth_date=f"19{at + 10}-05-04")
        assert explanation is not None
        assert f"{at:02}" in {candidate.id for candidate in answer.candidates}
        assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(explanation.log_odds)
        told = {reason.kind for reason in explanation.reasons} & {"birth_date_agrees", "birth_date_differs"}
        brought += explanation.candidate.id == f"{at:02}" and told == {"birth_date_agrees"}
    assert brought > len(names) / 2


def test_nothing_known_is_the_same_answer_and_the_same_key(resolver: Resolver) -> None:
    for name in ("Ivan Petrov", "Petrow", "Minsk", "Kolesnikova Maria", "nobody"):
        plain = resolver.resolve(name)
        assert resolver.resolve(name, country="", birth_date=None, gender=" ") == plain
        assert Resolver(NameIndex.of([NameRow(*row_without(row)) for row in ROWS])).resolve(name).score == plain.score


def row_without(row: NameRow) -> tuple[str, str, str, str, str]:
    return row.entity_id, row.name, row.type, row.lang, row.role


def test_an_answer_is_kept_for_its_context_alone() -> None:
    resolver = Resolver(NameIndex.of(ROWS), cache=MemoryCache())
    contexts: list[dict[str, Any]] = [
        {}, {"country": "RU"}, {"country": "BG"}, {"birth_date": "1960"}, {"birth_date": "1960-05"}, {"gender": "m"},
        {"country": "RU", "gender": "m"}, {"type": "person"}, {"type": "place"},
    ]  # fmt: skip
    fresh = [resolver.resolve("Ivan Petrov", **known) for known in contexts]
    assert not any(answer.cached for answer in fresh)
    again = [resolver.resolve("Ivan Petrov", **known) for known in contexts]
    assert all(answer.cached for answer in again)
    assert [answer.to_dict() | {"cached": False} for answer in again] == [answer.to_dict() for answer in fresh]
    # The same said in other words is the same question.
    assert resolver.resolve("Ivan Petrov", country="Russian Federation").cached


def test_many_names_each_with_its_own_context(resolver: Resolver) -> None:
    asked: list[str | Asked] = [
        Asked("Ivan Petrov", "person", context_of("RU")),
        "Minsk",
        Asked("Ivan Petrov", None, context_of("BG")),
    ]
    found = resolver.resolve_many([*asked, *asked])
    assert [answer.entity.id if answer.entity else "" for answer in found] == ["elder", "minsk", "younger"] * 2
    bodies = resolver.resolve_json(asked)
    assert [b'"elder"' in bodies[0], b'"minsk"' in bodies[1], b'"younger"' in bodies[2]] == [True] * 3


@pytest.mark.parametrize(("field", "value"), [("country", "Atlantis"), ("birth_date", "4.5.60"), ("gender", "w.")])
def test_what_can_not_be_read_is_refused(resolver: Resolver, field: str, value: Any) -> None:
    beside: dict[str, Any] = {field: (None, value)}
    asking = (
        lambda: resolver.resolve("Minsk", **{field: value}),
        lambda: resolver.explain("Minsk", **{field: value}),
        lambda: resolver.compare("Minsk", "Minsk", **beside),
    )
    for ask in asking:
        with pytest.raises(InputError, match=field) as raised:
            ask()
        assert raised.value.mend


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("31.13.1950", None),
        ("30.02.1950", None),
        ("30 Feb 1950", None),
        ("Feb 30, 1950", None),
        ("31 Foo 1950", None),
        ("00.00.1950", ("1950",)),
        ("00 May 1950", ("1950",)),
        ("circa 1950", ("1950",)),
        ("13.12.1950", ("1950-12-13",)),
        ("12/13/1950", ("1950-12-13",)),
        ("5 May 1950", ("1950-05-05",)),
        ("February 28, 1950", ("1950-02-28",)),
    ],
)
def test_a_day_that_never_was_is_refused(value: str, days: tuple[str, ...] | None) -> None:
    if days is None:
        with pytest.raises(InputError, match=f"field 'birth_date': '{value}' is no date"):
            context_of(birth_date=value)
    else:
        assert context_of(birth_date=value).birth_dates == days


def test_two_names_are_compared_with_what_is_known_of_both() -> None:
    plain = Resolver.compare("Ivan Petrov", "Ivan Petroff")
    agreeing = Resolver.compare("Ivan Petrov", "Ivan Petroff", birth_date=("1960-05-04", "1960-05-04"))
    differing = Resolver.compare("Ivan Petrov", "Ivan Petroff", birth_date=("1960-05-04", "1999"))
    assert differing.score < plain.score < agreeing.score
    assert (agreeing.match, differing.match) == (True, False)
    assert "birth_date_differs" in {reason.kind for reason in differing.reasons}
    assert Resolver.compare("Ivan Petrov", "Ivan Petroff", country=("RU", None)) == plain


CONTEXTS = st.builds(
    context_of,
    st.sampled_from([None, "RU", "BG", "FR", "RU;FR"]),
    st.sampled_from([None, "1960", "1960-05", "1960-05-04", "1960-05-05", "1961", "1978", "1900;1978"]),
    st.sampled_from([None, "m", "f"]),
)


@given(asked=CONTEXTS, known=CONTEXTS)
@settings(deadline=None)
def test_what_agrees_never_lowers_and_what_differs_never_raises(asked: Context, known: Context) -> None:
    shares = NameIndex.of(ROWS).contexts
    for reasons in (ContextModel.shipped().reasons(asked, known, listed) for listed in (None, shares)):
        for reason in reasons:
            assert reason.weight >= 0 if reason.kind.endswith("_agrees") else reason.weight <= 0
        assert len(reasons) == sum(
            bool(mine and theirs)
            for mine, theirs in (
                (asked.countries, known.countries),
                (asked.birth_dates, known.birth_dates),
                (asked.genders, known.genders),
            )
        )


@given(known=CONTEXTS, asked=CONTEXTS)
@settings(deadline=None, max_examples=25)
def test_a_score_follows_what_is_known(known: Context, asked: Context) -> None:
    others = [row for row in ROWS if row.entity_id != "zubkov"]
    here = Resolver(NameIndex.of([*others, NameRow("zubkov", "Grigory Zubkov", "person", context=known)]))
    plain = Resolver(NameIndex.of([*others, NameRow("zubkov", "Grigory Zubkov", "person")]))
    (with_facts,), (without,) = (one.resolve_many([Asked("Grigorij Subkow", None, asked)]) for one in (here, plain))
    (told,) = (ContextModel.shipped().reasons(asked, c, NameIndex.of(ROWS).contexts) for c in (known,))
    kinds = {reason.kind.rpartition("_")[2] for reason in told}
    if kinds <= {"agrees"}:
        assert with_facts.score >= without.score
    if "agrees" not in kinds:
        assert with_facts.score <= without.score


def test_a_rare_country_says_more_than_a_common_one() -> None:
    rows = [NameRow(str(at), f"Ivan Petrov{at}", context=Context(("RU",) if at else ("NP",))) for at in range(200)]
    shares, model = NameIndex.of(rows).contexts, ContextModel.shipped()
    (rare,), (common,) = (model.reasons(Context((c,)), Context((c,)), shares) for c in ("NP", "RU"))
    assert rare.weight > common.weight >= 0
    assert model.reasons(NO_CONTEXT, Context(("RU",)), shares) == ()


def test_a_precise_date_says_more_than_a_year() -> None:
    model = ContextModel.shipped()
    levels = [
        model.reasons(Context(birth_dates=(mine,)), Context(birth_dates=("1960-05-04",)))[0].weight
        for mine in ("1960-05-04", "1960", "1960-07-01", "1962", "1970")
    ]
    assert levels == sorted(levels, reverse=True)
    assert levels[1] > 0 > levels[3] > levels[4]


def test_a_name_that_people_gave_has_the_facts_of_its_entity(tmp_path: Path) -> None:
    where = str(tmp_path / "decisions.db")
    Store.open(where, create=True).close()
    resolver = Resolver(NameIndex.of(ROWS), store=where)
    resolver.decide("alias", "zubkov", "Grey Cardinal", who="ada")
    agreeing = resolver.resolve("Grey Cardinal", birth_date="1960-05-04")
    assert (agreeing.status, agreeing.entity.id if agreeing.entity else "") == ("match", "zubkov")
    assert {"decision", "birth_date_agrees"} <= {reason.kind for reason in agreeing.reasons}
    differing, explanation = resolver.explain("Grey Cardinal", "zubkov", birth_date="1999")
    assert differing.status == "ambiguous"
    assert explanation is not None
    assert "birth_date_differs" in {reason.kind for reason in explanation.reasons}
    assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(explanation.log_odds)
