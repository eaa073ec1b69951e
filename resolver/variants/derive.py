"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from resolver.model import Variant
from resolver.text import fold
from resolver.variants.rates import Rates
from resolver.variants.source import Source
from resolver.variants.ways import LEAST_WORTH, Ways

_CROWDED = 0.3
"""The power of the probability that a further spelling for the same readers is needed, which it is weighed with."""


def derived(name: str, lang: str | None = None) -> Iterator[Variant]:
    """The plausible spellings of a name, those most often in use first, each but once (case and diacritics aside) and
    never the name itself.

    `lang` (ISO 639) is that of a name in another script than Latin. Nothing comes of a name without letters.
    """
    rates = Rates.shipped()
    ranked: dict[str, tuple[float, Variant]] = {}
    for source in Source.all_of(name, lang):
        for found in Ways(source, rates).derived():
            worth = rates.of(source.script, found.way, found.odds, source.regions)
            key = key_of(found.variant.text)
            if worth >= LEAST_WORTH and (key not in ranked or worth > ranked[key][0]):
                ranked[key] = worth, found.variant
    ranked.pop(key_of(name), None)
    yield from spread(sorted(ranked.values(), key=lambda one: -one[0]))


def spread(ranked: Iterable[tuple[float, Variant]]) -> Iterator[Variant]:
    """Spellings with their worth, best first, so that those for other readers come sooner: the likelier one of those
    before is how a language and script have the name, the less a further one counts."""
    left: defaultdict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    found = []
    for worth, variant in ranked:
        readers = variant.script, variant.lang
        found.append((worth * left[readers] ** _CROWDED, variant))
        left[readers] *= 1.0 - worth
    yield from (variant for _, variant in sorted(found, key=lambda one: -one[0]))


def key_of(text: str) -> str:
    """A spelling as it is compared: folded, letters and digits alone."""
    return "".join(filter(str.isalnum, fold(text)))
