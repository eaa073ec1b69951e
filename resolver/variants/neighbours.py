"""Languages that write names as another does whose spellings are learned (data/neighbours.tsv)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from resolver.model import Variant

_ALL = "all"


def as_neighbours(variant: Variant, *, anew: bool) -> Iterator[Variant]:
    """A spelling as the neighbours of its language have it; `anew` tells whether the name comes into Latin letters from
    another script."""
    for lang, whose, letters in _neighbours().get((variant.lang, variant.script), ()):
        if anew or whose == _ALL:
            label = f"{lang}, as in {variant.lang}"
            yield replace(
                variant, text=variant.text.translate(dict(letters)), lang=lang, kind="learned", system="", label=label
            )


@cache
def _neighbours() -> dict[tuple[str, str], list[tuple[str, str, tuple[tuple[int, str], ...]]]]:
    """(Language, script) -> its neighbours, which names these write so, the letters that they have others for."""
    found: dict[tuple[str, str], list[tuple[str, str, tuple[tuple[int, str], ...]]]] = {}
    text = files("resolver.variants").joinpath("data", "neighbours.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            lang, other, script, whose, letters = line.split("\t")
            pairs = letters.split() + letters.upper().split()
            found.setdefault((other, script), []).append(
                (lang, whose, tuple((ord(pair[0]), pair[1]) for pair in pairs))
            )
    return found
