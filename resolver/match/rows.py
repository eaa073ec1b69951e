"""The rows of this package's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def read_lines(name: str) -> Iterator[str]:
    """The lines of data/`name`.tsv, without its header."""
    text = files("resolver.match").joinpath("data", f"{name}.tsv").read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def read_rows(name: str) -> Iterator[tuple[str, str]]:
    """The rows of data/`name`.tsv: characters, readings."""
    for line in read_lines(name):
        left, right = line.split("\t")
        yield left, right
