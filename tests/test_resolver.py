"""The façade: resolve, resolve_many, compare, with and without a cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolution, Resolver, __version__
from resolver.cache import MemoryCache
from resolver.errors import InputError
from resolver.index import NameIndex, NameRow, build_index
from resolver.names import ParsedName, parse
from resolver.text import MAX_NAME_LENGTH

ROWS = [
    NameRow("putin", "Vladimir Putin", "person", role="primary"),
    NameRow("merkel", "Angela Merkel", "person", role="primary"),
    NameRow("jong-un", "Kim Jong-un", "person", role="primary"),
    NameRow("jong-il", "Kim Jong-il", "person", role="primary"),
    NameRow("petrov-1", "Ivan Petrov", "person", role="primary"),
    NameRow("petrov-2", "Ivan Petrov", "person", role="primary"),
    NameRow("vienna", "Vienna", "place", role="primary"),
    NameRow("vienna", "Wien", "place"),
    NameRow("crusher", "Rafael Ortega", "person", role="primary"),
    NameRow("crusher", "Crusher", "person", weak=True),
]


@pytest.fixture
def resolver() -> Resolver:
    return Resolver(NameIndex.of(ROWS))


def test_a_match_says_which_entity_and_why(resolver: Resolver) -> None:
    answer = resolver.resolve("Меркель, Ангела")
    assert answer.status == "match"
    assert answer.entity is not None
    assert (answer.entity.id, answer.entity.type, answer.matched_name) == ("merkel", "person", "Angela Merkel")
    assert 0.9 < answer.score <= 1
    assert 0 < answer.margin <= answer.score
    assert answer.candidates[0].id == "merkel"
    assert {r.kind for r in answer.reasons} >= {"romanised"}
    assert "Меркель ~ Merkel romanised" in answer.reason
    assert (answer.index, answer.engine, answer.cached) == (resolver.index_hash, __version__, False)


def test_an_explanation_adds_up(resolver: Resolver) -> None:
    answer, explanation = resolver.explain("Владимир Меркель")
    assert explanation is not None
    assert answer == resolver.resolve("Владимир Меркель")
    assert sum(r.weight for r in explanation.reasons) == pytest.approx(explanation.log_odds)
    assert explanation.candidate == answer.candidates[0]
    assert explanation.runner_up == answer.candidates[1]
    spelled = {"".join(b for _, b in r.letters) for r in explanation.reasons if r.letters}
    assert spelled & {"merkel", "vladimir"}


def test_any_candidate_can_be_explained(resolver: Resolver) -> None:
    answer, explanation = resolver.explain("Kim Jong-un", "jong-il")
    assert explanation is not None
    assert explanation.candidate.id == "jong-il"
    assert explanation.runner_up == answer.candidates[0]
    assert {(r.kind, r.query or r.name) for r in explanation.reasons} >= {("not_in_name", "un"), ("not_in_query", "il")}
    with pytest.raises(InputError, match="field 'candidate': no entity has the id 'nobody'"):
        resolver.explain("Kim Jong-un", "nobody")
    assert resolver.explain("\0")[1] is None
    assert resolver.explain("x" * (MAX_NAME_LENGTH + 1))[1] is None


@pytest.mark.parametrize("query", ["Kim Jong-un", "KIM JONG UN", "Jong-un Kim"])
def test_near_names_are_told_apart(resolver: Resolver, query: str) -> None:
    answer = resolver.resolve(query)
    assert answer.entity is not None
    assert answer.entity.id == "jong-un"


def test_one_name_of_two_entities_is_ambiguous_with_both(resolver: Resolver) -> None:
    answer = resolver.resolve("Ivan Petrov")
    assert answer.status == "ambiguous"
    assert answer.entity is None
    assert {c.id for c in answer.candidates[:2]} == {"petrov-1", "petrov-2"}


def test_a_weak_name_never_matches_alone(resolver: Resolver) -> None:
    answer = resolver.resolve("Crusher")
    assert answer.status == "ambiguous"
    assert answer.candidates[0].id == "crusher"
    assert [(reason.kind, reason.weight) for reason in answer.reasons][-1] == ("weak_name", 0.0)


@pytest.mark.parametrize(
    ("listed", "asked", "status"),
    [
        ("Ferdinand Marcos", "Ferdinand Marcos Jr.", "ambiguous"),
        ("Ferdinand Marcos Jr.", "Ferdinand Marcos", "match"),
        ("Ferdinand Marcos Jr.", "Ferdinand Marcos jun.", "match"),
        ("Ferdinand Marcos Jr.", "Ferdinand Marcos Sr.", "ambiguous"),
        ("Ocean Star", "Ocean Star 2", "ambiguous"),
        ("Ocean Star 2", "Ocean Star II", "match"),
        ("Ivan Smirnov", "Ivan Smirn0v", "match"),
    ],
)
def test_who_asks_for_more_than_a_name_says_gets_no_match(listed: str, asked: str, status: str) -> None:
    index = NameIndex.of([NameRow("1", listed), *(NameRow(str(at), f"Anna Petrova {at}") for at in range(2, 9))])
    assert Resolver(index).resolve(asked).status == status


@pytest.mark.parametrize("query", ["Jane Smith", "Xqzvrt", "Ludwig van Beethoven"])
def test_unknown_names_are_none(resolver: Resolver, query: str) -> None:
    answer = resolver.resolve(query)
    assert (answer.status, answer.entity) == ("none", None)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "no letters"),
        ("   ", "no letters"),
        ("💥💥", "no letters"),
        ("\u0301\u0301", "no letters"),
        ("\x00", "no letters"),
        ("\u202e\u202c", "no letters"),
        ("a" * 100_000, "longer than 1,000"),
        ("\ud800", "no letters"),
    ],
)
def test_unusable_names_get_an_answer_that_says_so(resolver: Resolver, query: str, says: str) -> None:
    answer = resolver.resolve(query)
    assert (answer.status, answer.query) == ("none", query)
    assert [r.kind for r in answer.reasons] == ["unusable"]
    assert says in answer.reason


@pytest.mark.parametrize("query", ["Angela\u202e Merkel", "Angela\x00 Merkel", "Angela  Merkel 💥", "Аngela Меrkel"])
def test_invisible_and_look_alike_characters_do_not_hide_a_name(resolver: Resolver, query: str) -> None:
    answer = resolver.resolve(query)
    assert answer.entity is not None
    assert answer.entity.id == "merkel"


def test_the_longest_name_that_is_read(resolver: Resolver) -> None:
    assert resolver.resolve("Angela Merkel " + "x" * (MAX_NAME_LENGTH - 14)).reasons[0].kind != "unusable"


@pytest.mark.parametrize(("titled", "plain"), [("プーチン大統領", "プーチン"), ("President Путин", "Путин")])
def test_a_title_in_another_script_changes_no_answer(titled: str, plain: str) -> None:
    listed = [
        NameRow("putin", name, "person") for name in ("Vladimir Putin", "Владимир Путин", "ウラジーミル・プーチン")
    ]
    resolver = Resolver(NameIndex.of(listed))
    answer, untitled = resolver.resolve(titled), resolver.resolve(plain)
    assert (answer.matched_name, answer.score) == (untitled.matched_name, untitled.score)


def test_another_type_speaks_against_an_entity_and_is_told(resolver: Resolver) -> None:
    assert resolver.resolve("Wien", type="place").status == "match"
    answer = resolver.resolve("Wien", type="person")
    assert answer.status == "ambiguous"
    assert answer.score < resolver.resolve("Wien").score
    assert [r.detail for r in answer.reasons if r.kind == "type_differs"] == ["person, not place"]
    assert sum(r.weight for r in answer.reasons if r.kind == "type_differs") < 0


def test_limit_is_the_most_candidates(resolver: Resolver) -> None:
    assert len(resolver.resolve("Kim Petrov", limit=2).candidates) == 2


def test_answers_without_reasons_say_the_same_of_all_else() -> None:
    names = ["Меркель, Ангела", "Ivan Petrov", "Jane Smith", "Crusher"]
    index = NameIndex.of(ROWS)
    whole, brief = (Resolver(index).resolve_many(names, reasons=reasons) for reasons in (True, False))
    assert [replace(one, reasons=()) for one in whole] == [replace(one, reasons=()) for one in brief]
    assert all(one.reasons for one in whole)
    assert [[reason.kind for reason in one.reasons] for one in brief] == [[], [], [], ["weak_name"]]
    kept = Resolver(index, cache=MemoryCache()).resolve_many(names, reasons=False)
    assert kept == whole, "whoever finds them in the cache may ask for the reasons"


def test_one_name_in_place_of_many_and_what_is_no_name_are_refused(resolver: Resolver) -> None:
    with pytest.raises(InputError, match="one name"):
        resolver.resolve_many("Minsk")
    with pytest.raises(InputError, match=r"names\[1\].*NoneType"):
        resolver.resolve_many(["Minsk", None])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda r: r.resolve(None), "field 'name': this is of type NoneType, no name"),
        (lambda r: r.resolve(float("nan")), "field 'name': this is of type float, no name"),
        (lambda r: r.explain(b"Minsk"), "field 'name': this is of type bytes, no name"),
        (lambda r: r.resolve("Minsk", type="city"), "field 'type': 'city' is no type.*person, org, place"),
        (lambda r: r.resolve("Minsk", birth_date=7), "field 'birth_date': '7' is no date"),
        (lambda r: r.compare("Minsk", None), "field 'name': this is of type NoneType, no name"),
        (lambda r: r.compare("Minsk", "Mensk", type="city"), "field 'type': 'city' is no type"),
        (lambda r: r.compare_many([("a", "b"), "ab"]), r"field 'pairs\[1\]': this is no pair. Give two names"),
        (lambda r: r.compare_many([("a",)]), r"field 'pairs\[0\]': this is no pair. Give two names"),
    ],
)
def test_what_can_not_be_asked_for_is_told(resolver: Resolver, ask: Callable[[Any], object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        ask(resolver)


def test_a_birth_date_may_be_a_number_or_a_date(resolver: Resolver) -> None:
    for given, text in ((1950, "1950"), (date(1950, 1, 2), "1950-01-02"), ([1950, "1951-02"], "1950;1951-02")):
        told = resolver.resolve("Minsk", birth_date=given)  # type: ignore[arg-type]
        assert told == resolver.resolve("Minsk", birth_date=text)


def test_resolve_many_keeps_order_and_repeats(resolver: Resolver) -> None:
    names = ["Wien", "Angela Merkel", "Wien", "", "Angela  Merkel"]
    answers = resolver.resolve_many(names)
    assert [a.query for a in answers] == names
    assert answers[0] == answers[2]
    assert answers == [resolver.resolve(name) for name in names]


def test_answers_survive_json(resolver: Resolver) -> None:
    answer = resolver.resolve("Wladimir Putin")
    data = answer.to_dict()
    assert Resolution.from_dict(data).to_dict() == data


def test_the_same_answers_from_disk(resolver: Resolver, tmp_path: Path) -> None:
    build_index(ROWS, tmp_path / "ix")
    opened = Resolver.open(tmp_path / "ix")
    for query in ("Merkel", "Ivan Petrov", "Путин", "Kim"):
        assert opened.resolve(query) == resolver.resolve(query)
    assert opened.counts == {"entities": 8, "names": 10}


def test_cached_answers_equal_fresh_ones_and_belong_to_one_index() -> None:
    cache = MemoryCache()
    first = Resolver(NameIndex.of(ROWS), cache=cache)
    fresh, cached = first.resolve("Vienna"), first.resolve(" Vienna ")
    assert (fresh.cached, cached.cached) == (False, True)
    assert cached.query == " Vienna "
    assert {**cached.to_dict(), "cached": False, "query": "Vienna"} == fresh.to_dict()
    other = Resolver(NameIndex.of(ROWS[:-1]), cache=cache)
    assert other.resolve("Vienna").cached is False
    assert first.resolve("Vienna", type="place").cached is False
    assert first.resolve("Vienna", limit=1).cached is False


def test_a_spoilt_cache_entry_is_a_miss() -> None:
    class Spoilt:
        def get_many(self, keys: list[str]) -> list[bytes | None]:
            return [b'{"query": 1}' for _ in keys]

        def set_many(self, items: dict[str, bytes]) -> None:
            pass

    answer = Resolver(NameIndex.of(ROWS), cache=Spoilt()).resolve("Wien")  # type: ignore[arg-type]
    assert (answer.status, answer.cached) == ("match", False)


@pytest.mark.parametrize(
    ("left", "right", "match"),
    [
        ("Vladimir Putin", "Владимир Путин", True),
        ("Putin, Vladimir", "Wladimir Putin", True),
        ("Сергей Викторович Лавров", "Sergey Lavrov", True),
        ("Angela Merkel", "Angela Merkel", True),
        ("Angela Merkel", "Angela Davis", False),
        ("Kim Jong-il", "Kim Jong-un", False),
        ("Angela Merkel", "", False),
    ],
)
def test_compare(resolver: Resolver, left: str, right: str, match: bool) -> None:
    judged = resolver.compare(left, right)
    assert judged.match is match
    assert 0 <= judged.score <= 1
    assert judged.reasons
    assert (judged.left, judged.right) == (left, right)


STATESMEN = Resolver(
    NameIndex.of(
        NameRow(name, name, "person", role="primary")
        for name in [
            "Xi Jinping", "Hu Jintao", "Kim Jong-un", "Kim Jong-il", "Moon Jae-in", "Ban Ki-moon", "Lee Kuan Yew",
            "Sergei Lavrov", "Vladimir Putin", "Shinzo Abe", "Tsai Ing-wen", "Ma Ying-jeou", "Park Geun-hye",
            "Emmanuel Macron", "Benjamin Netanyahu", "Volodymyr Zelensky", "Narendra Modi", "Recep Tayyip Erdogan",
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("习近平", "Xi Jinping"),
        ("胡锦涛", "Hu Jintao"),
        ("김정은", "Kim Jong-un"),
        ("김정일", "Kim Jong-il"),
        ("문재인", "Moon Jae-in"),
        ("반기문", "Ban Ki-moon"),
        ("박근혜", "Park Geun-hye"),
        ("SergeiLavrov", "Sergei Lavrov"),
        ("VladimirPutin", "Vladimir Putin"),
        ("エマニュエル・マクロン", "Emmanuel Macron"),
        ("בנימין נתניהו", "Benjamin Netanyahu"),
        ("فلاديمير بوتين", "Vladimir Putin"),
        ("Володимир Зеленський", "Volodymyr Zelensky"),
        ("नरेन्द्र मोदी", "Narendra Modi"),
        ("რეჯეფ თაიფ ერდოღანი", "Recep Tayyip Erdogan"),
    ],
)
def test_names_in_other_scripts_written_with_and_without_gaps(query: str, name: str) -> None:
    answer = STATESMEN.resolve(query)
    assert answer.candidates[0].id == name


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [
        ("هدايت الله", "match", "Hidayatullah"),
        ("امر الله صالح", "match", "Amrullah Saleh"),
        ("رحمت الله", "none", ""),
    ],
)
def test_two_words_in_arabic_letters_may_be_one_elsewhere(query: str, status: str, name: str) -> None:
    names = ("Hidayatullah", "Hedayat Amin Arsala", "Amrullah Saleh", "Abdullah Abdullah", "Gul Agha Sherzai")
    answer = Resolver(NameIndex.of(NameRow(each, each, "person") for each in names)).resolve(query)
    assert (answer.status, answer.entity.id if answer.entity else "") == (status, name)


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [
        ("جوموكينياتا", "match", "Jomo Kenyatta"),  # no gap behind a letter that never joins the next
        ("إيغوردودون", "match", "Igor Dodon"),
        ("إيغوركينياتا", "none", ""),  # of which two people have a half each
    ],
)
def test_one_word_in_arabic_letters_may_be_two_elsewhere(query: str, status: str, name: str) -> None:
    names = ("Jomo Kenyatta", "Igor Dodon", "Gordon Brown", "Ruhollah Khomeini", "Viktor Orban", "Vladimir Lenin")
    answer = Resolver(NameIndex.of(NameRow(each, each, "person") for each in names)).resolve(query)
    assert (answer.status, answer.entity.id if answer.entity else "") == (status, name)


def test_compare_asks_the_curated_list() -> None:
    one, two = Resolver.compare("Köln", "Cologne"), Resolver.compare("Köln", "Koblenz")
    assert (one.match, one.reasons[0].kind) == (True, "listed")
    assert "Cologne" in one.reasons[0].detail
    assert two.reasons[0].kind != "listed"
    swapped = Resolver.compare("Cologne", "Köln")
    assert swapped.score == pytest.approx(one.score, abs=0.01)


def test_compare_tells_names_of_two_listed_entities_apart() -> None:
    answer = Resolver.compare("Kim Jong-il", "Kim Jong-un")
    assert not answer.match
    assert answer.reasons[0].kind == "listed_apart"
    assert answer.reasons[0].weight < 0


def test_compare_says_of_one_name_written_twice_only_that() -> None:
    assert "listed" not in {reason.kind for reason in Resolver.compare("Cologne", "COLOGNE").reasons}


def test_an_index_of_a_version_that_split_names_otherwise_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [NameRow("1", "ANN SMITH", "person"), NameRow("2", "Ann Smithson", "person")]
    index = NameIndex.of(rows)
    before = Resolver(index).resolve("Ann Smithson")
    split_now: list[str] = []

    def otherwise(text: str) -> ParsedName:
        split_now.append(text)
        return parse(f"{text} more")

    monkeypatch.setattr("resolver.weigh.parse", otherwise)
    after = Resolver(index).resolve("Ann Smithson")
    assert any(split_now), "no name of the list is spelled otherwise than its words"
    assert (after.status, after.score, after.matched_name) == (before.status, before.score, before.matched_name)
