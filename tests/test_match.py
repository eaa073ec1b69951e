"""Alignment, evidence and the decision over it."""

from __future__ import annotations

import math

import pytest

from resolver import pair
from resolver.decide import DecisionModel, QueryClass, Scored, decide
from resolver.decide.model import Thresholds, posterior, probability
from resolver.index import NameIndex
from resolver.match import Alignment, evidence, letter_groups
from resolver.model import NameRow
from resolver.names import parse
from resolver.weigh import Weigher


def aligned(left: str, right: str) -> Alignment:
    return pair.aligned(parse(left), parse(right))


def pairs(left: str, right: str) -> set[tuple[str, str]]:
    found = aligned(left, right)
    return {(found.query.tokens[p.query].text, found.name.tokens[p.name].text) for p in found.pairs}


def kinds(left: str, right: str) -> list[str]:
    return [piece.kind for piece in evidence(aligned(left, right))]


def test_tokens_are_aligned_one_to_one_in_any_order() -> None:
    assert pairs("Putin Wladimir", "Владимир Путин") == {("Putin", "Путин"), ("Wladimir", "Владимир")}
    assert pairs("Ali Ali Hassan", "Ali Hasan") == {("Ali", "Ali"), ("Hassan", "Hasan")}


def test_what_is_known_of_words_outweighs_what_is_like_them_to_the_encoder() -> None:
    assert pairs("한국은행", "Bank of Korea") == {("한국", "Korea"), ("은행", "Bank")}
    assert pairs("韩国银行", "Bank of Korea") == {("韩国", "Korea"), ("银行", "Bank")}


def test_initials_stand_for_names_that_begin_alike() -> None:
    assert ("V", "Владимир") in pairs("V. Putin", "Владимир Путин")
    assert ("В", "Vladimir") in pairs("В. Путин", "Vladimir Putin")
    assert pairs("A. Putin", "Vladimir Putin") == {("Putin", "Putin")}


@pytest.mark.parametrize(
    ("initial", "name"),
    [
        ("E. Tarasova", "Yelena Tarasova"),
        ("Kh. Battulga", "Khaltmaagiin Battulga"),
        ("H. Battulga", "Khaltmaagiin Battulga"),
        ("எம். ரஜினி", "M. Rajini"),
        ("Дж. Буш", "George Bush"),
    ],
)
def test_initials_have_several_letters_or_other_ones(initial: str, name: str) -> None:
    assert "initial" in kinds(initial, name)
    assert "initial" in kinds(name, initial)


def test_initials_of_several_letters_have_a_point() -> None:
    assert "initial" not in kinds("Kh Battulga", "Khaltmaagiin Battulga")
    assert "initial" not in kinds("Kh. Battulga", "Tsakhiagiin Battulga")
    assert "initial" not in kinds("எம். ரஜினி", "E. Rajini")


def test_a_title_changes_the_place_of_no_word() -> None:
    assert "order" not in kinds("Mr. A. A. Saleh", "Ali Abdullah Saleh")


def test_words_beside_a_name_never_stand_for_a_name() -> None:
    assert ("Al", "Ali") not in pairs("Al Hassan Omar", "Ali Hassan Omar")


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("Husayn Taj al-Din", "Tajideen, Husayn", ("TajDin", "Tajideen")),
        ("Cho Yongwon", "Jo Yong-won", ("Yongwon", "Yongwon")),
        ("ولی جان", "Walijan", ("ولیجان", "Walijan")),
        ("Maria Delacruz", "Maria de la Cruz", ("Delacruz", "delaCruz")),
        ("Abu Bakr", "Abubakar", ("AbuBakr", "Abubakar")),
        ("SergeiLavrov", "Lavrov Sergej", ("SergeiLavrov", "SergejLavrov")),
    ],
)
def test_words_are_joined_where_the_other_side_writes_them_as_one(
    left: str, right: str, joined: tuple[str, str]
) -> None:
    assert joined in pairs(left, right)
    assert joined[::-1] in pairs(right, left)


