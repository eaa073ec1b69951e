"""Spellings collapsed into entities: what holds together, what stays apart, and what is known beforehand."""

from __future__ import annotations

import csv
import random
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver import Resolver
from resolver.batch import TableRun
from resolver.batch.clusters import cluster_table
from resolver.cli.entry import cli
from resolver.cluster import Cluster, Clustering, Constraint, cluster_names
from resolver.cluster.company import company
from resolver.cluster.pairs import FEATURES, Pairs
from resolver.cluster.settle import settle
from resolver.errors import InputError, TableError
from resolver.index import NameIndex
from resolver.text import clean
from training.clusters import pairwise_f1
from training.lists import read as read_rows

LUKASHENKO = ["Alexander Lukashenko", "Аляксандр Лукашэнка", "Aliaksandr Lukashenka", "Lukaschenko, Alexander"]
TSIKHANOUSKAYA = ["Sviatlana Tsikhanouskaya", "Светлана Тихановская", "Tikhanovskaya, Svetlana"]
OTHERS = ["Siarhei Tsikhanouski", "Maria Kalesnikava", "Hans Müller"]
NAMES = [*LUKASHENKO, *TSIKHANOUSKAYA, *OTHERS]


def of(found: Clustering, name: str) -> Cluster:
    return found.by_name()[name]


def together(found: Clustering, *names: str) -> bool:
    return len({of(found, name).id for name in names}) == 1


@pytest.fixture(scope="module")
def clustering() -> Clustering:
    return Resolver.cluster(NAMES, type="person")


# Settling


def total(clusters: list[int], weights: dict[tuple[int, int], float], absent: float) -> float:
    """The sum of weights within clusters."""
    return sum(
        weights.get((i, j), absent) for i, j in combinations(range(len(clusters)), 2) if clusters[i] == clusters[j]
    )


def test_a_chain_does_not_hold_together() -> None:
    weights = {(at, at + 1): 1.0 for at in range(9)}
    assert max(map(settle([1] * 10, weights, absent=-2.0).count, range(10))) == 2


def test_a_third_name_that_both_are_like_brings_two_together() -> None:
    assert settle([1, 1, 1], {(0, 1): 2.0, (1, 2): 2.0}, absent=-1.0) == [0, 0, 0]


def test_what_is_apart_stays_apart_whatever_speaks_for_it() -> None:
    clusters = settle([1, 1, 1], {(0, 1): 5.0, (1, 2): 4.0, (0, 2): 5.0}, [(0, 1)], absent=-1.0)
    assert clusters[0] != clusters[1]
    assert clusters[2] == clusters[0]


def test_what_speaks_against_a_pair_outweighs_a_third_name_that_both_are_like() -> None:
    clusters = settle([1, 1, 1], {(0, 1): 2.0, (1, 2): 3.0, (0, 2): -5.0}, absent=-0.5)
    assert clusters == [0, 1, 1]


@st.composite
def problems(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float], list[tuple[int, int]], set[int]]:
    count = draw(st.integers(1, 7))
    every = list(combinations(range(count), 2))
    weights = {pair: draw(st.integers(-4, 4)) / 2 for pair in every if draw(st.booleans())}
    apart = [pair for pair in every if draw(st.integers(0, 5)) == 0]
    anchors = {item for item in range(count) if draw(st.integers(0, 3)) == 0}
    return count, weights, apart, anchors


@given(problems())
@settings(deadline=None, max_examples=200)
def test_clusters_keep_the_rules_and_no_single_move_betters_them(
    problem: tuple[int, dict[tuple[int, int], float], list[tuple[int, int]], set[int]],
) -> None:
    count, weights, apart, anchors = problem
    clusters = settle([1] * count, weights, apart, anchors, absent=-1.0)

    def allowed(clusters: list[int]) -> bool:
        held = [clusters[item] for item in anchors]
        return len(set(held)) == len(held) and all(clusters[i] != clusters[j] for i, j in apart)

    assert allowed(clusters)
    reached = total(clusters, weights, -1.0)
    for item, where in product(range(count), range(count + 1)):
        moved = [*clusters[:item], where, *clusters[item + 1 :]]
        assert not allowed(moved) or total(moved, weights, -1.0) <= reached + 1e-9


