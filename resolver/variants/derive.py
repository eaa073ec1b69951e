"""From a name to its plausible spellings elsewhere, ranked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from resolver.model import EntityType, Variant
from resolver.text import fold, script_of
from resolver.variants import archives, bodies, characters, han, japanese, korean
from resolver.variants.neighbours import as_neighbours
from resolver.variants.order import Candidate, Order, gathered
from resolver.variants.rates import Rates
from resolver.variants.source import Source
from resolver.variants.ways import LEAST_WORTH, Ways

_GIVEN_FIRST, _SURNAME_FIRST = 0.95, 0.9
"""How much a likely reading of a Japanese name is worth by its order: more than what it is spelled like elsewhere."""
_ALSO = 0.5
"""How much a spelling counts for the other languages that have it too."""
_AT_HOME = frozenset({"zh", "yue", "ja", "ko"})
_READINGS = 2.0
"""How often several languages in Latin letters have a name as it is read at home, beside one."""


def any_of_them(_: Variant) -> bool:
    """Whether a spelling is wanted where all are."""
    return True


def derived(
    name: str, lang: str | None = None, type: EntityType | None = None, wanted: Callable[[Variant], bool] = any_of_them
) -> Iterator[Variant]:
    """The plausible spellings of a name, those most often in use first, each but once (case and diacritics aside) and
    never the name itself: by how likely each is in use in its own language, and how much is written in that.

    `lang` (ISO 639) is that of a name in another script than Latin, `type` what it is known to name. Those that are not
    `wanted` are left out: of what several languages spell alike one is asked for, not another. Nothing comes of a name
    without letters.
    """
    ranked: dict[str, tuple[float, Variant]] = {}
    in_characters = script_of(name) in ("Hani", "Jpan")
    for share, variant in _derived(name, lang, type):
        key, worth = key_of(variant.text), share * _found_by(variant, in_characters)
        if wanted(variant) and (key not in ranked or worth > ranked[key][0]):
            ranked[key] = worth, variant
    ranked.pop(key_of(name), None)
    yield from (variant for _, variant in sorted(ranked.values(), key=lambda one: -one[0]))


def _found_by(variant: Variant, in_characters: bool) -> float:
    """How much a spelling may find, by its language; what characters are read as at home is written so in most."""
    is_reading = in_characters and variant.script == "Latn" and variant.lang in _AT_HOME
    return _READINGS * archives.weight("") if is_reading else archives.weight(variant.lang)


def _derived(name: str, lang: str | None, type: EntityType | None) -> Iterator[tuple[float, Variant]]:
    """Spellings, with how likely each is in use; the same may come twice."""
    if type == "org" or (type is None and bodies.is_body(name)):
        return bodies.derived(name, lang)
    read = han.languages(name, lang) if script_of(name) == "Hani" else {}
    if read:
        return _read_in(name, read)
    return _found(name, lang)


def _read_in(name: str, languages: Mapping[str, float]) -> Iterator[tuple[float, Variant]]:
    """What a name in Han characters is read as, by how likely it is of each language."""
    ways = {"zh": _read, "ja": _japanese, "ko": _korean}
    for lang, share in languages.items():
        text = name if lang == "ja" else name.replace(" ", "")  # in Japanese a gap parts the surname
        yield from ((share * worth, variant) for worth, variant in ways[lang](text))


def _found(name: str, lang: str | None, home: str = "") -> Iterator[tuple[float, Variant]]:
    """Spellings by their letters, with how likely each is in use."""
    some, sources = candidates(name, lang, home)
    if sources:
        first = sources[0]
        anew = Ways(first, Rates.shipped()).is_read_anew
        shares = Order.shipped().of(some, latin=first.script == "Latn", words=len(first.words))
        for share, one in zip(shares, some, strict=True):
            yield share, one.variant
            others = {way.variant.lang: way.variant for way in reversed(one.ways)}
            yield from ((share * _ALSO, also) for also in others.values() if also.lang != one.variant.lang)
            for variant in others.values():
                yield from ((share * _ALSO, each) for each in as_neighbours(variant, anew=anew))


def candidates(name: str, lang: str | None, home: str = "") -> tuple[list[Candidate], tuple[Source, ...]]:
    """The spellings derived by letters, but for the name itself, that of most worth first, and the ways that the name
    was read in. The region `home` is that of the name, if known."""
    rates, own = Rates.shipped(), key_of(name)
    sources = Source.all_of(name, lang, home)
    found = [
        (key_of(one.variant.text), rates.of(source.script, one.way, one.odds, source.regions), one)
        for source in sources
        for one in Ways(source, rates).derived()
    ]
    return gathered((one for one in found if one[0] != own), LEAST_WORTH), sources


def _read(name: str) -> Iterator[tuple[float, Variant]]:
    """The readings of a name in Chinese characters, and what is spelled so elsewhere."""
    yield 1.0, Variant(characters.simplified(name), "Hani", "zh", "learned", "", "zh, simplified characters")
    readings = list(characters.read(name))
    for text, lang, system, worth in readings:
        yield worth, Variant(text, "Latn", lang, "romanised", "", f"{lang}, {system}")
    for text, *_ in readings[:1]:
        yield from ((worth, variant) for worth, variant in _found(text, None, "chinese") if variant.script != "Hani")


def _japanese(name: str) -> Iterator[tuple[float, Variant]]:
    """The readings of a Japanese name in characters, and what they are spelled like elsewhere. Chinese has the same
    characters."""
    readings = japanese.read(name)
    for given, surname, share in readings:
        for text, worth in ((f"{given} {surname}", _GIVEN_FIRST), (f"{surname} {given}", _SURNAME_FIRST)):
            yield share * worth, Variant(text.title(), "Latn", "ja", "romanised", "", "ja, as characters are read")
    for given, surname, share in readings[:1]:
        found = _found(f"{given} {surname}".title(), None, "japanese")
        yield from ((share * worth, each) for worth, each in found if each.lang not in ("ja", "zh"))


def _korean(name: str) -> Iterator[tuple[float, Variant]]:
    """What a Korean name in Han characters is in Hangul, and what that is spelled like elsewhere."""
    hangul = korean.hangul(name)
    yield _GIVEN_FIRST, Variant(hangul.replace(" ", ""), "Hang", "ko", "learned", "", "ko, as characters are read")
    yield from ((worth, each) for worth, each in _found(hangul, "ko", "korean") if each.lang != "zh")


def key_of(text: str) -> str:
    """A spelling as it is compared: folded, letters, digits and the signs of vowels alone."""
    return "".join(char for char in fold(text) if char.isalnum() or unicodedata.category(char).startswith("M"))
