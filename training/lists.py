"""The lists and queries that the decision is learned from; see training/decision/.

- Politicians: the EveryPolitician developer set (see its README), the quarter of the entities that `in_training_share`
  selects, varied by training/corrupt.py, and the other names that the set lists for those entities.
- Tokens: pairs of a foreign and a Latin name token that the encoder and the letter models were kept from
  (`training.encoder.pairs.held_out`).
- Full names: pairs of names in which such a token stands.
- People in characters: made-up Chinese, Koreans and Japanese (training/characters.py), listed in Latin letters and
  asked for in Han characters. Only single features are learned from it: with all weights learned from it, fewer were
  found on real lists.
- By syllables: made-up Chinese, Koreans and Japanese in Latin letters, asked for in other systems, and those whose
  names differ by a syllable.
- Organisations by their letters: made-up organisations (training/bodies.py), asked for by the first letters of their
  words. Only single features are learned from both of these too.
- Namesakes: the people of the bundled list among politicians, asked for by other names of theirs and by those of people
  easily taken for them (training/taken_for.py).
- Known by many names: made-up people and real Koreans, each under several names (training/chains.py), some of which are
  parts of what others are called. Only pairs are learned from it.

Of the names of each list some stay out of the index and are asked for all the same, so that the model learns what an
unknown name looks like. Nothing is read of any other evaluation set.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from resolver.index import NameRow
from resolver.text import script_of
from resolver.tokens import reranker
from training.bodies import called_by_letters
from training.chains import koreans, people
from training.characters import characters
from training.characters import people as people_in_characters
from training.corrupt import last_word, twin, vary, vary_single
from training.encoder.pairs import LANGUAGES, held_out, read_table, reported_queries
from training.taken_for import bundled_people, in_any_order

POLITICIANS, TOKENS, FULL_NAMES, KNOWN_BY_MANY = "politicians", "tokens", "full names", "known by many names"
NAMESAKES = "namesakes"
IN_CHARACTERS, BY_SYLLABLES, BY_LETTERS = "people in characters", "by syllables", "organisations by their letters"
SIZES = {
    POLITICIANS: (400, 2_500, 20_000), TOKENS: (150_000,), FULL_NAMES: (2_500, 20_000),
    NAMESAKES: (400, 20_000), IN_CHARACTERS: (400, 1_500), BY_SYLLABLES: (400, 1_500), BY_LETTERS: (400, 1_500),
}  # fmt: skip
"""Entities of the lists that are searched: one model serves lists of any size. Short lists of tokens hold little but
the tokens that are asked for, rare ones as often as usual ones: there it tells nothing how usual one is."""
VARIED = 4_000
ASKED = 5_000
"""Queries of a list of tokens or full names, evenly from its languages."""
TWINS = 0.2
"""For this share of the list a made-up relative or near namesake stands in it too."""
LEFT_OUT = {POLITICIANS: 0.5, TOKENS: 0.0, FULL_NAMES: 0.5}
"""The share of the names trained on that stays out of the list and is asked for."""
NUMBERED = 0.02
"""This share of the politicians is the second of the name, and a twin the third."""
MONONYMS = 0.1
"""This share of the politicians is listed under the surname alone too, and asked for by it."""


@dataclass(frozen=True, slots=True)
class TrainingList:
    """Rows to index, and queries with the ids of the entities they denote (none of them is in the list if unknown)."""

    kind: str
    rows: list[NameRow]
    queries: list[tuple[str, frozenset[str]]]


def lists(shared: Path, seed: int, sizes: Mapping[str, Sequence[int]]) -> Iterator[TrainingList]:
    """All lists, each of several sizes."""
    folder = shared / "eval" / "popolo"
    entities, listed = read(folder / "entities.tsv"), read(folder / "queries.tsv")
    for size in sizes.get(POLITICIANS, ()):
        yield politicians(entities, listed, size, random.Random(seed + size))
    train = shared / "train"
    reported = reported_queries(shared / "eval")
    for size in sizes.get(IN_CHARACTERS, ()):
        yield in_characters(train, size, random.Random(seed + size))
    for size in sizes.get(BY_SYLLABLES, ()):
        yield by_syllables(train, size, random.Random(seed + size))
    for size in sizes.get(BY_LETTERS, ()):
        yield by_letters(train, size, random.Random(seed + size))
    for size in sizes.get(NAMESAKES, ()):
        yield namesakes(train, entities, size, random.Random(seed + size))
    for size in sizes.get(KNOWN_BY_MANY, ()):
        yield known_by_many(shared, size, random.Random(seed + size))
    for kind, size in [(each, size) for each in (TOKENS, FULL_NAMES) for size in sizes.get(each, ())]:
        held, others = (held_tokens if kind == TOKENS else held_full_names)(train, reported)
        yield translated(kind, held, others, size, random.Random(seed + size))


def known_by_many(shared: Path, size: int, rng: random.Random) -> TrainingList:
    """Of the names of so many people, a quarter of them Koreans, one half is listed and asked for by the other."""
    named = people(shared, rng, size - size // 4) | koreans(shared, rng, size // 4)
    listed, asked = [], []
    for name, ids in sorted(named.items()):
        if rng.random() < 0.5:
            asked.append((name, frozenset(ids)))
        else:
            listed += [NameRow(one, name, "person") for one in sorted(ids)]
    return TrainingList(KNOWN_BY_MANY, listed, asked)


def in_characters(train: Path, size: int, rng: random.Random) -> TrainingList:
    """So many made-up people in Latin letters, asked for in characters, with as many that are not listed."""
    rows, queries = [], []
    for number, (family, given, latin) in enumerate(islice(people_in_characters(train, rng), 2 * size)):
        if number % 2:
            rows.append(NameRow(str(number), latin, "person"))
        written = rng.choice([f"{family}{given}", f"{family} {given}", f"{given} {family}", " ".join([*given, family])])
        queries.append((written, frozenset([str(number)])))
    return TrainingList(IN_CHARACTERS, rows, rng.sample(queries, min(ASKED, len(queries))))


def by_syllables(train: Path, size: int, rng: random.Random) -> TrainingList:
    """Made-up people in Latin letters, asked for by other spellings and by names that differ by a syllable; so many of
    either."""
    pairs = ((left, right, same) for left, right, same in characters(train, 10 * size, rng)
             if left != right and script_of(left) == script_of(right) == "Latn")  # fmt: skip
    made = list(islice(pairs, 2 * size))
    rows = [NameRow(str(number), left, "person") for number, (left, _, _) in enumerate(made)]
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        bearers[in_any_order(row.name)].add(row.entity_id)
    asked = [(right, bearers[in_any_order(right)] | ({str(number)} if same else set()))
             for number, (_, right, same) in enumerate(made)]  # fmt: skip
    return TrainingList(BY_SYLLABLES, rows, [(name, frozenset(ids)) for name, ids in asked])


def namesakes(train: Path, entities: Sequence[list[str]], size: int, rng: random.Random) -> TrainingList:
    """The people of the bundled list among so many politicians, with as many easily taken for them."""
    rows, queries = bundled_people(train, entities, rng)
    some = [NameRow(row[0], row[2], row[1], role=row[4]) for row in rng.sample(entities, min(size, len(entities)))]
    return TrainingList(NAMESAKES, [*rows, *some], queries)


def by_letters(train: Path, size: int, rng: random.Random) -> TrainingList:
    """So many made-up organisations, asked for by their letters, with as many that are not listed."""
    made = list(enumerate(called_by_letters(train, 2 * size, rng)))
    rows = [NameRow(str(number), name, "org") for number, (name, _) in made if number % 2]
    return TrainingList(BY_LETTERS, rows, [(letters, frozenset([str(number)])) for number, (_, letters) in made])


def in_training_share(entity_id: str) -> bool:
    """Whether an entity of a developer set may be trained on here: none that the encoder was trained on, whose vectors
    are better than those of names it never saw, and half of the others; the rest is for reporting."""
    digest = hashlib.sha256(f"encoder-split:{entity_id}".encode()).digest()
    return digest[0] % 2 == 1 and digest[1] % 2 == 0


def read(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file, gzipped or not, without its header."""
    return list(read_table(path))