def test_what_is_written_as_the_end_of_a_word_is_not_joined_as_its_beginning() -> None:
    assert ("영희", "YoungHee") in pairs("박 영희", "Park Hee Young")
    assert pairs("박 영희", "Park Young-hee") >= {("영희", "Younghee")}
    assert not any(word in ("youngHee", "HeeYoung") for _, word in pairs("박 영희", "Park Hee-young"))


def test_words_with_a_counterpart_are_not_joined() -> None:
    assert pairs("Ali Hassan", "Ali Hasan Alihasan") == {("Ali", "Ali"), ("Hassan", "Hasan")}
    assert pairs("Anna Maria Rossi", "Annamarie Rossi") >= {("Rossi", "Rossi")}


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Mykola Azarov", "Nikolai Azarov", "given_name"),
        ("Bill Clinton", "William Clinton", "hypocoristic"),
        ("Svetlana Petrova", "Svetlana Petrov", "gender_form"),
        ("Mahmoud Abbas", "Mohammed Abbas", "guarded"),
        ("محمود عباس", "Mohammed Abbas", "guarded"),
        ("Angela Merkel", "Thomas Merkel", "given_names_differ"),
        ("Salman bin Muhammad", "Muhammad bin Salman", "fathers_differ"),
        ("Salman bin Muhammad", "Мухаммед бен Салман", "fathers_differ"),
        ("Salman bin Muhammad", "ムハンマド・ビン・サルマン", "fathers_differ"),
        ("Salman bin Muhammad", "מוחמד בן סלמאן", "fathers_differ"),
        ("Ilham Heydar oglu Aliyev", "Heydar Aliyev", "fathers_differ"),
        ("Tamim bin Hamad Al Thani", "Hamad Al Thani", "fathers_differ"),
        ("Zayed bin Sultan Al Nahyan", "Sultan bin Zayed Al Nahyan", "fathers_differ"),
        ("Quliyev Elçin Rəşid oğlu", "Quliyev Rəşid Elçin oğlu", "fathers_differ"),
        ("Salman bin Abdulaziz", "Abdulaziz bin Salman bin Abdulaziz", "fathers_differ"),
        ("Hasan bin Muhammad bin Salman", "Hasan bin Salman bin Muhammad", "fathers_differ"),
        ("Muhammad bin Ahmad bin Salman", "Muhammad bin Khalid bin Salman", "fathers_differ"),
        ("Anna Petrovna Sidorova", "Anna Petrovna Kovalchuk", "surnames_differ"),
        ("Sidorova Anna Petrovna", "Анна Петровна Ковальчук", "surnames_differ"),
        ("Georgi Ivanov Kolev", "Georgi Ivanov Radichkov", "surnames_differ"),
        ("Abu Yusuf", "Yusuf", "bynames_differ"),
        ("Sheikh Abu Yusuf al-Masri", "Yusuf al-Masri", "bynames_differ"),
        ("أبو يوسف", "Yusuf Karim", "bynames_differ"),
        ("Umm Yusuf", "Abu Yusuf", "bynames_differ"),
        ("أم يوسف", "Abu Yusuf al-Masri", "bynames_differ"),
        ("Henan Machinery", "Hunan Machinery", "sides_differ"),
        ("湖南机械", "Henan Machinery Company", "sides_differ"),
        ("John Paul II", "John Paul I", "numbers_differ"),
        ("Army Unit 17", "Army Unit 17", "numbers_agree"),
        ("Army Unit 17", "Army Unit 18", "numbers_differ"),
        ("Army Unit 17", "Unit 17 of the Army", "numbers_agree"),
        ("Elizabeth II", "ELIZABETH II", "numbers_agree"),
        ("Gustaf V of Sweden", "구스타프 5세", "numbers_agree"),
        ("Henry V of England", "Henry VI of England", "numbers_differ"),
        ("Boniface V", "בוניפקיוס החמישי", "numbers_agree"),
        ("Boniface VI", "בוניפקיוס החמישי", "numbers_differ"),
        ("Donald Trump Jr.", "Donald Trump Sr.", "generations_differ"),
    ],
)
def test_what_is_known_of_names_is_evidence(left: str, right: str, kind: str) -> None:
    assert kind in kinds(left, right)
    assert kind in kinds(right, left)


