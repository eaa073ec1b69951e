"""Answers follow the decisions of a store: each kind, its undoing, who sees it when, and what a cache may still say."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from clock import Clock
from patience import until
from postgres_process import PostgresProcess
from test_store import entity, put

from resolver.cache import MemoryCache
from resolver.decide import DecisionModel
from resolver.engine import Engine
from resolver.errors import ConfigurationError, InputError, StoreError
from resolver.index import NameIndex, NameRow
from resolver.live import Live
from resolver.live.given import SETTLED_EVERY
from resolver.model import Resolution
from resolver.resolver import Resolver
from resolver.sources import Removal
from resolver.store import Decision, Store

ROOT = Path(__file__).parent.parent
ROWS = [
    NameRow("putin", "Vladimir Putin", "person", role="primary"),
    NameRow("putin", "Владимир Путин", "person"),
    NameRow("petrov-1", "Ivan Petrov", "person", role="primary", description="the elder"),
    NameRow("petrov-2", "Ivan Petrov", "person", role="primary", description="the younger"),
    NameRow("gazprom", "Gazprom", "org", role="primary"),
    NameRow("jong-un", "Kim Jong-un", "person", role="primary"),
    NameRow("jong-il", "Kim Jong-il", "person", role="primary"),
    NameRow("ghost", "Rafael Ortega", "person", role="primary"),
    NameRow("ghost", "Wraith", "person", weak=True),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex.of(ROWS)


@pytest.fixture
def resolver(index: NameIndex, where: str) -> Resolver:
    """Over a store that holds an entity which came after the index was built."""
    with Store.open(where, create=True) as store:
        put(store, entity("late", "Arkadz Late", "Аркадзь Лейт"))
    return Resolver(index, cache=MemoryCache(), store=where)


def id_of(answer: Resolution) -> str | None:
    return answer.entity.id if answer.entity else None


def told(answer: Resolution) -> list[str]:
    """What the reasons say of decisions."""
    return [reason.detail for reason in answer.reasons if reason.kind == "decision"]


def test_an_alias_gives_its_entity_and_its_undoing_takes_it_away(resolver: Resolver) -> None:
    before = resolver.resolve("Grey Cardinal")
    assert before.status == "none"
    made = resolver.decide("alias", "putin", "Grey Cardinal", who="ada", why="a nickname")
    answer = resolver.resolve("GREY  cardinal")
    assert (answer.status, id_of(answer), answer.matched_name) == ("match", "putin", "Grey Cardinal")
    assert answer.entity is not None
    assert (answer.entity.name, answer.entity.type) == ("Vladimir Putin", "person")
    assert told(answer) == [f"a name of putin: ada, {made.at[:10]}: a nickname"]
    assert id_of(resolver.resolve("Vladimir Putin")) == "putin"
    undone = resolver.undo(made.no, who="ben")
    assert undone.undone > made.no
    assert resolver.resolve("Grey Cardinal").with_query("Grey Cardinal", cached=False) == before


def test_an_alias_counts_in_other_spellings_too(resolver: Resolver) -> None:
    resolver.decide("alias", "putin", "Uladzimir Chuprynau", who="ada")
    for query in ("Уладзімір Чупрынаў", "Chuprynau, Uladzimir"):
        answer = resolver.resolve(query)
        assert id_of(answer) == "putin"
        assert len(told(answer)) == 1
    assert id_of(resolver.resolve("Masha Chuprova")) is None


def test_an_alias_decides_between_namesakes(resolver: Resolver) -> None:
    assert resolver.resolve("Ivan Petrov").status == "ambiguous"
    first = resolver.decide("alias", "petrov-2", "Ivan Petrov", who="ada")
    answer, explanation = resolver.explain("PETROV, Ivan")
    assert (answer.status, id_of(answer)) == ("match", "petrov-2")
    assert {c.id for c in answer.candidates[:2]} == {"petrov-1", "petrov-2"}
    assert explanation is not None
    assert sum(reason.weight for reason in explanation.reasons) == pytest.approx(explanation.log_odds)
    resolver.decide("alias", "petrov-1", "Ivan Petrov", who="ben")
    assert resolver.resolve("Ivan Petrov").status == "ambiguous"  # people say both bear it
    resolver.undo(first.no, who="ada")
    assert id_of(resolver.resolve("Ivan Petrov")) == "petrov-1"


def test_an_alias_makes_a_weak_name_strong(resolver: Resolver) -> None:
    assert resolver.resolve("Wraith").status == "ambiguous"
    resolver.decide("alias", "ghost", "Wraith", who="ada")
    assert id_of(resolver.resolve("Wraith")) == "ghost"


def test_an_alias_of_another_type_than_was_asked_for_is_no_match(resolver: Resolver) -> None:
    resolver.decide("alias", "putin", "Grey Cardinal", who="ada")
    assert id_of(resolver.resolve("Grey Cardinal", type="person")) == "putin"
    answer = resolver.resolve("Grey Cardinal", type="org")
    assert (answer.status, answer.candidates[0].id) == ("ambiguous", "putin")
    assert "type_differs" in {reason.kind for reason in answer.reasons}


def test_an_entity_that_came_after_the_index(resolver: Resolver) -> None:
    assert resolver.resolve("Arkadz Late").status == "none"
    resolver.decide("alias", "late", "Quiet Man", who="ada")
    for query in ("Quiet Man", "Arkadz Late", "Лейт, Аркадзь"):
        answer = resolver.resolve(query)
        assert (id_of(answer), answer.entity and answer.entity.name) == ("late", "Arkadz Late"), query
    found = resolver.entity("late")
    assert found is not None
    assert found.name == "Arkadz Late"
    assert {name.text for name in found.names} == {"Arkadz Late", "Аркадзь Лейт", "Quiet Man"}


def test_a_name_taken_from_an_entity_never_finds_it(resolver: Resolver) -> None:
    assert id_of(resolver.resolve("Vladimir Putin")) == "putin"
    made = resolver.decide("not_alias", "putin", "Vladimir Putin", who="ada", why="another man")
    answer = resolver.resolve("PUTIN, Vladimir")
    assert (answer.status, answer.candidates) == ("none", ())
    assert told(answer) == [f"no name of putin: ada, {made.at[:10]}: another man"]
    assert resolver.explain("Vladimir Putin", "putin")[1] is None
    # It finds no one by likeness either; the other names of the entity do.
    assert "putin" not in {c.id for c in resolver.resolve("Vladymir Putin").candidates if c.matched_name[0] == "V"}
    assert id_of(resolver.resolve("Владимир Путин")) == "putin"
    known = resolver.entity("putin")
    assert known is not None
    assert [name.text for name in known.names] == ["Владимир Путин"]
    resolver.undo(made.no, who="ada")
    assert id_of(resolver.resolve("Vladimir Putin")) == "putin"


def test_a_name_taken_from_one_namesake_leaves_the_other(resolver: Resolver) -> None:
    resolver.decide("not_alias", "petrov-1", "Ivan Petrov", who="ada")
    answer = resolver.resolve("Ivan Petrov")
    assert (answer.status, id_of(answer)) == ("match", "petrov-2")
    assert [c.id for c in answer.candidates[:1]] == ["petrov-2"]
    assert "petrov-1" not in {c.id for c in answer.candidates}


def test_taking_outweighs_giving(resolver: Resolver) -> None:
    resolver.decide("alias", "putin", "Grey Cardinal", who="ada")
    taken = resolver.decide("not_alias", "putin", "Grey Cardinal", who="ben")
    assert resolver.resolve("Grey Cardinal").status == "none"
    with pytest.raises(InputError, match=f"field 'other'.*ben decided.*Undo decision {taken.no} first"):
        resolver.decide("alias", "putin", "grey CARDINAL", who="ada")
    resolver.undo(taken.no, who="ben")
    assert id_of(resolver.resolve("Grey Cardinal")) == "putin"


def test_two_entities_that_are_one(resolver: Resolver) -> None:
    made = resolver.decide("same", "petrov-2", "petrov-1", who="ada", why="one passport")
    answer = resolver.resolve("Ivan Petrov")
    assert (answer.status, id_of(answer)) == ("match", "petrov-2")
    assert answer.entity is not None
    assert answer.entity.description == "the younger"
    assert [c.id for c in answer.candidates].count("petrov-2") == 1
    for known in (resolver.entity("petrov-1"), resolver.entity("petrov-2")):
        assert known is not None
        assert (known.id, known.description) == ("petrov-2", "the younger")
    resolver.decide("not_alias", "petrov-1", "Ivan Petrov", who="ada")
    assert resolver.resolve("Ivan Petrov").status == "none"
    resolver.undo(made.no, who="ada")
    assert id_of(resolver.resolve("Ivan Petrov")) == "petrov-2"


def test_an_answer_by_the_name_of_a_merged_entity_says_so(resolver: Resolver) -> None:
    made = resolver.decide("same", "late", "gazprom", who="ada", why="a shell")
    answer, explanation = resolver.explain("Gazprom", "gazprom")
    assert (id_of(answer), answer.matched_name) == ("late", "Gazprom")
    assert told(answer) == [f"the same as late: ada, {made.at[:10]}: a shell"]
    assert explanation is not None
    assert explanation.candidate.id == "late"
    assert id_of(resolver.resolve("Arkadz Late")) == "late"  # known by the store alone, and now by the engine


def test_an_entity_far_from_the_name_is_explained_by_what_is_left_to_it(resolver: Resolver) -> None:
    assert "putin" not in {one.id for one in resolver.resolve("Gazprom").candidates}
    _, explanation = resolver.explain("Gazprom", "putin")
    assert explanation is not None
    assert explanation.candidate.matched_name == "Vladimir Putin"
    resolver.decide("not_alias", "putin", "Vladimir Putin", who="ada")
    _, explanation = resolver.explain("Gazprom", "putin")
    assert explanation is not None
    assert explanation.candidate.matched_name == "Владимир Путин"
    resolver.decide("not_alias", "putin", "Gazprom", who="ada")
    assert resolver.explain("Gazprom", "putin")[1] is None


def test_merges_add_up_and_the_first_named_is_kept(resolver: Resolver) -> None:
    resolver.decide("same", "putin", "gazprom", who="ada")
    resolver.decide("same", "ghost", "gazprom", who="ada")
    for query in ("Vladimir Putin", "Gazprom", "Rafael Ortega"):
        assert id_of(resolver.resolve(query)) == "ghost"
    found = resolver.entity("gazprom")
    assert found is not None
    assert {name.text for name in found.names} == {
        "Rafael Ortega", "Wraith", "Vladimir Putin", "Владимир Путин", "Gazprom",
    }  # fmt: skip


def test_different_entities_are_joined_by_no_chain(resolver: Resolver) -> None:
    first = resolver.decide("same", "jong-un", "ghost", who="ada")
    apart = resolver.decide("different", "ghost", "jong-il", who="ben")
    with pytest.raises(InputError, match=f"ben decided that ghost and jong-il are different.*decision {apart.no}"):
        resolver.decide("same", "jong-il", "jong-un", who="ada")
    assert id_of(resolver.resolve("Kim Jong-il")) == "jong-il"
    resolver.undo(first.no, who="ada")
    resolver.decide("same", "jong-il", "jong-un", who="ada")
    assert id_of(resolver.resolve("Kim Jong-un")) == "jong-il"
    resolver.decide("different", "jong-un", "jong-il", who="ben")
    assert id_of(resolver.resolve("Kim Jong-un")) == "jong-un"


# Ids that a list has merged


def test_ids_that_a_list_merged_lead_to_the_entity_that_it_kept(index: NameIndex, where: str) -> None:
    with Store.open(where, create=True) as store:
        put(store, entity("late", "Arkadz Late", referents=("late-old",)))
        # A list calls its own entity as the index does, and knows it by ids of before.
        put(store, entity("putin", "Vladimir Putin", referents=("vp-1", "gazprom")), source="other")
    resolver = Resolver(index, store=where)
    found = resolver.entity("vp-1")
    assert found is not None
    assert found.id == "putin"
    gazprom = resolver.entity("gazprom")  # an entity of the index is no other one's old id
    assert gazprom is not None
    assert gazprom.id == "gazprom"
    assert resolver.entity("nobody") is None
    _, explanation = resolver.explain("Vladimir Putin", "vp-1")
    assert explanation is not None
    assert explanation.candidate.id == "putin"
    made = resolver.decide("alias", "late-old", "Quiet Man", who="ada")
    assert made.entity == "late"
    assert id_of(resolver.resolve("Quiet Man")) == "late"
    resolver.decide("same", "petrov-1", "vp-1", who="ada")
    for old in ("vp-1", "putin"):
        found = resolver.entity(old)
        assert found is not None
        assert found.id == "petrov-1"


def test_decisions_go_on_under_the_id_that_a_list_keeps(index: NameIndex, where: str) -> None:
    with Store.open(where, create=True) as store:
        put(store, entity("a-old", "Arkadz Late"), entity("b-old", "Basil Early"))
    resolver = Resolver(index, store=where)
    resolver.decide("alias", "a-old", "Quiet Man", who="ada")
    resolver.decide("not_alias", "a-old", "Loud Man", who="ada")
    resolver.decide("different", "a-old", "b-old", who="ada")
    with Store.open(where) as store:
        put(store, Removal("a-old"), entity("a-new", "Arkadz Late", "Loud Man", referents=("a-old",)))
    resolver = Resolver(index, store=where)
    assert id_of(resolver.resolve("Quiet Man")) == "a-new"
    assert resolver.resolve("Loud Man").status == "none"
    with pytest.raises(InputError, match="are different"):
        resolver.decide("same", "a-new", "b-old", who="ben")
    known = resolver.entity("a-old")
    assert known is not None
    assert (known.id, [name.text for name in known.names]) == ("a-new", ["Arkadz Late", "Quiet Man"])


@pytest.mark.parametrize(
    ("kind", "ids", "field", "said"),
    [
        ("alias", ("nobody", "x"), "entity", "no entity 'nobody'"),
        ("same", ("putin", "nobody"), "other", "no entity 'nobody'"),
        ("same", ("putin", "putin"), "other", "are one"),
        ("alias", ("putin", "?!"), "other", "no letter"),
        ("not_alias", ("putin", "x" * 1001), "other", "longer than"),
        ("alias", ("", "x"), "entity", "empty"),
        ("maybe", ("putin", "x"), "kind", "no kind"),
    ],
)
def test_what_can_t_be_decided(resolver: Resolver, kind: str, ids: tuple[str, str], field: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        resolver.decide(kind, *ids, who="ada")  # type: ignore[arg-type]
    assert error.value.field == field
    assert resolver.decisions() == []
    with pytest.raises(InputError, match="field 'who': empty"):
        resolver.decide("alias", "putin", "x", who=" ")


def test_without_a_store_nothing_is_decided(index: NameIndex) -> None:
    resolver = Resolver(index)
    with pytest.raises(ConfigurationError, match="--store"):
        resolver.decide("alias", "putin", "x", who="ada")
    assert resolver.revision == 0


# A cache, other processes, a store that is gone


def test_no_answer_of_before_a_decision_comes_out_of_the_cache(resolver: Resolver) -> None:
    assert resolver.resolve("Vladimir Putin").cached is False
    assert resolver.resolve("Vladimir Putin").cached is True
    states = [resolver.state]
    made = resolver.decide("not_alias", "putin", "Vladimir Putin", who="ada")
    states.append(resolver.state)
    assert (resolver.resolve("Vladimir Putin").cached, resolver.resolve("Vladimir Putin").status) == (False, "none")
    resolver.undo(made.no, who="ada")
    assert id_of(resolver.resolve("Vladimir Putin")) == "putin"
    assert resolver.state == states[0] != states[1]
    assert resolver.revision == 2


def test_stores_with_as_many_decisions_share_no_answers(index: NameIndex, tmp_path: Path) -> None:
    cache = MemoryCache()
    found = []
    for name in ("putin", "ghost"):
        Store.open(tmp_path / name, create=True).close()
        resolver = Resolver(index, cache=cache, store=tmp_path / name)
        resolver.decide("alias", name, "Grey Cardinal", who="ada")
        found.append(id_of(resolver.resolve("Grey Cardinal")))
    assert found == ["putin", "ghost"]


def nicknames(count: int) -> list[str]:
    rng = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    return [" ".join("".join(rng.choices(syllables, k=3)).title() for _ in range(2)) for _ in range(count)]


def test_many_decisions_are_settled_and_each_can_still_be_undone(index: NameIndex, where: str) -> None:
    names = nicknames(SETTLED_EVERY + 1)  # a multiple of three
    with Store.open(where, create=True) as store:
        put(store, entity("late", "Arkadz Late"))
        for at, name in enumerate(names):
            store.decide(Decision("alias", ["putin", "ghost", "late"][at % 3], name, "ada"))
        store.decide(Decision("alias", "petrov-2", "Ivan Petrov", "ada"))
    resolver = Resolver(index, store=where)
    assert [id_of(resolver.resolve(name)) for name in names[:3] + names[-3:]] == ["putin", "ghost", "late"] * 2
    resolver.undo(1, who="ben")
    assert resolver.resolve(names[0]).status == "none"
    known = resolver.entity("putin")
    assert known is not None
    assert {names[0], names[3]} & {name.text for name in known.names} == {names[3]}
    # One of the same text in the list is not touched by the undoing.
    resolver.undo(len(names) + 1, who="ben")
    assert resolver.resolve("Ivan Petrov").status == "ambiguous"
    # Another process, which settled the same decisions without those undone, says the same.
    again = Resolver(index, store=where)
    assert again.state == resolver.state
    asked = [*names[:9], *names[-9:], "Ivan Petrov", "Arkadz Late"]
    assert again.resolve_many(asked) == resolver.resolve_many(asked)


def test_a_later_state_is_settled_while_answers_go_on(index: NameIndex, where: str) -> None:
    names = nicknames(SETTLED_EVERY + 1)
    model = DecisionModel.shipped()
    with Store.open(where, create=True) as store:
        for name in names[:-2]:
            store.decide(Decision("alias", "putin", name, "ada"))
    with Store.open(where, pooled=False) as store:
        live = Live(store, Engine(index, model), model)
        assert live.current().settled.revision == 0
        for name in names[-2:]:
            live.decide(Decision("alias", "putin", name, "ada"))
            assert id_of(live.current().resolve(name, None, 10)) == "putin"
        until(lambda: live.current().settled.revision == SETTLED_EVERY)
        assert live.current().fingerprint == Live(store, Engine(index, model), model).current().fingerprint
        assert {id_of(live.current().resolve(name, None, 10)) for name in names} == {"putin"}


DECIDE = """
import sys
from resolver.store import Decision, Store
with Store.open(sys.argv[1]) as store:
    store.decide(Decision("alias", "putin", "Grey Cardinal", "ada"))