def politicians(
    entities: Sequence[list[str]], listed: Sequence[list[str]], size: int, rng: random.Random
) -> TrainingList:
    some = rng.sample(entities, min(size, len(entities)))
    left_out = {row[0] for row in some if in_training_share(row[0]) and rng.random() < LEFT_OUT[POLITICIANS]}
    rows = [NameRow(r[0], r[2], r[1], role=r[4]) for r in some if r[0] not in left_out]
    twins = [NameRow(f"{r.entity_id}#", twin(r.name, rng.choice(rows).name, rng), r.type) for r in rows]
    numbered = {row[0] for row in some if rng.random() < NUMBERED}
    rows = [replace(row, name=f"{row.name} II") if row.entity_id in numbered else row for row in rows]
    twins = [replace(row, name=f"{row.name} III") if row.entity_id[:-1] in numbered else row for row in twins]
    some = [[*row[:2], f"{row[2]} II" if row[0] in numbered else row[2], *row[3:]] for row in some]
    mine = [row for row in some if in_training_share(row[0])]
    ours = {row[0] for row in mine}
    queries = []
    for _ in range(VARIED):
        row = rng.choice(mine)
        queries.append((vary(row[2], rng), frozenset([row[0]])))
        if rng.random() < 0.5:
            row = rng.choice(mine)
            queries.append((vary_single(row[2], rng), frozenset([row[0]])))
    for query, expected, _ in listed:
        ids = expected.split("|")
        if expected != "NIL" and ours.issuperset(ids):
            queries += [(query, frozenset(ids)), (last_word(query, rng), frozenset(ids))]
    rows += [row for row in twins if rng.random() < TWINS]
    mononyms = [replace(row, name=last_word(row.name, rng), role="alias") for row in rows if rng.random() < MONONYMS]
    queries += [(row.name, frozenset([row.entity_id])) for row in mononyms]
    return TrainingList(POLITICIANS, rows + mononyms, queries)


