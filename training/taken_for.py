"""The people of the bundled list, asked for by other names of theirs, and by names of people easily taken for them.

Of most some names stay out of the list and are asked for, of a quarter all. Somebody easily taken for a listed one has
the same name but for one word, for which another stands that looks alike and is borne by people (`training.people`).
The words are those of the politicians and of the foreign names of the token lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from resolver.index import NameRow
from resolver.names import Token
from resolver.sources import bundled_files, read_aliases
from resolver.text import fold, script_of
from resolver.tokens import kin
from training.corrupt import vary
from training.encoder.pairs import LANGUAGES, read_table
from training.people import Rng, most_alike

UNKNOWN = frozenset(["unknown"])
SCRIPTS = ("Latn", "Cyrl")
"""Those that namesakes are made up in."""
LEFT_OUT = 0.25
"""This share of the people is asked for by some names but stands in no list."""
HELD = 0.3
"""This share of the names of the others is asked for and not listed."""
ASKED, VARIED, TAKEN_FOR = 4, 2, 6
"""At most so many names of somebody who is not listed are asked for, so many of a listed one with slips and other
spellings, and so many of people taken for that one."""
FROM_TOKENS = 20_000
_PATRONYMICS = ("вич", "вна")

Words = dict[str, tuple[str, ...]]
"""Words by script."""
Queries = list[tuple[str, frozenset[str]]]


def bundled_people(train: Path, politicians: Sequence[list[str]], rng: Rng) -> tuple[list[NameRow], Queries]:
    """The rows of the bundled list that are left, and the queries with the ids that they mean."""
    rows = list(read_aliases(bundled_files()))
    named: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.type == "person":
            named[row.entity_id].append(row.name)
    given, surnames = _words(train, politicians, rng)
    listed = {in_any_order(row.name) for row in rows}.union(in_any_order(row[2]) for row in politicians)
    out: set[tuple[str, str]] = set()
    queries: Queries = []
    for entity, names in sorted(named.items()):
        full = [name for name in names if len(name.split()) > 1]
        if rng.random() < LEFT_OUT:
            out.update((entity, name) for name in names)
            queries += [(name, frozenset([entity])) for name in rng.sample(full, min(ASKED, len(full)))]
            continue
        held = [name for name in names[1:] if rng.random() < HELD]
        out.update((entity, name) for name in held)
        plain = [name for name in full if script_of(name) in SCRIPTS and "," not in name]
        asked = [name for name in held if name in full]
        asked += [vary(name, rng) for name in rng.sample(plain, min(VARIED, len(plain)))]
        queries += [(name, frozenset([entity])) for name in asked]
        like = _taken_for(rng.sample(plain, min(TAKEN_FOR, len(plain))), given, surnames, rng)
        queries += [(name, UNKNOWN) for name in like if in_any_order(name) not in listed]
    return [row for row in rows if (row.entity_id, row.name) not in out], queries


def in_any_order(name: str) -> str:
    """What is the same for all orders of the words of a name."""
    return " ".join(sorted(fold(name).replace(",", "").split()))


def _words(train: Path, politicians: Sequence[list[str]], rng: Rng) -> tuple[Words, Words]:
    """Given names and surnames that people bear."""
    names = [row[2].split() for row in politicians if row[1] == "person" and len(row[2].split()) > 1]
    ends = ({words[at] for words in names} for at in (0, -1))
    first, last = ({word for word in words if not word.endswith(_PATRONYMICS) and "," not in word} for words in ends)
    tokens = {left for language in LANGUAGES for left, *_ in read_table(train / f"wd_{language}.tsv")}
    more = sorted(token.title() for token in tokens if " " not in token and script_of(token) == "Latn")
    given = {script: tuple(sorted(word for word in first if script_of(word) == script)) for script in SCRIPTS}
    # Where names are in Cyrillic letters, the surname mostly stands first.
    surnames = {script: tuple(sorted(word for word in {*last, *(first if script == "Cyrl" else ())}
                                     if script_of(word) == script)) for script in SCRIPTS}  # fmt: skip
    return given, {**surnames, "Latn": (*surnames["Latn"], *rng.sample(more, min(FROM_TOKENS, len(more))))}


def _taken_for(names: Sequence[str], given: Words, surnames: Words, rng: Rng) -> Iterator[str]:
    """The names with another word, of surnames mostly, for one of theirs."""
    for name in names:
        words = name.split()
        at = rng.choice([0, -1, -1])
        pool = (surnames if at else given)[script_of(name)]
        others = [word for word in most_alike(words[at], pool) if not _is_one_name(word, words[at])]
        if others:
            words[at] = rng.choice(others)
            yield " ".join(words)


def _is_one_name(left: str, right: str) -> bool:
    known = kin(*(Token(word, fold(word)) for word in (left, right)))
    return known is not None and known.kind != "guarded"
