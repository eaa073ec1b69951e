"""The pairs of names that `compare` is learned from: the lists of training/lists.py, two names at a time, and pairs
that are made of real words (`MADE`).

Of the lists, each query stands beside a name of the entity that it denotes, beside the names of others that the engine
finds most like it, and beside a made-up relative: the same name with one word replaced by one much like it out of the
list. The right name also stands beside itself as two countries spell it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from resolver.decide import DecisionModel
from resolver.index import NameIndex
from resolver.model import EntityType
from resolver.names import ParsedName, parse, readings
from resolver.text import script_of
from resolver.tokens import kin
from resolver.weigh import Weigher
from training.across import across_scripts
from training.bodies import bodies, founders
from training.bodies_across import bodies_across
from training.characters import characters
from training.corrupt import other_language
from training.encoder.respell import receiving_spellings, respell, russian_systems
from training.lists import FULL_NAMES, KNOWN_BY_MANY, POLITICIANS, TOKENS, TrainingList
from training.namesakes import persons
from training.rare_scripts import rare_scripts
from training.spelled_in_use import spelled_in_use
from training.vessels import vessels

PAIR_SIZES = {
    POLITICIANS: (2_500, 20_000), TOKENS: (2_500,), FULL_NAMES: (2_500, 20_000),
    KNOWN_BY_MANY: (500, 2_000),
}  # fmt: skip
"""Entities of the lists."""
ASKED = 2_000
"""Queries of each list."""
MADE: Mapping[str, tuple[Callable[[Path, int, random.Random], Iterator[tuple[str, str, bool]]], int]] = {
    "persons": (persons, 20_000),
    "across scripts": (across_scripts, 7_000),
    "characters": (characters, 8_000),
    "bodies": (bodies, 18_000),
    "bodies across": (bodies_across, 6_000),
    "founders": (founders, 1_000),
    "rare scripts": (rare_scripts, 6_000),
    "spelled in use": (spelled_in_use, 4_000),
    "vessels": (vessels, 6_000),
}
"""By kind, what makes pairs and about how many."""
TYPES: Mapping[str, EntityType] = {"bodies": "org", "bodies across": "org", "vessels": "vessel"}
TYPED = 0.5
"""The share of these pairs that are known to be of the type."""
NEAREST, OTHERS = 1, 1
"""Wrong names beside each query: the most alike, and some of the next ten."""
RELATIVES = 0.5
TRANSLATED = 0.2
ALIKE = 12
"""A relative's other word is one of so many that are most like it."""


Made = tuple[tuple[ParsedName, ...], tuple[ParsedName, ...], bool, EntityType | None]
"""The readings of two names, whether they name the same entity, and of what type it is known to be."""


def made_pairs(kind: str, train: Path, seed: int) -> Iterator[Made]:
    """The pairs of a kind that is made."""
    rng = random.Random(seed)
    make, count = MADE[kind]
    for left, right, same in make(train, count, rng):
        type: EntityType | None = TYPES.get(kind) if rng.random() < TYPED else None
        one, other = readings(left, type), readings(right, type)
        if one[0].tokens and other[0].tokens and left != right:
            yield one, other, same, type


def pairs(source: TrainingList, seed: int, searched: DecisionModel) -> Iterator[tuple[ParsedName, ParsedName, bool]]:
    """Two parsed names, and whether they name the same entity; names are found by the weights of `searched`."""
    rng = random.Random(seed)
    index = NameIndex.of(source.rows)
    weigher = Weigher(index, searched)
    known = {row.entity_id for row in source.rows}
    asked = [(query, expected) for query, expected in source.queries if not known.isdisjoint(expected)]
    for query, expected in rng.sample(asked, min(ASKED, len(asked))):
        parsed = parse(query)
        if not parsed.tokens:
            continue
        found = [(index.entity_id(index.entity_of(name)), parse(index.name_text(name)))
                 for name in weigher.candidates(parsed)]  # fmt: skip
        right = [name for entity, name in found if entity in expected]
        # Two persons of one name can't be told apart, and the list may have one of them twice.
        wrong = [name for entity, name in found if entity not in expected and name.joined != parsed.joined]
        yield from ((parsed, name, True) for name in right[:1])
        some = wrong[:NEAREST] + rng.sample(wrong[NEAREST : NEAREST + 10], min(OTHERS, len(wrong[NEAREST:])))
        yield from ((parsed, name, False) for name in some)
        if right:
            yield (*_elsewhere(right[0], rng), True)
        relative = _relative(right[0], index, rng) if right and rng.random() < RELATIVES else None
        if relative is not None:
            yield parsed, relative, False


def _elsewhere(name: ParsedName, rng: random.Random) -> tuple[ParsedName, ParsedName]:
    """A name as the newspapers of two countries may spell it, now and then with the given name of one of them."""
    spelled = list(islice(_spellings(name.text, rng), 2))
    left, right = (text.title() if script_of(text) == "Latn" else text for text in spelled)
    return parse(other_language(left, rng) if rng.random() < TRANSLATED else left), parse(right)


def _spellings(name: str, rng: random.Random) -> Iterator[str]:
    if script_of(name) == "Cyrl":
        found = sorted(receiving_spellings(name) | russian_systems(name))
        yield from rng.sample([*found, name], 2)
    while True:
        yield " ".join(respell(word, rng) for word in name.casefold().split())


def _relative(name: ParsedName, index: NameIndex, rng: random.Random) -> ParsedName | None:
    """The name with one word replaced by another of the list that looks like it; None if there is none."""
    places = [at for at, token in enumerate(name.tokens) if token.role == "name"]
    at = rng.choice(places)
    old = name.tokens[at]
    (numbers,) = index.similar_tokens([old], ALIKE)
    alike = [index.token(number) for number in numbers.tolist()]
    others = [new for new in alike if new.key != old.key and kin(old, new) is None]
    if not others or len(name.tokens) < 2:
        return None
    return parse(" ".join([*(t.text for t in name.tokens[:at]), rng.choice(others).text,
                           *(t.text for t in name.tokens[at + 1 :])]))  # fmt: skip
