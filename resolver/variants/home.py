"""Where a name is at home: by its letters as one reads them, the marks on them, and what language it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from resolver.variants.given import languages_of
from resolver.variants.mixing import as_borne
from resolver.variants.origin import Origins
from resolver.variants.words import Word


@dataclass(frozen=True)
class Homes:
    """`tells` are what a script, a language, letters with marks and the language of a given name tell, each thing with
    its regions; `times` how much oftener a name is from these than its plain letters tell."""

    tells: Mapping[str, Mapping[str, tuple[str, ...]]]
    times: Mapping[str, float]

    @classmethod
    @cache
    def shipped(cls) -> Homes:
        """The tables in data/home.tsv."""
        tells: dict[str, dict[str, tuple[str, ...]]] = {}
        text = files("resolver.variants").joinpath("data", "home.tsv").read_text("utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                what, some, told = line.split("\t")
                tells.setdefault(what, {}).update(dict.fromkeys(some.split(" "), tuple(told.split(" "))))
        times = {what: float(factor) for what, (factor,) in tells.pop("times").items()}
        return cls(tells, times)

    def of(self, words: Sequence[Word], script: str, langs: Sequence[str]) -> dict[str, float]:
        """How likely the name of these words is from each region."""
        found = Origins.shipped().of(_telling(words))
        for what, regions in self._told(words, script, langs):
            found = _times(found, regions, self.times[what])
        return found

    def _told(self, words: Sequence[Word], script: str, langs: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
        """What kind of thing tells of which regions."""
        own = self.tells["script"].get(script) or self.tells["language"].get(langs[0] if langs else "")
        if own:
            yield "written", own
        given = self.tells["given"]
        borne = [given[lang] for lang in languages_of(words[0].heads) if lang in given] if words else []
        if borne:
            yield "given", tuple(region for regions in borne for region in regions)
        if script == "Latn":
            letters = set("".join(word.token.text for word in words).lower())
            yield from (("marks", of) for marks, of in self.tells["letters"].items() if letters & set(marks))


def regions_of(words: Sequence[Word], script: str, langs: Sequence[str]) -> dict[str, float]:
    """How likely the name of these words is from each region."""
    return Homes.shipped().of(words, script, langs)


def _telling(words: Sequence[Word]) -> list[str]:
    """The words as they are read in Latin letters, those readings that most people bear."""
    names = [word for word in words if word.token.role == "name"]
    read = (word.latin if word.script == "Latn" else as_borne(word.latin) for word in names)
    return [max(some, key=lambda text: (some[text], text)) for some in read if some]


def _times(shares: Mapping[str, float], regions: Iterable[str], factor: float) -> dict[str, float]:
    """Shares of which those of some regions count so many times as much."""
    some = frozenset(regions)
    found = {region: share * (factor if region in some else 1.0) for region, share in shares.items()}
    whole = sum(found.values())
    return {region: share / whole for region, share in found.items()}