Held = dict[str, dict[str, set[str]]]
"""By language, the Latin spellings of each foreign name."""


def held_tokens(train: Path, reported: set[str]) -> tuple[Held, list[str]]:
    """The held-out tokens and all other tokens."""
    held: Held = {}
    others = set()
    for language in LANGUAGES:
        mine = held.setdefault(language, defaultdict(set))
        for left, right, *_ in read_table(train / f"wd_{language}.tsv"):
            if held_out(right) and right.casefold() not in reported:
                mine[right].add(left)
            else:
                others.add(left)
    return held, sorted(others)


def held_full_names(train: Path, reported: set[str]) -> tuple[Held, list[str]]:
    """The full names in which a held-out token stands, and all others."""
    held: Held = {}
    others = set()
    for language in ("hebrew", "korean"):
        mine = held.setdefault(language, defaultdict(set))
        for left, right, *_ in read_table(train / f"wd_full_{language}.tsv"):
            if any(map(held_out, right.split())) and right.casefold() not in reported:
                mine[right].add(left)
            else:
                others.add(left)
    return held, sorted(others)


def _half_usual(spelled: dict[str, set[str]], count: int, rng: random.Random) -> list[str]:
    """Foreign names, half of them of names that many bear: that is how names are asked for, though most are rare."""
    names = sorted(spelled)
    usual = [name for name in names if reranker().is_usual(sorted(spelled[name]))]
    rare = sorted(set(names).difference(usual))
    return [name for part in (usual, rare) for name in rng.sample(part, min(len(part), count // 2))]


def translated(kind: str, held: Held, others: Sequence[str], size: int, rng: random.Random) -> TrainingList:
    """A list of Latin names in which the right ones of half the queries stand; a name is its own id."""
    queries = []
    listed: set[str] = set()
    left_out: set[str] = set()
    for language in sorted(held):
        some = ASKED // len(held)
        names = sorted(held[language])
        asked = _half_usual(held[language], some, rng) if kind == TOKENS else rng.sample(names, min(len(names), some))
        for foreign in asked:
            queries.append((foreign, frozenset(held[language][foreign])))
            (left_out if rng.random() < LEFT_OUT[kind] else listed).update(held[language][foreign])
    # Spellings of a name that is left out stay out altogether: else it would be known under another spelling.
    listed -= left_out
    pool = [name for name in others if name not in left_out and name not in listed]
    listed.update(rng.sample(pool, max(0, min(size - len(listed), len(pool)))))
    return TrainingList(kind, [NameRow(name, name, "person") for name in sorted(listed)], queries)
