"""How much is written in a language: which of the spellings that are in use find most."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

_POWER = 1 / 4
"""The power of how much is written in its language that a spelling is weighed with."""
_FEW = 5.0
_ANYBODY = "en"
"""The language that spellings of none in particular are taken for."""


def weight(lang: str) -> float:
    """What the spellings of a language (ISO 639, "" for none in particular) are weighed with, beside how likely each is
    in use there."""
    return math.pow(_articles().get(lang.split("-")[0] or _ANYBODY, _FEW), _POWER)


@cache
def _articles() -> dict[str, float]:
    """Language -> thousands of articles in an encyclopedia."""
    lines = files("resolver.variants").joinpath("data", "articles.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {lang: float(thousands) for lang, thousands in rows}