@pytest.mark.parametrize(
    ("left", "right", "guarded"),
    [
        ("جولی", "Julie", False),
        ("ג'ולי", "Julie", False),
        ("ජුලී", "Julie", False),
        ("Валері", "Valérie", False),
        ("Վալերի", "Valérie", False),
        ("دانييلا", "Daniela", False),
        ("Юлия", "Julius", True),
        ("Александр", "Alexandra", True),
        ("حماد", "Hamad", True),
        ("محمود", "Mohammed", True),
    ],
)
def test_what_is_read_alike_in_two_scripts_is_guarded_as_written_only(left: str, right: str, guarded: bool) -> None:
    assert ("guarded" in kinds(left, right)) is guarded
    assert ("guarded" in kinds(right, left)) is guarded


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Zayed bin Sultan", "Zayid ibn Sultan Al Nahyan"),
        ("Zayed bin Sultan", "Zayed Sultan"),
        ("Sami ben Khamis ben Saleh", "سامي بن خميس بن صالح"),
        ("Ali bin Hasan", "Ali bin Muhammad bin Hasan"),
        ("Anna Petrovna Sidorova", "Anna Petrovna Sidarava"),
        ("Anna Petrovna Sidorova", "Anna Petrovna"),
        ("Anna Petrovna Sidorova", "Kovalchuk Anna"),
        ("Abu Yusuf", "Abou Youssef al-Masri"),
        ("Umm Kulthum", "أم كلثوم"),
        ("Umm Kulthum", "Oum Kalthoum"),
        ("Abu Bakr Karim", "Bakr Karim"),
        ("Marwan Abu Yusuf", "Marwan Yusuf"),
        ("Abu Yusuf Karim", "Karim, Abou Yusuf"),
        ("Karim Abu Yusuf", "Abu Yusuf al-Masri"),
        ("Karim Abi Yusuf", "Abu Yusuf Karim"),
        ("خالد بن محمد العنزي", "Khalid bin Mohammed al-Anazi"),
        ("Marwan bin Yusuf Network", "Marwan bin Yusuf Foundation"),
        ("Elizabeth II", "Elizabeth"),
        ("Elizabeth", "Philip"),
        ("John Smith Jr.", "John Smith"),
        ("John Smith Jr.", "John Smith junior"),
    ],
)
def test_what_only_one_name_says_denies_nothing(left: str, right: str) -> None:
    told = {"numbers_differ", "numbers_agree", "generations_differ", "fathers_differ"}
    told |= {"surnames_differ", "bynames_differ"}
    assert told.isdisjoint(kinds(left, right))
    assert told.isdisjoint(kinds(right, left))


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("Путин", "Putin", [("п", "p"), ("у", "u"), ("т", "t"), ("и", "i"), ("н", "n")]),
        ("Putin", "Путин", [("p", "п"), ("u", "у"), ("t", "т"), ("i", "и"), ("n", "н")]),
    ],
)
def test_letters_are_laid_side_by_side(query: str, name: str, expected: list[tuple[str, str]]) -> None:
    from resolver.tokens import reranker

    assert list(letter_groups(query, name, reranker())) == expected


@pytest.mark.parametrize(("query", "name"), [("Zichanouskaja", "Tsikhanouskaya"), ("محمد", "Muhammad"), ("김", "Kim")])
def test_letter_groups_spell_both_words_out(query: str, name: str) -> None:
    from resolver.tokens import reranker

    groups = letter_groups(query, name, reranker())
    assert "".join(b for _, b in groups) == name.lower()
    assert len(groups) > 1


def test_evidence_kinds() -> None:
    assert kinds("Dr. Angela Merkel", "Merkel Angela") == ["same", "same", "beside", "order", "whole"]
    assert kinds("Angela Merkel", "Merkel, Angela") == ["same", "same", "same_letters", "whole"]
    assert "same_letters" in kinds("SergeiLavrov", "Sergei Lavrov")
    assert {"not_in_name", "not_in_query"} <= set(kinds("Angela Merkel", "Angela Davis"))
    assert kinds("Путин", "Putin")[0] == "romanised"