# Names


def test_spellings_of_one_person_come_together_and_others_stay_apart(clustering: Clustering) -> None:
    assert together(clustering, *LUKASHENKO)
    assert together(clustering, *TSIKHANOUSKAYA)
    assert {of(clustering, name).names for name in OTHERS} == {(name,) for name in OTHERS}


def test_the_order_of_names_plays_no_part(clustering: Clustering) -> None:
    for seed in range(2):
        shuffled = random.Random(seed).sample(NAMES, len(NAMES))
        assert Resolver.cluster(shuffled, type="person") == clustering


def test_scores_are_probabilities_and_clusters_begin_with_their_name(clustering: Clustering) -> None:
    assert all(0 < cluster.score < 1 for cluster in clustering.clusters)
    assert all(0 < doubt.score < 1 for doubt in clustering.doubts)
    assert all(cluster.names[0] == cluster.name for cluster in clustering.clusters)
    assert sorted(name for cluster in clustering.clusters for name in cluster.names) == sorted(NAMES)


def test_names_that_deny_each_other_stay_apart() -> None:
    found = Resolver.cluster(["Elizabeth Windsor II", "Elizabeth Windsor I", "Elizabeth Windsor  II"])
    assert [cluster.names for cluster in found.clusters] == [("Elizabeth Windsor I",), ("Elizabeth Windsor II",)]


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [("Kim Jong-un", "Kim Jong-il", "김정은"), ("Mahmoud Abbas", "Mohammed Abbas", "محمود عباس")],
)
def test_a_third_spelling_does_not_join_what_is_known_to_be_two_names(one: str, other: str, between: str) -> None:
    found = Resolver.cluster([one, other, between], type="person")
    assert together(found, one, between)
    assert not together(found, one, other)


def test_brothers_whose_names_go_on_alike_stay_apart() -> None:
    one, other = "Qasim Wadih Shakir Bazzari", "Laith Wadih Shakir Bazzari"
    spelled = ["Qassim Wadih Shakir al-Bazzari", "Layth Wadih Shaker Bazzari"]
    found = Resolver.cluster([one, other, *spelled], type="person")
    assert together(found, one, spelled[0])
    assert together(found, other, spelled[1])
    assert not together(found, one, other)


# The other names of the table


def test_the_other_names_of_a_table_speak_for_a_pair_and_against_it() -> None:
    """Names 0 to 2 are like each other, 3 is like 2, and 4 like 3."""
    ends = np.array([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)])
    probability = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    alone = np.log(probability / (1 - probability))
    pairs = Pairs(ends[:, 0], ends[:, 1], np.zeros((5, len(FEATURES))), np.zeros(5, np.bool_))
    found = company(pairs, alone, 5)
    # Name 2 is like three names, two of which are one with 0.9 (each two are counted once from either side).
    apart_of_2 = 2 * (0.8 * 0.7 * (1 - 0.9) + 0.8 * 0.6 + 0.7 * 0.6)
    assert np.expm1(found[2, :3]) == pytest.approx([0.9 * 0.8, 0.9 - 0.9 * 0.8, apart_of_2])
    assert np.expm1(found[3, :3]) == pytest.approx([0.0, 0.5, apart_of_2])
    assert found[:, 3] == pytest.approx(
        [alone[0] - alone[1], alone[1] - alone[0], alone[2] - alone[0], alone[3] - alone[1], alone[4] - alone[3]]
    )
    lonely = company(Pairs(ends[:1, 0], ends[:1, 1], np.zeros((1, len(FEATURES))), np.zeros(1, np.bool_)), alone[:1], 2)
    assert lonely[0] == pytest.approx([0.0, 0.0, 0.0, 4.0])
    assert company(Pairs(ends[:0, 0], ends[:0, 1], np.zeros((0, len(FEATURES))), np.zeros(0, np.bool_)),
                   alone[:0], 0).shape == (0, 4)  # fmt: skip


