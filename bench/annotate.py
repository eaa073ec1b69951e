"""Measures what `annotate` finds in texts, and how fast.

    python bench/annotate.py [--shared DIR] [--index DIR]

Prints precision, recall and F1 of the mentions (offsets and entity both right) in five news articles, persons apart
from organisations and places, in the inflected sentences of the tests, in some about other people and places that
nothing was mended by (tests/unseen) and in some of further languages (tests/elsewhere, tests/rarer), each read as a
text of its own, and in short news of many languages (tests/texts);
then the CPU time for 1 MB of text against the 18,558 politicians of the evaluation set `popolo` (or the index given).
It is the first text but one sentence with a mistyped name, for which all is read that is read once in a process; so all
its words are new. Then it is read twice more. The text is made of sentences of the articles and of sentences that name
people of the list, in a seeded order.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from marked import sentences, texts  # noqa: E402

from resolver import Resolver  # noqa: E402
from resolver.index import NameIndex, NameRow  # noqa: E402
from resolver.program import own_process  # noqa: E402

BYTES = 1_000_000
SEED = 7
NAMING = 0.15
"""Share of sentences made to name people of the list."""
FRAMES = (
    "{} said on Monday that the talks had failed.",
    "According to {}, the budget will be cut.",
    "The committee heard {} and {} in the morning.",
    "{} met {} in Vienna.",
)
LEAST_MISTYPED = 7
"""Letters of the surname that the first text has with a slip."""
Places = dict[tuple[str, int, int], str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--index", type=Path)
    given = arguments.parse_args()
    own_process()
    resolver = Resolver.open()
    print(f"{'':28} {'mentions':>8} {'P':>6} {'R':>6} {'F1':>6}")
    articles(resolver, given.shared)
    inflected(resolver, "inflected")
    inflected(resolver, "unseen")
    inflected(resolver, "elsewhere")
    inflected(resolver, "rarer")
    news(resolver)
    index = NameIndex.open(given.index) if given.index else NameIndex.of(politicians(given.shared))
    speed(Resolver(index), mistyped(index), text_about(index, given.shared))


def articles(resolver: Resolver, shared: Path) -> None:
    found: Places = {}
    persons: set[tuple[str, int, int]] = set()
    for path in sorted((shared / "samples" / "articles").glob("*.txt")):
        for m in resolver.annotate(path.read_bytes().decode("utf-8")).mentions:
            place = (path.name, m.start, m.end)
            found[place] = m.entity.id
            if m.entity.type == "person":
                persons.add(place)
    for name, of_persons in (("mentions", True), ("mentions_orgs_places", False)):
        gold: Places = {}
        with (shared / "eval" / "seeds" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                at = int(row["char_offset"])
                gold[row["file"], at, at + len(row["surface"])] = row["canonical_id"]
        mine = {place: entity for place, entity in found.items() if (place in persons) == of_persons}
        report("articles, " + ("persons" if of_persons else "orgs and places"), gold, mine)


def inflected(resolver: Resolver, folder: str) -> None:
    gold: dict[str, Places] = defaultdict(Places)
    found: dict[str, Places] = defaultdict(Places)
    for number, (lang, text, mentions) in enumerate(sentences(ROOT / "tests" / folder)):
        gold[lang] |= {(str(number), *span): entity for span, entity in mentions.items()}
        found[lang] |= {(str(number), m.start, m.end): m.entity.id for m in resolver.annotate(text).mentions}
    for lang, places in gold.items():
        report(f"{folder}, {lang}", places, found[lang])
    report(f"{folder}, all", merged(gold.values()), merged(found.values()))


def news(resolver: Resolver) -> None:
    gold: Places = {}
    found: Places = {}
    for number, (_, text, mentions) in enumerate(texts(ROOT / "tests" / "texts")):
        gold |= {(str(number), *span): entity for span, entity in mentions.items()}
        found |= {(str(number), m.start, m.end): m.entity.id for m in resolver.annotate(text).mentions}
    report("short news, all", gold, found)


def merged(parts: Iterable[Places]) -> Places:
    return {place: entity for part in parts for place, entity in part.items()}


def report(name: str, gold: Places, found: Places) -> None:
    right = len(gold.items() & found.items())
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    f1 = 2 * right / max(1, len(gold) + len(found))
    print(f"{name:28} {len(gold):>8} {precision:>6.3f} {recall:>6.3f} {f1:>6.3f}")


def politicians(shared: Path) -> list[NameRow]:
    with gzip.open(shared / "eval" / "popolo" / "entities.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [NameRow(r["entity_id"], r["name"], r["type"], r["lang"], r["role"]) for r in rows]


def text_about(index: NameIndex, shared: Path) -> str:
    """1 MB of sentences, half of them in one line, the others in a line each."""
    dice = random.Random(SEED)
    paths = sorted((shared / "samples" / "articles").glob("*.txt"))
    told = [s for path in paths for s in re.split(r"(?<=[.!?])\s+", path.read_text("utf-8")) if 30 < len(s) < 400]
    written: list[str] = []
    size = 0
    while size < BYTES:
        sentence = dice.choice(told)
        if dice.random() < NAMING:
            frame = dice.choice(FRAMES)
            sentence = frame.format(*(index.name_text(dice.randrange(index.info.names)) for _ in range(2)))
        written.append(sentence)
        size += len(sentence.encode()) + 1
    half = len(written) // 2
    return " ".join(written[:half]) + "\n" + "\n".join(written[half:])


def mistyped(index: NameIndex) -> str:
    """A sentence about the first person of the list whose surname is long enough, with the last letter doubled."""
    names = map(index.name_text, range(index.info.names))
    name = next(name for name in names if name.isascii() and len(name.split()[-1]) >= LEAST_MISTYPED and " " in name)
    return f"Yesterday {name}{name[-1]} spoke."


def speed(resolver: Resolver, first: str, text: str) -> None:
    size = len(text.encode()) / 1e6
    started = time.process_time()
    resolver.annotate(first)
    print(f"\n{resolver.counts['entities']:,} entities: lexicon built in {time.process_time() - started:.2f} s of CPU")
    for name in ("cold", "warm", "warm"):
        started = time.process_time()
        mentions = resolver.annotate(text).mentions
        seconds = time.process_time() - started
        print(f"{name}: {size / seconds:.2f} MB/s ({size:.2f} MB, {len(mentions):,} mentions, {seconds:.2f} s of CPU)")


if __name__ == "__main__":
    main()