"""


def test_another_process_s_decision_is_seen_within_two_seconds(index: NameIndex, where: str) -> None:
    clock = Clock()
    model = DecisionModel.shipped()
    Store.open(where, create=True).close()
    with Store.open(where, pooled=False) as store:
        live = Live(store, Engine(index, model), model, clock=clock)
        ask: Callable[[], Resolution] = lambda: live.current().resolve("Grey Cardinal", None, 10)  # noqa: E731
        assert ask().status == "none"
        subprocess.run([sys.executable, "-c", DECIDE, where], cwd=ROOT, check=True)
        clock.now += 1.0
        assert id_of(ask()) == "putin"


def test_a_store_that_is_gone_leaves_the_last_state(
    index: NameIndex, postgres_server: PostgresProcess, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    where = postgres_server.database()
    Store.open(where, create=True).close()
    model = DecisionModel.shipped()
    with Store.open(where, pooled=False) as store:
        live = Live(store, Engine(index, model), model, clock=clock)
        live.decide(Decision("alias", "putin", "Grey Cardinal", "ada"))
        with postgres_server.renamed(where):
            clock.now += 60
            assert id_of(live.current().resolve("Grey Cardinal", None, 10)) == "putin"
            assert "can't be read anew" in caplog.text
            with pytest.raises(StoreError):
                live.decide(Decision("not_alias", "putin", "Grey Cardinal", "ada"))
        with Store.open(where) as other:
            other.undo(1, who="ada")
        clock.now += 60
        assert live.current().resolve("Grey Cardinal", None, 10).status == "none"
