"""What two names without a list say by single words: names that people bear, ships, given names, lands, legal forms."""

from __future__ import annotations

import random

import pytest

from resolver import Resolver
from resolver.match import evidence
from resolver.model import EntityType
from resolver.names import parse
from resolver.pair import aligned, ordered
from resolver.tokens.attested import BITS, HASHES, is_attested, is_english, places


def features(left: str, right: str) -> dict[str, float]:
    pieces = evidence(aligned(*ordered(parse(left), parse(right))))
    return {name: value for piece in pieces for name, value in piece.features}


def kinds(left: str, right: str) -> set[str]:
    return {piece.kind for piece in evidence(aligned(*ordered(parse(left), parse(right))))}


def test_names_that_people_bear_are_known() -> None:
    assert all(map(is_attested, ("kelly", "kerry", "susanto", "peskov")))
    made_up = ["".join(random.Random(seed).choices("bcdfghjklmnpqrstvwxz", k=9)) for seed in range(1_000)]
    assert sum(map(is_attested, made_up)) < 30


def test_english_words_are_known() -> None:
    assert all(map(is_english, ("island", "inland", "harbor")))
    assert not any(map(is_english, ("harbar", "iland", "gazprom", "inlan")))


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("Green Island", "Green Inland", "english_2"),
        ("Green Island", "Green Izland", "attested_1"),
        ("Elena Baturina", "Elena Batalina", "attested_2"),
        ("Dynamic Systems", "Dynamic System", ""),
    ],
)
def test_two_words_that_are_known_are_two(left: str, right: str, told: str) -> None:
    found = {name for name in features(left, right) if name.startswith(("attested", "english"))}
    assert found == ({told} if told else set())


@pytest.mark.parametrize(
    ("name", "is_body"),
    [
        ("KPMG", True), ("UNEP", True), ("Gazprombank", True), ("Совкомбанк", True), ("SMITH", False), ("Kpmg", False),
        ("Bank", True), ("Burns", False), ("KPMG Smith", False),
    ],
)  # fmt: skip
def test_some_names_of_one_word_are_known_for_bodies(name: str, is_body: bool) -> None:
    assert aligned(parse(name), parse("x")).query.is_organisation == is_body


def test_a_founder_is_no_body_unless_both_are_told_to_be() -> None:
    assert "person_beside_organisation" in kinds("Walt Disney", "The Walt Disney Company")
    assert "person_beside_organisation" not in kinds("Hugo Boss", "Hugo Boss AG")
    assert "person_beside_organisation" not in kinds("Hugo Boss GmbH", "Hugo Boss AG")
    assert "person_beside_organisation" not in kinds("Siemens", "Siemens AG")


def test_a_word_has_its_bits_within_the_filter() -> None:
    for word in ("", "a", "peskov", "ß"):
        found = places(word)
        assert len(found) == HASHES
        assert all(0 <= at < BITS for at in found)
        assert found == places(word)


@pytest.mark.parametrize(
    ("left", "right", "known"),
    [
        ("Ann Kelly", "Ann Kerry", "attested_2"),
        ("Ann Kelly", "Ann Kelsly", "attested_1"),
        ("Ann Kelly", "Ann Kelly", ""),
    ],
)
def test_two_known_names_are_told_from_a_slip(left: str, right: str, known: str) -> None:
    assert {name for name in features(left, right) if name.startswith("attested")} == ({known} if known else set())


def test_short_words_in_capitals_may_be_acronyms() -> None:
    assert "letters_of_two" in features("UNDP Office", "UNEP Office")
    assert "letters_of_two" not in features("Undp Office", "Unep Office")


def test_what_stands_in_one_word_elsewhere_is_one_word() -> None:
    (pair,) = aligned(*ordered(parse("Chong Chon Gang"), parse("CHONGCHONGANG"))).pairs
    assert pair.likeness is not None
    assert pair.likeness.kind == "same"


