"""How many people read a language: which of the spellings that are in use is of use to most."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

_POWER = 0.25
"""The power of the number of readers that a spelling is weighed with."""
_FEW = 1.0
_ANYBODY = "en"
"""The language whose readers those of no language in particular are taken for."""


def weight(lang: str) -> float:
    """What the spellings of a language (ISO 639, "" for none in particular) are weighed with, beside how likely each is
    in use there."""
    return math.pow(_readers().get(lang.split("-")[0] or _ANYBODY, _FEW), _POWER)


@cache
def _readers() -> dict[str, float]:
    """Language -> millions of readers."""
    lines = files("resolver.variants").joinpath("data", "readers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {lang: float(millions) for lang, millions in rows}
