"""The word lists that parsing reads: one reviewed file each in data/, folded token and language per line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from resolver.text import fold


@cache
def words(name: str) -> frozenset[str]:
    """The folded tokens of data/`name`.tsv."""
    text = files("resolver.names").joinpath("data", f"{name}.tsv").read_text("utf-8")
    return frozenset(fold(line.split("\t", 1)[0]) for line in text.splitlines() if line and not line.startswith("#"))
