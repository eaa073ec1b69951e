"""Mentions in real texts: five news articles, and two hundred sentences of eight languages that inflect names."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

from marked import sentences

from resolver import Resolver


@cache
def bundled() -> Resolver:
    return Resolver.open()


def gold_of(shared: Path, name: str) -> dict[tuple[str, int, str], str]:
    with (shared / "eval" / "seeds" / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["file"], int(row["char_offset"]), row["surface"]): row["canonical_id"] for row in rows}


def test_the_mentions_of_five_articles(shared: Path) -> None:
    persons, others = gold_of(shared, "mentions.tsv"), gold_of(shared, "mentions_orgs_places.tsv")
    assert (len(persons), len(others)) == (87, 180)
    found = {}
    for path in sorted((shared / "samples" / "articles").glob("*.txt")):
        for mention in bundled().annotate(path.read_bytes().decode("utf-8")).mentions:
            found[path.name, mention.start, mention.surface] = mention.entity.id
    assert {place: found.get(place) for place in persons} == persons
    right = sum(found.get(place) == entity for place, entity in others.items())
    assert right >= 0.95 * len(others)
    assert sum((persons | others).get(place) == entity for place, entity in found.items()) >= 0.97 * len(found)


def test_inflected_names_in_eight_languages(root: Path) -> None:
    counts: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for lang, text, gold in sentences(root / "tests" / "inflected"):
        found = {(m.start, m.end): m.entity.id for m in bundled().annotate(text).mentions}
        read[lang] += 1
        counts["right"] += len(gold.items() & found.items())
        counts["wrong"] += len(found.items() - gold.items())
        counts["missed"] += len(gold.items() - found.items())
    assert len(read) == 8
    assert set(read.values()) == {25}
    f1 = 2 * counts["right"] / (2 * counts["right"] + counts["wrong"] + counts["missed"])
    assert f1 >= 0.90, counts