def test_names_without_letters_and_no_names_at_all() -> None:
    assert Resolver.cluster(["", "...", "x" * 2000]).clusters == ()
    assert [cluster.name for cluster in Resolver.cluster(["", "Ada Lovelace"]).clusters] == ["Ada Lovelace"]


@pytest.mark.parametrize("nobody", ["n/a", "Unknown", "(UNKNOWN)", "неизвестно", "Не указан", "לא ידוע", "--none--"])
def test_what_says_that_a_name_is_unknown_is_no_name(nobody: str) -> None:
    assert [cluster.names for cluster in Resolver.cluster([nobody, "Na", "Nil Unknown"]).clusters] == [
        ("Na",), ("Nil Unknown",),
    ]  # fmt: skip


@pytest.mark.parametrize("several", ["Ada Lovelace and Charles Babbage", "Ada Lovelace; Charles Babbage",
                                     "Ada Lovelace & Charles Babbage", "Ada Lovelace / Charles Babbage"])  # fmt: skip
def test_two_persons_in_one_cell_are_neither_of_them(several: str) -> None:
    names = ["Ada Lovelace", "Charles Babbage", several]
    assert [cluster.name for cluster in Resolver.cluster(names, type="person").clusters] == names[:2]
    assert several in Resolver.cluster(names, type="org").by_name()


@pytest.mark.parametrize("name", ["José Ortega y Gasset", "Anna and Peter Smith", "Rand Paul", "Etta James"])
def test_one_person_may_have_a_name_like_two(name: str) -> None:
    assert [cluster.name for cluster in Resolver.cluster([name], type="person").clusters] == [name]


def test_the_summary_says_which_cells_were_passed_over(tmp_path: Path) -> None:
    source = table_of(tmp_path / "in.csv", ["Ada Lovelace", "n/a", "...", "Ada Lovelace and Charles Babbage"])
    out = tmp_path / "out.csv"
    done = invoke("cluster", source, "-o", out, "--column", "author", "--type", "person")
    for told in ("1 clustered", "1 with a word for an unknown name", "1 with several persons in one cell",
                 "1 without a usable name"):  # fmt: skip
        assert told in done.stderr
    assert [line.endswith(",,,") for line in out.read_text("utf-8").splitlines()[1:]] == [False, True, True, True]


@pytest.mark.parametrize(
    ("names", "canonical"),
    [
        (["Lovelace", "A. Lovelace", "Ada Lovelace"], "Ada Lovelace"),
        (["Ada Lovelace", "Ада Лавлейс", "Ада Лавлейс"], "Ада Лавлейс"),
        (["Ада Лавлейс", "Ada Lovelace"], "Ada Lovelace"),
        (["ADA LOVELACE", "Ada Lovelace"], "Ada Lovelace"),
        (["Lovelace, Ada", "Ada Lovelace", "Lovelace, Ada K."], "Ada Lovelace"),
    ],
    ids=["full", "in most rows", "Latin", "not in capitals", "without a comma"],
)
def test_the_canonical_spelling(names: list[str], canonical: str) -> None:
    known = [Constraint(names[0], name, True) for name in names[1:]]
    (cluster,) = Resolver.cluster(names, constraints=known).clusters
    assert cluster.name == canonical


def test_the_clusters_are_a_name_list(clustering: Clustering) -> None:
    resolver = Resolver(NameIndex.of(clustering.rows("person")))
    answer = resolver.resolve("Lukašenka, Aliaksandr")
    assert answer.entity is not None
    assert answer.entity.id == of(clustering, LUKASHENKO[0]).id
    assert answer.entity.name == of(clustering, LUKASHENKO[0]).name


# What is known beforehand


def test_constraints_are_kept_and_no_doubt_any_more(clustering: Clustering) -> None:
    known = [
        Constraint("Hans Müller", "Maria Kalesnikava", True),
        Constraint(LUKASHENKO[0], LUKASHENKO[1], False),
        Constraint("not in", "the table", True),
    ]
    found = Resolver.cluster(NAMES, type="person", constraints=known)
    assert together(found, "Hans Müller", "Maria Kalesnikava")
    assert not together(found, *LUKASHENKO[:2])
    decided = {frozenset((c.left, c.right)) for c in known}
    assert not decided & {frozenset((doubt.left, doubt.right)) for doubt in found.doubts}