def test_an_article_may_go_with_the_word_before() -> None:
    pairs = aligned(*ordered(parse("Zia-ur-Rahman"), parse("Ziaur Rahman"))).pairs
    assert [pair.likeness.kind for pair in pairs if pair.likeness] == ["same", "same"]


def test_exchanged_given_names_are_told_from_a_surname_that_stands_first() -> None:
    assert "order_of_given" in features("Ali Hassan", "Hassan Ali")
    assert "order_of_given" not in features("Ali Hassan", "Ali Hassan")
    assert "order_of_given" not in features("Angela Merkel", "Merkel Angela")
    assert "order_of_given" not in features("Shinzo Abe", "Abe Shinzo")  # Abe is Abraham elsewhere
    assert "order_of_given" not in features("Viktor Orbán", "Orbán Viktor")


def test_each_further_word_left_out_is_counted() -> None:
    assert "more_left_over" not in features("Mobutu Sese Seko", "Mobutu Sese")
    assert features("Mobutu Sese Seko Kuku Ngbendu", "Mobutu Sese")["more_left_over"] == 2.0


def test_a_mans_name_beside_a_womans_surname_is_of_two_people() -> None:
    assert "genders_differ" in kinds("Ilham Aliyev", "Ilham Aliyeva")
    assert "genders_differ" not in kinds("Olga Petrov", "Olga Petrova")


def test_what_a_land_is_is_no_word_left_over() -> None:
    said = features("Ministry of Defence RF", "Ministry of Defence of the Russian Federation")
    assert "one_side_left_over" not in said
    assert "both_sides_left_over" not in said
    assert "one_side_left_over" in features("Credit Federation Bank", "Credit Bank")


@pytest.mark.parametrize("name", ["PT Bank Mandiri", "Bank Mandiri (Persero) Tbk"])
def test_a_legal_form_is_one_beside_words_of_organisations(name: str) -> None:
    assert [token.key for token in parse(name).tokens if token.role == "name"] == ["bank", "mandiri"]
    assert parse("Pt Mandiri").tokens[0].role == "name"


@pytest.mark.parametrize("name", ["MV Wise Honest", "WISE HONEST MV", "Wise Honest M/V"])
def test_a_ships_prefix_may_stand_behind(name: str) -> None:
    assert [token.key for token in parse(name, "vessel").tokens if token.role == "name"] == ["wise", "honest"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Petrobras", "Petróleo Brasileiro S.A."),
        ("Petronas", "Petroliam Nasional Berhad"),
        ("KOMID", "Korea Mining Development Trading Corporation"),
    ],
)
def test_a_word_put_together_from_the_beginnings_of_others_stands_for_them(short: str, full: str) -> None:
    assert "acronym" in kinds(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [("Petrobank", "Petróleo Brasileiro S.A."), ("Marin", "Maria Ines Bank"), ("Delta", "Delta Trading Ltd")],
)
def test_a_word_that_begins_as_one_word_or_goes_on_otherwise_does_not(short: str, full: str) -> None:
    assert "acronym" not in kinds(short, full)


@pytest.mark.parametrize("letters", [20, 60])
def test_letters_that_can_be_parted_in_countless_ways_are_not_tried_in_each(letters: int) -> None:
    # to try each way of the longer one would take for ever
    assert "acronym" not in kinds(f"Bank {'aaaa ' * 23}", "a" * (letters - 1) + "b")
    assert "acronym" in kinds(f"Bank {'aaaa ' * 23}", "Ba" + "a" * 12)


def test_what_may_be_a_legal_form_is_no_word_left_over_beside_an_organisation() -> None:
    assert "one_side_left_over" not in features("BASF SE", "BASF Aktiengesellschaft")
    assert "one_side_left_over" in features("BASF Coatings", "BASF Aktiengesellschaft")


def test_two_words_of_one_language_may_say_one_of_another() -> None:
    assert "one_side_left_over" not in features("Türk Hava Yolları", "Turkish Airlines")
    assert "one_side_left_over" not in features("Российские железные дороги", "Russian Railways")
    assert "one_side_left_over" in features("Turkish Airlines Cargo", "Turkish Airlines")


