"""The word lists and tables that names are read by: one reviewed file each in data/, tab-separated, # for remarks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from resolver.text import fold


def rows(name: str) -> list[list[str]]:
    """The rows of data/`name`.tsv, split at tabs."""
    text = files("resolver.names").joinpath("data", f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """The folded words in the first column of data/`name`.tsv."""
    return frozenset(fold(row[0]) for row in rows(name))