def test_constraints_that_contradict_each_other_are_refused() -> None:
    known = [
        Constraint("A B", "C D", True, 2),
        Constraint("C D", "E F", True, 3),
        Constraint("A  B", "E F", False, 4),
    ]
    with pytest.raises(InputError, match=r"row 4: 'A B' and 'E F' are 'different' here, but .* Take out this row"):
        Resolver.cluster(["A B", "C D", "E F"], constraints=known)


def test_new_names_join_earlier_entities_or_found_new_ones(clustering: Clustering) -> None:
    new = ["Alexandre Loukachenko", "Grace Hopper"]
    found = Resolver.cluster([*new, *NAMES[:2]], type="person", earlier=clustering.rows())
    for before in clustering.clusters:
        after = of(found, before.name)
        assert (after.id, after.name) == (before.id, before.name)
        assert set(before.names) <= set(after.names)
    assert of(found, new[0]).id == of(clustering, LUKASHENKO[0]).id
    assert of(found, new[1]).names == ("Grace Hopper",)
    assert len(found.clusters) == len(clustering.clusters) + 1


def test_earlier_entities_never_merge(clustering: Clustering) -> None:
    first = list(Resolver.cluster(["Ada Lovelace"]).rows())
    second = [*first, *Resolver.cluster(["Ada Lovelase"]).rows()]
    assert len(Resolver.cluster(["Ada Lovelacee"], earlier=second).clusters) == 2
    with pytest.raises(InputError, match="earlier clusters have them as two"):
        Resolver.cluster([], earlier=second, constraints=[Constraint("Ada Lovelace", "Ada Lovelase", True)])


# Quality


def test_romanisations_of_cyrillic_names_come_together(shared: Path) -> None:
    folder = shared / "eval" / "cyrl_systems"
    entities, queries = read_rows(folder / "entities.tsv"), read_rows(folder / "queries.tsv")
    some = {row[0] for row in random.Random(1).sample(entities, 40)}
    gold = {row[2]: frozenset([row[0]]) for row in entities if row[0] in some}
    gold |= {query: frozenset([expected]) for query, expected, _ in queries if expected in some}
    names = sorted(gold)
    ids = cluster_names(names, type="person").by_name()
    numbers = {id: at for at, id in enumerate(sorted({cluster.id for cluster in ids.values()}))}
    assert pairwise_f1([numbers[ids[clean(name)].id] for name in names], names, gold) >= 0.93


# Tables


def table_of(path: Path, names: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("no", "author"), *enumerate(names)])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(part) for part in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_table_comes_back_with_its_entities(tmp_path: Path) -> None:
    clustering = Resolver.cluster([*NAMES, NAMES[0]], type="person")
    source = table_of(tmp_path / "in.csv", [*NAMES, "", NAMES[0]])
    files = {name: tmp_path / f"{name}.csv" for name in ("out", "aliases", "review")}
    done = invoke("cluster", source, "-o", files["out"], "--column", "author", "--type", "person",
                  "--aliases", files["aliases"], "--review", files["review"])  # fmt: skip
    assert done.exit_code == 0
    assert "12 rows written" in done.stderr
    rows = read(files["out"])
    assert [row["author"] for row in rows] == [*NAMES, "", NAMES[0]]
    assert [row["entity_id"] for row in rows] == [*(of(clustering, name).id for name in NAMES), "",
                                                 of(clustering, NAMES[0]).id]  # fmt: skip
    assert [row["entity_name"] for row in rows[:2]] == ["Alexander Lukashenko"] * 2
    built = invoke("index", files["aliases"], "-o", tmp_path / "index")
    assert f"{len(clustering.clusters)} entities, {len(NAMES)} names" in built.output
    review = read(files["review"])
    assert [(row["left"], row["right"]) for row in review] == [(d.left, d.right) for d in clustering.doubts]
    assert {row["label"] for row in review} <= {""}