def test_every_token_is_spoken_of_exactly_once() -> None:
    pieces = list(evidence(aligned("Dr. Ali bin Hassan Omar", "Ali Omer al-Masri")))
    query = [t for piece in pieces for t in [piece.query] if t]
    name = [t for piece in pieces for t in [piece.name] if t]
    assert sorted(query) == sorted(["Dr", "Ali", "bin", "Hassan", "Omar"])
    assert sorted(name) == sorted(["Ali", "Omer", "al", "Masri"])


@pytest.mark.parametrize("of", ["pair", "single_pair", "body_pair"])
def test_no_word_counts_for_more_than_the_same_word(of: QueryClass) -> None:
    weights = DecisionModel.shipped().weights[of]
    others = ["given_name", "hypocoristic", "translation", "abbreviation", "acronym", "sound", "romanised", "similar_5"]
    for rarity in (0.2, 0.6, 1.2):
        same = weights["same"] + weights["same_rarity"] * rarity
        assert all(weights.get(kind, 0) + weights.get(f"{kind}_rarity", 0) * rarity <= same for kind in others)


def test_log_odds_are_the_sum_of_the_weights_of_the_pieces() -> None:
    model = DecisionModel.shipped()
    pieces = list(evidence(aligned("Angela Merkel", "Merkel A.")))
    assert model.log_odds(pieces, "full") == pytest.approx(sum(model.weight(p, "full") for p in pieces))


def test_every_feature_that_evidence_gives_has_a_weight() -> None:
    model = DecisionModel.shipped()
    names = ["Angela Merkel", "Меркель А.", "Merkell Anjela", "Dr. Merkel GmbH", "Wagner", "Vagner Richard von", "Ou"]
    given = {f for a in names for b in names for piece in evidence(aligned(a, b)) for f, _ in piece.features}
    known = set().union(*(set(weights) for weights in model.weights.values()))
    assert given <= known


def test_posterior_shares_out_among_rivals() -> None:
    assert posterior([]) == []
    assert posterior([0.0]) == [0.5] == [probability(0.0)]
    two = posterior([5.0, 5.0])
    assert two[0] == two[1] < 0.5
    assert sum(posterior([900.0, -900.0, 3.0])) == pytest.approx(1)
    assert probability(-1000) == pytest.approx(0, abs=1e-300)
    assert probability(2) == pytest.approx(1 / (1 + math.exp(-2)))


THRESHOLDS = Thresholds(match=0.8, candidate=0.3, margin=0.2)


@pytest.mark.parametrize(
    ("ranked", "status"),
    [
        ([], "none"),
        ([Scored(1, 1, 0.2)], "none"),
        ([Scored(1, 1, 0.5)], "ambiguous"),
        ([Scored(1, 1, 0.9)], "match"),
        ([Scored(1, 1, 0.9, weak=True)], "ambiguous"),
        ([Scored(1, 1, 0.9, denied=True)], "ambiguous"),
        ([Scored(1, 1, 0.2, equal=True)], "match"),
        ([Scored(1, 1, 0.45, equal=True), Scored(2, 2, 0.45, equal=True)], "ambiguous"),
        ([Scored(1, 1, 0.6, equal=True), Scored(2, 2, 0.3)], "match"),
        ([Scored(n, n, 0.2) for n in range(5)], "ambiguous"),
        ([Scored(1, 1, 0.2), *(Scored(n, n, 0.05) for n in range(2, 9))], "none"),
    ],
)
def test_verdict(ranked: list[Scored], status: str) -> None:
    assert decide(ranked, THRESHOLDS).status == status


