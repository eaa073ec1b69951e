"""Pairs of people's names in Latin letters and in a script of which the encoder was taught nothing: those of India,
Thai, Greek, Georgian, Armenian, Ethiopic and the like, from the bundled aliases. Others differ by one word, which is
much like the right one, or belong to somebody else of the script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from resolver.match.by_letters import TAUGHT
from resolver.names import kinship, parse
from resolver.sources import bundled_files, read_aliases
from resolver.text import fold, script_of
from training.people import Pair, Rng, most_alike

_WORDS = (2, 3)
USUAL = 0.6
"""The share of the people whose most usual name in Latin letters stands beside the other."""
ALIKE, GIVEN = 0.6, 0.4
"""The shares of wrong names with a word that is much like the right one, and with the same given name."""


def rare_scripts(_: Path, count: int, rng: Rng) -> Iterator[Pair]:
    """Pairs of names, as many of one person as of two."""
    known = list(_people())
    usual = {latin[0] for _, latin in known}
    pool = tuple(sorted({word for name in usual for word in name.split(" ")}))
    by_script: dict[str, list[str]] = defaultdict(list)
    for foreign, latin in known:
        by_script[script_of(foreign)].append(latin[0])
    for foreign, latin in rng.sample(known, min(count // 2, len(known))):
        yield foreign, latin[0] if rng.random() < USUAL else rng.choice(latin), True
        words = latin[0].split(" ")
        own = {word for name in latin for word in name.split(" ")}
        at = rng.randrange(len(words))
        alike = [word for word in most_alike(words[at], pool) if word not in own]
        alike = [word for word in alike if not kinship(fold(word), fold(words[at]))]
        other = rng.choice(by_script[script_of(foreign)])
        if alike and rng.random() < ALIKE:
            other = " ".join([*words[:at], rng.choice(alike), *words[at + 1 :]])
        elif rng.random() < GIVEN:
            other = " ".join([words[0], *other.split(" ")[1:]])
        if other not in latin:
            yield foreign, other, False


def _people() -> Iterator[tuple[str, list[str]]]:
    """Each name in such a script, and those in Latin letters that have as many words, the most usual one first."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in read_aliases(bundled_files()):
        if row.type == "person":
            names[row.entity_id].append(row.name)
    for some in names.values():
        latin = [name for name in some if script_of(name) == "Latn" and name.replace(" ", "").isalpha()]
        for name in some:
            words = len(parse(name).content)
            fitting = [other for other in latin if len(parse(other).content) == words == other.count(" ") + 1]
            if script_of(name) not in TAUGHT and words in _WORDS and fitting:
                yield name, fitting