def test_labelled_doubts_go_back_as_constraints(tmp_path: Path) -> None:
    source = table_of(tmp_path / "in.csv", NAMES)
    labels = tmp_path / "labels.csv"
    labels.write_text(
        f"left,right,score,label\n{NAMES[0]},{NAMES[1]},.5,Different\n{NAMES[0]},{NAMES[2]},.5,\n", "utf-8"
    )
    out = tmp_path / "out.tsv"
    assert invoke("cluster", source, "-o", out, "--column", "author", "--constraints", labels).exit_code == 0
    ids = [line.split("\t")[2] for line in out.read_text("utf-8").splitlines()[1:]]
    assert ids[0] != ids[1]
    labels.write_text(f"left,right,label\n{NAMES[0]},{NAMES[1]},perhaps\n", "utf-8")
    with pytest.raises(InputError, match=r"row 2, field .label.: .perhaps. is no label\. Give same, different"):
        invoke("cluster", source, "-o", out, "--column", "author", "--constraints", labels)


def test_an_earlier_list_keeps_its_ids(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("entity_id,name,role\nalu,A. G. Lukashenko,primary\nalu,Alexander Lukashenko,alias\n", "utf-8")
    out = tmp_path / "out.csv"
    source = table_of(tmp_path / "in.csv", [LUKASHENKO[2], "Grace Hopper"])
    assert invoke("cluster", source, "-o", out, "--column", "author", "--earlier", earlier).exit_code == 0
    first, second = read(out)
    assert (first["entity_id"], first["entity_name"]) == ("alu", "A. G. Lukashenko")
    assert second["entity_name"] == "Grace Hopper"


def test_several_processes_say_the_same(tmp_path: Path, clustering: Clustering) -> None:
    source = table_of(tmp_path / "in.csv", NAMES)
    run = TableRun(source, tmp_path / "out.csv", lambda error: pytest.fail(str(error)), jobs=2)
    assert cluster_table(run, "author", type="person")[1] == clustering


def test_what_cannot_be_done_says_why(tmp_path: Path) -> None:
    source = table_of(tmp_path / "in.csv", NAMES[:1])
    assert invoke("cluster", "-", "-o", "out.csv", "--column", "author").exit_code == 2
    with pytest.raises(TableError, match="no such column; it has 'no', 'author'"):
        invoke("cluster", source, "-o", tmp_path / "out.csv", "--column", "autor")
    with pytest.raises(TableError, match="is the input itself"):
        invoke("cluster", source, "-o", source, "--column", "author")
    given = ("cluster", source, "-o", tmp_path / "out.csv", "--column", "author")
    with pytest.raises(TableError, match=r"can't be written in this format\. Give it the extension \.csv"):
        invoke(*given, "--aliases", tmp_path / "aliases.xlsx")
    with pytest.raises(TableError, match="there is no directory"):
        invoke(*given, "--review", tmp_path / "nowhere" / "review.csv")
    with pytest.raises(TableError, match="is named for two outputs"):
        invoke(*given, "--review", tmp_path / "out.csv")
    labels = tmp_path / "labels.csv"
    labels.write_text("left,right,label\n", "utf-8")
    with pytest.raises(TableError, match="is the input itself"):
        invoke(*given, "--constraints", labels, "--review", labels)
    assert not (tmp_path / "out.csv").exists()


def test_constraints_without_effect_are_told_of(tmp_path: Path) -> None:
    source = table_of(tmp_path / "in.csv", NAMES[:1])
    labels = tmp_path / "labels.csv"
    labels.write_text(f"left,right,label\n{NAMES[0]},Lukashenka A.,same\n", "utf-8")
    done = invoke("cluster", source, "-o", tmp_path / "out.csv", "--column", "author", "--constraints", labels)
    assert done.exit_code == 0
    assert "names of the constraints that are not in the table: 1, 'Lukashenka A.' first" in done.stderr
