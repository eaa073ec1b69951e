"""Learns how often a spelling that was derived in a certain way is the one in use (`resolver.variants.rates`).

    python -m training.spelling_rates

Learned from the people of the bundled aliases whose names the models of letters were kept from and that are not
measured with (`training.spellings.tells_rates`): each is asked for by the canonical name and by one or two in other
scripts, and what is derived is looked for among the names that are listed. A spelling of a language in another script
than Latin counts only where the person is listed in that language at all: the question is how a name is written there,
not how well known its bearer is. A person counts for each region of the world as far as the name seems to be from it.
Few people are known of some regions; there the rate of all regions counts as so many spellings more.
"""

from __future__ import annotations

import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from resolver.model import NameRow
from resolver.sources import read_aliases
from resolver.sources.aliases import bundled_files
from resolver.text import script_of
from resolver.threads import one_thread_each
from resolver.variants.derive import Source, key_of
from resolver.variants.origin import Origins
from resolver.variants.rates import STEPS, Rates, step_of
from resolver.variants.words import SCRIPTS
from training.spellings import WELL_KNOWN, tells_rates, well_known

SEED = 20_264
OUT = Path("resolver/variants/data/rates.json")
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
OTHERS_COUNT = 4.0
"""What all regions together say counts as so many spellings of one region."""
NEVER_COUNTS = 2.0
"""A way of which little is known is taken to fail so many times more."""
LEAST = 0.001
UNSEEN = 1e-4


def people() -> list[list[NameRow]]:
    """The names of each person that rates are learned from, canonical first."""
    rows = list(read_aliases(bundled_files()))
    return [some for some in well_known(rows, len(rows))[WELL_KNOWN:] if tells_rates(some[0].entity_id)]


def inputs(rows: Sequence[NameRow], rng: random.Random) -> Iterator[NameRow]:
    """The canonical name, the first in another script, and one in any other."""
    yield rows[0]
    others = [row for row in rows if script_of(row.name) != "Latn"]
    yield from others[:1]
    yield from rng.sample(others[1:], min(1, len(others) - 1) if others else 0)


def shares(everyone: Sequence[Sequence[NameRow]], lang: str, which: str) -> float:
    """The share under which the listed words of a language are likeliest: of what is spoken, or of the forms of given
    names."""
    best = []
    for share in SHARES:
        rates = Rates({}, {lang: share} if which == "speech" else {}, {lang: share if which == "table" else 0.0})
        total = 0.0
        for rows in everyone:
            source = Source.of(rows[0].name, None)
            listed = [row.name.lower().replace("・", " ").split() for row in rows if row.lang == lang]
            for words in listed[:1]:
                if source and len(words) == len(source.words):
                    found = [word.spelled(lang, rates, 1.0) for word in source.words]
                    asked = zip(words, found, strict=True) if which == "speech" else [(words[0], found[0])]
                    total += sum(math.log(max(way.get(word, 0.0), UNSEEN)) for word, way in asked)
        best.append((total, share))
    return max(best)[1]


def main() -> None:
    one_thread_each()
    everyone = people()
    by_speech = {lang: shares(everyone, lang, "speech") for lang in SCRIPTS if lang != "ru"}
    by_table = {lang: shares(everyone, lang, "table") for lang in SCRIPTS}
    print(len(everyone), "people", by_speech, by_table)
    rates, rng = Rates({}, by_speech, by_table), random.Random(SEED)
    right: defaultdict[tuple[str, str, int], defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    tried: defaultdict[tuple[str, str, int], defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for rows in everyone:
        keys = {key_of(row.name) for row in rows}
        known = {row.lang.split("-")[0] for row in rows}
        for asked in inputs(rows, rng):
            source = Source.of(asked.name, asked.lang.split("-")[0] if script_of(asked.name) != "Latn" else None)
            if source is None:
                continue
            own = key_of(asked.name)
            for found in source.derived(rates):
                told = found.variant.script == "Latn" or found.variant.lang in known
                if not told or key_of(found.variant.text) == own:
                    continue
                where = ("Latn" if source.script == "Latn" else "other", found.way, step_of(found.odds))
                hit = key_of(found.variant.text) in keys
                for region, share in source.regions.items():
                    tried[where][region] += share
                    right[where][region] += share * hit
    used: dict[str, dict[str, dict[str, list[float]]]] = {}
    ways = sorted({(script, way) for script, way, _ in tried})
    for (script, way), region in product(ways, Origins.shipped().regions):
        row = []
        for step in range(len(STEPS) + 1):
            some, hits = tried[script, way, step], right[script, way, step]
            everywhere = sum(hits.values()) / (sum(some.values()) + NEVER_COUNTS)
            row.append(round((hits[region] + OTHERS_COUNT * everywhere) / (some[region] + OTHERS_COUNT), 4))
        if max(row) > LEAST:
            used.setdefault(script, {}).setdefault(region, {})[way] = row
    report = {
        "command": "python -m training.spelling_rates",
        "by_speech": by_speech,
        "by_table": by_table,
        "used": used,
    }
    OUT.write_text(json.dumps(report, indent=None, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
