"""Measures how many of the spellings in use of well-known people `variants` names among its first fifty.

    python bench/variants.py [--people N]

The people are those of the bundled aliases with names in most scripts. First the product as it is:
`Resolver.variants` of the canonical name with the bundled aliases, where what is listed leads. Then by rule alone:
nothing of what is listed is used but the one name that is asked for, the canonical one in Latin letters or the first
in another script; what is listed in the other scripts (for a name in Latin letters, in these too) is looked for, case
and diacritics aside.

A listed spelling counts as derivable from a name where the two have as many words and each is a spelling of one in the
other: under some romanisation system, in either direction, or as forms of one given name. What no rule relates
(translations, bynames, other patronymics, the usage of a language that has no table) is counted in the column of all.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice

from resolver import Resolver
from resolver.model import NameRow
from resolver.names import given_names
from resolver.romanize import romanize, systems
from resolver.sources import bundled_files, read_aliases
from resolver.text import fold, script_of, split_tokens
from resolver.threads import one_thread_each
from resolver.variants import derived

FIRST = 50


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=200)
    given = arguments.parse_args()
    one_thread_each()
    counts: Counter[tuple[str, str, str]] = Counter()
    chosen = people(given.people)
    with_the_list(chosen)
    for rows in chosen:
        for asked in inputs(rows):
            found = {key(variant.text) for variant in islice(derived(asked.name, language(asked)), FIRST)}
            source = script_of(asked.name)
            for row in rows:
                if script_of(row.name) == source != "Latn" or key(row.name) == key(asked.name):
                    continue
                target = script_of(row.name)
                hit = key(row.name) in found
                where = ("Latn" if source == "Latn" else "other", target)
                counts[(*where, "all")] += 1
                counts[(*where, "all found")] += hit
                if derivable(asked.name, row.name):
                    counts[(*where, "derivable")] += 1
                    counts[(*where, "derivable found")] += hit
    report(len(chosen), counts)


def with_the_list(chosen: list[list[NameRow]]) -> None:
    resolver = Resolver.open()
    listed = found = 0
    for rows in chosen:
        wanted = {key(row.name) for row in rows} - {key(rows[0].name)}
        listed += len(wanted)
        found += len(wanted & {key(variant.text) for variant in resolver.variants(rows[0].name, limit=FIRST)})
    print(f"{len(chosen)} people, first {FIRST} variants, with their list: {found} of {listed} ({found / listed:.3f})")


def people(most: int) -> list[list[NameRow]]:
    """The names of each person, canonical first; those with names in the most scripts lead."""
    by_entity: dict[str, list[NameRow]] = defaultdict(list)
    for row in read_aliases(bundled_files()):
        if row.type == "person" and not row.weak:
            by_entity[row.entity_id].append(row)
    ranked = sorted(by_entity.values(), key=lambda rows: (-len({script_of(r.name) for r in rows}), rows[0].entity_id))
    return [sorted(rows, key=lambda row: row.role != "primary") for rows in ranked[:most]]


def inputs(rows: list[NameRow]) -> Iterator[NameRow]:
    """The canonical name, and the first in another script."""
    yield rows[0]
    yield from [row for row in rows if script_of(row.name) != "Latn"][:1]


def language(row: NameRow) -> str | None:
    """The language of a name, where its systems can be asked for."""
    code = row.lang.split("-")[0]
    return code if script_of(row.name) != "Latn" and systems(code) else None


def derivable(asked: str, listed: str) -> bool:
    left, right = split_tokens(asked), split_tokens(listed)
    return len(left) == len(right) and all(related(a, b) for a, b in zip(left, right, strict=True))


def related(left: str, right: str) -> bool:
    return bool(spellings(left) & spellings(right)) or bool(given_names(fold(left)) & given_names(fold(right)))


@cache
def spellings(word: str) -> frozenset[str]:
    """The folded Latin spellings of a word under every system of its script."""
    script = script_of(word)
    if script == "Latn":
        return frozenset([fold(word)])
    romanised = (fold(romanize(word, system.id)) for system in systems(script=script))
    return frozenset("".join(filter(str.isalnum, text)) for text in romanised)


def key(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def report(n: int, counts: Counter[tuple[str, str, str]]) -> None:
    print(f"{n} people, first {FIRST} variants, by rule alone")
    print(f"{'asked in':9} {'listed in':10} {'derivable':>9} {'found':>6}   {'all':>6} {'found':>6}")
    totals: Counter[str] = Counter()
    for source, target in sorted({(source, target) for source, target, _ in counts}):
        row = {what: counts[source, target, what] for what in ("derivable", "derivable found", "all", "all found")}
        totals.update(row)
        print(line(source, target, row))
    print(line("", "in all", totals))


def line(source: str, target: str, row: dict[str, int] | Counter[str]) -> str:
    shares = [f"{row[f'{what} found'] / row[what]:.3f}" if row[what] else "-" for what in ("derivable", "all")]
    return f"{source:9} {target:10} {row['derivable']:>9} {shares[0]:>6}   {row['all']:>6} {shares[1]:>6}"


if __name__ == "__main__":
    main()
