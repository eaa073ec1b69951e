"""Measures how many of the spellings in use of well-known people `variants` names among its first fifty.

    python bench/variants.py [--people N] [--misses N]

The people are those of the bundled aliases with names in most scripts. What is listed for them was kept from the models
of letters; what lists of surnames tell of single words of them was not, unless the models are those that
`python -m training.spellings` leaves without `--whole`: these never met the words at all. First the product as it is:
`Resolver.variants` of the canonical name with the bundled aliases, where what is listed leads, so that this says no
more than that nothing listed is lost. Then by rule alone, which is what counts: no index is asked, and nothing of
what is listed is used but the one name that is asked for, the canonical one in Latin letters or the first in another
script; what is listed in other scripts (for a name in Latin letters, in these too) is looked for, case and diacritics
aside, each spelling once. The signs of vowels in the scripts of India and South-East Asia are no diacritics; what would
be found with these aside as well, as was counted before, is told last.

A listed spelling is derivable ("by table") if it writes the same words: as many as the name asked for, in any order,
each a spelling of one of these under some romanisation system, in either direction, or another form of one given
name; or if there is a listed name of which both are such spellings. Translations, bynames and patronymics are not
derivable, nor is what no table tells, such as Han. Two wider counts are told with it. "same words": as many words,
each of which is read much like one of the others, under some system of each (the distance of their letters is at most
a third of their length). "all": everything.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from statistics import median, quantiles
from time import perf_counter

from resolver import Resolver
from resolver.model import NameRow
from resolver.romanize import systems
from resolver.sources import bundled_files, read_aliases
from resolver.text import fold, script_of
from resolver.threads import one_thread_each
from resolver.variants import derived
from resolver.variants.derive import key_of
from training.derivable import by_table, same_words
from training.spelling_pairs import well_known

FIRST = 50
KINDS = ("by table", "same words", "all")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=200)
    arguments.add_argument("--misses", type=int, default=20, help="print so many of what is not found")
    given = arguments.parse_args()
    one_thread_each()
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    missed: list[str] = []
    without_signs = 0
    seconds: list[float] = []
    chosen = well_known(read_aliases(bundled_files()), given.people)
    with_the_list(chosen)
    for rows in chosen:
        for asked in inputs(rows):
            start = perf_counter()
            found = {key_of(variant.text) for variant in islice(derived(asked.name, language(asked)), FIRST)}
            unsigned = set(map(letters_of, found))
            seconds.append(perf_counter() - start)
            source = script_of(asked.name)
            for row in {key_of(row.name): row for row in reversed(rows)}.values():
                target = script_of(row.name)
                if target == source != "Latn" or key_of(row.name) == key_of(asked.name):
                    continue
                hit = key_of(row.name) in found
                table = by_table(asked.name, row.name, rows)
                kinds = [table, table or same_words(asked.name, row.name), True]
                for kind, holds in zip(KINDS, kinds, strict=True):
                    counts["Latn" if source == "Latn" else "other", target, kind, hit] += holds
                without_signs += table and letters_of(row.name) in unsigned
                if table and not hit:
                    missed.append(f"{asked.name} -> {row.name} ({row.lang})")
    report(len(chosen), counts)
    print(f"by table, signs of vowels aside: {without_signs}")
    print(f"a name takes {median(seconds):.2f} s, one in twenty more than {quantiles(seconds, n=20)[-1]:.2f} s")
    print("\nof what is missed by table:")
    print("\n".join(Random(0).sample(missed, min(given.misses, len(missed)))))


def with_the_list(chosen: list[list[NameRow]]) -> None:
    resolver = Resolver.open()
    listed = found = 0
    for rows in chosen:
        wanted = {key_of(row.name) for row in rows} - {key_of(rows[0].name)}
        listed += len(wanted)
        found += len(wanted & {key_of(variant.text) for variant in resolver.variants(rows[0].name, limit=FIRST)})
    print(f"{len(chosen)} people, first {FIRST} variants, with their list: {found} of {listed} ({found / listed:.3f})")


def inputs(rows: Sequence[NameRow]) -> Iterator[NameRow]:
    """The canonical name, and the first in another script."""
    yield rows[0]
    yield from [row for row in rows if script_of(row.name) != "Latn"][:1]


def language(row: NameRow) -> str | None:
    """The language of a name in another script than Latin."""
    code = row.lang.split("-")[0]
    return code if script_of(row.name) != "Latn" and systems(code) else None


def letters_of(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def report(n: int, counts: Counter[tuple[str, str, str, bool]]) -> None:
    print(f"{n} people, first {FIRST} variants, by rule alone")
    print(f"{'asked in':9} {'listed in':10}" + "".join(f"{kind:>12} {'found':>6}" for kind in KINDS))
    for source, target in sorted({(source, target) for source, target, _, _ in counts}):
        print(line(source, target, {(k, hit): counts[source, target, k, hit] for k in KINDS for hit in (False, True)}))
    totals: Counter[tuple[str, bool]] = Counter()
    for (_, _, kind, hit), count in counts.items():
        totals[kind, hit] += count
    print(line("", "in all", totals))


def line(source: str, target: str, row: dict[tuple[str, bool], int] | Counter[tuple[str, bool]]) -> str:
    cells = []
    for kind in KINDS:
        total = row[kind, True] + row[kind, False]
        cells.append(f"{total:>12} {row[kind, True] / total if total else 0:>6.3f}")
    return f"{source:9} {target:10}" + "".join(cells)


if __name__ == "__main__":
    main()
