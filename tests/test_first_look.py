"""What a first look takes for hopeless is no match to a closer one."""

from __future__ import annotations

import random
from unittest.mock import Mock

import pytest

from resolver.decide import DecisionModel, probability
from resolver.index import NameIndex
from resolver.model import NameRow
from resolver.names import readings
from resolver.weigh import Weigher

FORMS = (
    "Aleksandr Petrov", "Olga Petrova", "Sasha Petrow", "Salman bin Muhammad Al Saud", "Muhammad bin Salman Al Saud",
    "Nur al-Din Zangi", "Nourredine Zengi", "J. Smith", "John Smith Jr.", "Dr. John Smyth", "Jane Smith",
    "Ivan Petrovich Sidorov", "Петр Иванович Сидоров", "Mohammed Hassan", "Mahmoud Hussein", "Bank of China 2",
    "Bank Chine II", "Kim Jong Un", "Kim Jongil", "Maria de la Cruz", "Maria Delacruz", "Vladimir Volodymyr Popov",
)  # fmt: skip


def made_up(rng: random.Random) -> str:
    """Words of known names put together anew, some with a slip of the pen."""
    tokens = rng.sample(" ".join(FORMS).split(), rng.randint(1, 4))
    at = rng.randrange(len(tokens))
    if rng.random() < 0.4 and len(tokens[at]) > 3:
        place = rng.randrange(1, len(tokens[at]) - 1)
        tokens[at] = tokens[at][:place] + rng.choice("aeiouknst") + tokens[at][place + rng.randint(0, 1) :]
    return " ".join(tokens)


@pytest.mark.parametrize("seed", range(6))
def test_no_match_is_lost_to_a_first_look(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    names = [*FORMS, *(made_up(rng) for _ in range(60))]
    weigher = Weigher(
        NameIndex.of(NameRow(str(at), name, "person") for at, name in enumerate(names)), DecisionModel.shipped()
    )
    told = asked = 0
    for query in (made_up(rng) for _ in range(60)):
        ways = readings(query)
        looks = weigher._looks(ways, None)
        with monkeypatch.context() as patched:
            closely = Mock(wraps=weigher.closely)
            patched.setattr(weigher, "closely", closely)
            fits = [fit for _, fit in weigher._look_closer(looks, ways)]
        asked += len(fits)
        told += len(fits) - closely.call_count
        for fit in fits:
            closer = weigher.closely(fit.name, fit.query)
            assert closer == fit or probability(closer.log_odds) < 0.25
            assert closer.equal == fit.equal
    assert asked > told > asked / 16


def test_a_ruler_is_found_by_the_number_among_names_that_are_more_alike() -> None:
    namesakes = [f"{name} {surname}" for name in ("Henrik", "Henri", "Henric") for surname in ("Dahl", "Berg", "Lund")]
    names = ["Enrique I of Navarre", "Henrik II", "Henrik", *namesakes]
    weigher = Weigher(
        NameIndex.of(NameRow(str(at), name, "person") for at, name in enumerate(names)), DecisionModel.shipped()
    )
    fits = weigher.fits(readings("앙리크 1세"), None)
    assert max(fits, key=lambda entity: fits[entity].log_odds) == 0
    assert weigher.fits(readings("앙리크 31세"), None)


@pytest.mark.parametrize(
    ("query", "name", "namesakes"),
    [
        ("Flores DTO", "Flores Drug Trafficking Organization", "Flores {}"),
        ("Flores Petro Plus Limited", "Flores Petroplus Ltd", "Flores Petro {} Limited"),
    ],
)
def test_one_word_for_several_is_found_among_names_that_are_more_alike(query: str, name: str, namesakes: str) -> None:
    others = ("Toro", "Dato", "Ortiz", "Limon", "Paz", "Duarte", "Rios", "Ibarra", "Soto", "Vega", "Luna")
    index = NameIndex.of(NameRow(text, text) for text in (name, *map(namesakes.format, others)))
    fits = Weigher(index, DecisionModel.shipped()).fits(readings(query), None)
    assert index.entity_id(max(fits, key=lambda entity: fits[entity].log_odds)) == name
