"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from resolver.model import Variant
from resolver.text import fold
from resolver.variants import characters
from resolver.variants.rates import Rates
from resolver.variants.source import Source
from resolver.variants.ways import LEAST_WORTH, Ways

_CHINESE = (None, "zh")
_CROWDED = 0.3
"""The power of the probability that a further spelling for the same readers is needed, which it is weighed with."""


def derived(name: str, lang: str | None = None) -> Iterator[Variant]:
    """The plausible spellings of a name, those most often in use first, each but once (case and diacritics aside) and
    never the name itself.

    `lang` (ISO 639) is that of a name in another script than Latin. Nothing comes of a name without letters.
    """
    ranked: dict[str, tuple[float, Variant]] = {}
    for worth, variant in _read(name) if lang in _CHINESE and characters.is_chinese(name) else _found(name, lang):
        key = key_of(variant.text)
        if worth >= LEAST_WORTH and (key not in ranked or worth > ranked[key][0]):
            ranked[key] = worth, variant
    ranked.pop(key_of(name), None)
    yield from spread(list(ranked.values()))


def _found(name: str, lang: str | None, home: str = "") -> Iterator[tuple[float, Variant]]:
    """Spellings by their letters, with their worth."""
    rates = Rates.shipped()
    for source in Source.all_of(name, lang, home):
        for found in Ways(source, rates).derived():
            yield rates.of(source.script, found.way, found.odds, source.regions), found.variant


def _read(name: str) -> Iterator[tuple[float, Variant]]:
    """The readings of a name in Chinese characters, and what is spelled so elsewhere."""
    yield 1.0, Variant(characters.simplified(name), "Hani", "zh", "learned", "", "zh, simplified characters")
    readings = list(characters.read(name))
    for text, lang, system, worth in readings:
        yield worth, Variant(text, "Latn", lang, "romanised", "", f"{lang}, {system}")
    for text, *_ in readings[:1]:
        yield from ((worth, variant) for worth, variant in _found(text, None, "chinese") if variant.script != "Hani")


def spread(ranked: Sequence[tuple[float, Variant]]) -> Iterator[Variant]:
    """Spellings with their worth so that those for other readers come sooner: the likelier one of those before is how a
    language and script have the name, the less a further one counts. In a script other than Latin, in which no two
    systems rival, a language has one spelling, so that all of them together are worth that much at most."""
    whole: defaultdict[tuple[str, str], float] = defaultdict(float)
    for worth, variant in ranked:
        whole[variant.script, variant.lang] += 0.0 if variant.script == "Latn" else worth
    shared = ((worth / max(1.0, whole[variant.script, variant.lang]), variant) for worth, variant in ranked)
    left: defaultdict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    found = []
    for worth, variant in sorted(shared, key=lambda one: -one[0]):
        readers = variant.script, variant.lang
        found.append((worth * left[readers] ** _CROWDED, variant))
        left[readers] *= 1.0 - worth
    yield from (variant for _, variant in sorted(found, key=lambda one: -one[0]))


def key_of(text: str) -> str:
    """A spelling as it is compared: folded, letters and digits alone."""
    return "".join(filter(str.isalnum, fold(text)))