def test_a_match_needs_a_lead() -> None:
    assert decide([Scored(1, 1, 0.81), Scored(2, 2, 0.7)], THRESHOLDS).status == "ambiguous"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("International Business Machines Corp", "IBM", "acronym"),
        ("State Oil Company of Azerbaijan Republic", "SOCAR", "acronym"),
        ("Powszechna Kasa Oszczędności Bank Polski", "PKO Bank Polski", "acronym"),
        ("Министерство внутренних дел", "МВД", "acronym"),
        ("Intl Trading House", "International Trading House", "abbreviation"),
        ("Banque du Liban", "Bank du Liban", "translation"),
        ("North Star Lines", "South Star Lines", "sides_differ"),
        ("John A. Smith", "John B. Smith", "initials_differ"),
        ("John Alan Smith", "John B. Smith", "initials_differ"),
        ("Robert Downey", "Robert Downey Jr.", "generation_added"),
        ("Queen Mary", "Queen Mary 2", "number_added"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "marks_differ"),
        ("Nguyễn Văn Lan", "Nguyễn Thị Lan", "guarded"),
        ("Min Thein", "Phyo Min Thein", "part_left_out"),
        ("Odesa Central Prison", "Lviv Central Prison", "own_words_differ"),
        ("Cham Investment Group", "Borealis Investment Group SAL", "own_words_differ"),
        ("တင်အောင်", "Tin Aung San", "part_left_out"),
        ("李 小龍", "Lee Siu Lung", "reading"),
        ("毛 澤東", "Mao Tse-tung", "reading"),
        ("大谷 翔平", "Shohei Ohtani", "reading"),
        ("이 승만", "Rhee Seungman", "reading"),
        ("斎藤 一", "齋藤 一", "reading"),
        ("غیاث الدین آغا", "Ghiassouddine Agha", "given_name"),
        ("Ghiyath al-Din Agha", "Ghiassouddine Agha", "given_name"),
    ],
)
def test_what_words_stand_for_is_evidence(left: str, right: str, kind: str) -> None:
    assert kind in kinds(left, right)
    assert kind in kinds(right, left)


@pytest.mark.parametrize(
    ("characters", "latin", "denied"),
    [
        ("金 英逸", "Chin Yong Il", True),  # of Mandarin, of Korean
        ("金 英逸", "Kim Yong Il", False),
        ("孫 正義", "Son Masayoshi", False),  # 孫 is Son in Japanese too
        ("陳 水扁", "Chen Shui-bian", False),
        ("김 영일", "Kim Yong Il", False),
    ],
)
def test_a_name_in_characters_is_read_in_one_language(characters: str, latin: str, denied: bool) -> None:
    assert ("readings_differ" in kinds(characters, latin)) == denied
    assert ("readings_differ" in kinds(latin, characters)) == denied


@pytest.mark.parametrize(
    ("characters", "latin", "miscounted"),
    [
        ("李 瑞", "Ri Su-yong", True),
        ("陳 建良", "Chin Ryu", True),
        ("李 洙墉", "Ri Su-yong", False),
        ("安倍 晋三", "Abe Shinzo", False),
        ("陳 國基", "Eric Chan Kwok-ki", False),  # characters stand for no Eric
        ("唐納德 特朗普", "Donald Trump", False),
    ],
)
def test_a_name_has_as_many_characters_as_syllables(characters: str, latin: str, miscounted: bool) -> None:
    assert ("characters_miscounted" in kinds(characters, latin)) == miscounted
    assert ("characters_miscounted" in kinds(latin, characters)) == miscounted


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Ian Nowak", "Ivan Adam Nowak", "acronym"),
        ("Andrzej Bogdan Cichy", "abc Transport", "acronym"),
        ("Zürich Versicherung", "Züricher Versicherung", "translation"),
        ("Sésé Seko", "Sese Séko", "marks_differ"),
        ("李 小龍", "Lee Jun Fan", "reading"),
        ("John A. Smith", "John Smith", "initials_differ"),
        ("Phyo Min Thein", "U Phyo Min Thein", "part_left_out"),
        ("Odesa Central Prison", "Odessa Central Prison", "own_words_differ"),
        ("Acme Investment Group", "Acme Holding", "own_words_differ"),
        ("Win Tin Johnson", "Win Johnson", "part_left_out"),
        ("Jan Kowalski", "Jan Adam Kowalski", "part_left_out"),
    ],
)
def test_what_is_not_known_is_no_evidence(left: str, right: str, kind: str) -> None:
    found = [k for k in kinds(left, right) if k == kind]
    assert len(found) == ("Lee" in right)