def test_of_two_acronyms_each_letter_counts_whatever_it_sounds_like() -> None:
    assert "cosine" not in {name.partition("_")[0] for name in features("KPMG Bank", "KPNG Bank")}
    assert "letters_of_two" not in features("KIM Yong", "GIM Yong")
    assert "letters_of_two" not in features("UNDP OFFICE", "UNEP OFFICE")


def test_ships_that_sound_alike_are_told_from_those_written_otherwise() -> None:
    def copied(left: str, right: str) -> set[str]:
        one, other = parse(left, "vessel"), parse(right, "vessel")
        pieces = evidence(aligned(*ordered(one, other), "vessel"))
        return {name for piece in pieces for name, _ in piece.features if name.startswith("copied")}

    assert copied("Akademik Cherskiy", "Akademik Chersky") == {"copied_sounding"}
    assert copied("Sea Star", "Sea Stag") == {"copied_altered"}
    assert copied("Sea Star", "SEA STAR") == set()


def test_a_syllable_tells_two_chinese_people_apart() -> None:
    assert "syllables_of_names_differ" in features("Zhang Xiaoming", "Zhang Xiaoping")
    assert "syllables_of_names_differ" not in features("Anna Moni", "Anna Mani")
    assert "syllables_of_names_differ" not in features("Zhou Enlai", "Chou En-lai")


@pytest.mark.parametrize(
    ("left", "right", "denied"),
    [
        ("Zhang Weiming", "Zhang Weiping", True),
        ("Huang Xingguo", "Huang Xinghua", True),
        ("Zhang Weiming", "Zhang Weimin", False),
        ("Wang Zhiguo", "Wang Ziguo", False),
        ("Deng Xiaoping", "Teng Hsiao-p'ing", False),
        ("Anna Moni", "Anna Mani", False),
    ],
)
def test_another_syllable_denies_that_two_chinese_people_are_one(left: str, right: str, *, denied: bool) -> None:
    for one, other in ((left, right), (right, left)):
        kinds = {piece.kind for piece in evidence(aligned(*ordered(parse(one), parse(other))))}
        assert ("syllables_differ" in kinds) is denied


@pytest.mark.parametrize(
    ("left", "right", "type", "match"),
    [
        ("王毅", "Wang Yi", "person", True),
        ("王毅", "Wang Yi Fan", "person", False),
        ("김철", "Kim Chol", "person", True),
        ("김철", "Kim Chol Su", "person", False),
        ("马云", "Jack Ma Yun", "person", True),
        ("Hewlett-Packard", "HP", "org", True),
        ("Hewlett-Packard", "HK", "org", False),
        ("John Smith", "JS", "person", False),
        ("Guinea", "Guinea-Bissau", None, False),
        ("Republic of Guinea", "Guinea", "place", True),
        ("Газпромбанк", "Gazprom", "org", False),
        ("Deutsche Bank", "Deutsche Bundesbank", "org", False),
        ("Seán Ó Briain", "Sean O'Brien", "person", True),
        ("Seán Ó Briain", "Sean O'Neill", "person", False),
        ("Jon Etxeberria", "Jon Echeverría", "person", True),
        ("SEA DRAGON I", "Sea Dragon 1", "vessel", True),
        ("SEA DRAGON I", "Sea Dragon 2", "vessel", False),
        ("กระทรวงการคลัง", "Ministry of Finance", "org", True),
        ("กระทรวงการคลัง", "Ministry of Health", "org", False),
        ("ঢাকা বিশ্ববিদ্যালয়", "University of Dhaka", "org", True),
        ("Frankfurt am Main", "Frankfurt on the Main", "place", True),
        ("Angela Dorothea Merkel", "Angela Merkel (née Kasner)", "person", True),
    ],
)
def test_what_tells_two_names_apart_or_makes_them_one(
    left: str, right: str, type: EntityType | None, match: bool
) -> None:
    assert Resolver.compare(left, right, type=type).match == match