def test_an_acronym_beside_its_own_words_stands_for_none_of_them() -> None:
    name = "Organisation of Red Orchards (ORO)"
    assert pairs("Organisation of Red Orchards", name) == {
        ("Organisation", "Organisation"), ("of", "of"), ("Red", "Red"), ("Orchards", "Orchards"),
    }  # fmt: skip
    beside = [piece for piece in evidence(aligned(name, "Organisation of Red Orchards")) if piece.kind == "beside"]
    assert [(piece.query or piece.name, piece.detail) for piece in beside] == [("ORO", "acronym")]
    assert ("ORO", "ORO") in pairs("ORO", name)
    assert "acronym" in kinds("ORO", "Organisation of Red Orchards")


def test_what_characters_are_read_as_counts_by_how_rare_it_is_in_the_list() -> None:
    names = [f"Kim {word}" for word in ("Chol", "Hae", "Jun", "Kwang", "Min", "Nam", "Pil", "Sok", "Tae", "Yon")]
    index = NameIndex.of(NameRow(name, name, "person") for name in names)
    at = names.index("Kim Nam")
    pieces = Weigher(index, DecisionModel.shipped()).evidence(parse("金 南"), at)
    counted = [dict(piece.features)["across_5_rarity"] for piece in pieces if piece.kind == "reading"]
    numbers, _ = index.tokens_of(at)
    assert counted == pytest.approx([index.rarity_of(number) / 10 for number in numbers])


@pytest.mark.parametrize(
    ("characters", "latin", "left_over"),
    [
        ("瑞 杰 鲁", "Ri Je-son", True),
        ("김 영 호", "Pak Yong Ho", True),
        ("金 英逸", "Kim Yong Il", False),
        ("金 英逸", "Kim Yong Il Park", False),
        ("唐纳德 约翰", "Donald Trump", False),
    ],
)
def test_a_syllable_of_a_name_in_characters_is_left_over(characters: str, latin: str, left_over: bool) -> None:
    assert ("characters_left_over" in kinds(characters, latin)) == left_over
    assert ("characters_left_over" in kinds(latin, characters)) == left_over


@pytest.mark.parametrize(
    ("left", "right", "of_last"),
    [
        ("Reyes Exposito", "E. J. Reyes", True),
        ("Clara Gomez", "C. J. Gomez", False),
        ("Maria C.", "Maria Costa", False),
        ("Edward Calvo", "E. Calvo", False),
    ],
)
def test_an_initial_before_a_surname_stands_for_no_surname(left: str, right: str, of_last: bool) -> None:
    assert ("initial_of_last" in whole(left, right)) == of_last
    assert ("initial_of_last" in whole(right, left)) == of_last


def whole(left: str, right: str) -> set[str]:
    """The features of a pair of names as a whole."""
    return {name for piece in evidence(aligned(left, right)) if piece.kind == "whole" for name, _ in piece.features}


def test_a_part_of_a_name_tells_more_the_rarer_it_is() -> None:
    def told(left: str, right: str) -> dict[str, float]:
        return dict(feature for piece in evidence(aligned(left, right)) for feature in piece.features)

    usual, rare = told("Muhammad Nkalubo", "Muhammad"), told("Sviatlana Tsikhanouskaya", "Tsikhanouskaya")
    assert usual["one_side_left_over"] == rare["one_side_left_over"] == 1
    assert usual["one_side_left_over_rarity"] < rare["one_side_left_over_rarity"]
    assert "one_side_left_over" not in told("Ali Muhammad", "Muhammad Ali")
    assert "both_sides_left_over_more" in told("Ali Omar Nkalubo", "Ali Jerzy Kowalski")


def test_abd_is_no_name_without_the_word_behind_it() -> None:
    def counted(left: str, right: str) -> list[str]:
        features = [name for piece in evidence(aligned(left, right)) for name, _ in piece.features]
        return [name for name in features if name.startswith("named_pairs")]

    assert counted("Abd al-Karim", "Abdul Karim") == ["named_pairs_1"]
    assert counted("عبد الكريم", "Abdul Karim Said") == ["named_pairs_1"]
    assert counted("Karim Said", "Karim Said") == ["named_pairs_2"]
