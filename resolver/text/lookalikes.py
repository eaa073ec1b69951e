"""Repairs a token that mixes scripts by look-alike letters (a Cyrillic а inside a Latin word)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files

from resolver.text.script import char_script

_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek"})


@cache
def _tables() -> dict[tuple[str, str], dict[str, str]]:
    """(from script, to script) -> letter -> letter."""
    to_latin: dict[str, str] = {}
    for line in files("resolver.text").joinpath("lookalikes.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            other, latin = line.split("\t")
            to_latin[other] = latin
    tables: dict[tuple[str, str], dict[str, str]] = {(a, b): {} for a in _SCRIPTS for b in _SCRIPTS if a != b}
    for other, latin in to_latin.items():
        script = char_script(other)
        tables[script, "Latn"][other] = latin
        tables["Latn", script].setdefault(latin, other)
    return tables


def repair_lookalikes(token: str) -> str:
    """The token in one script, if its letters of the rarer script all have a look-alike in the other; else unchanged.

    The script with more letters wins; on a tie, the one that has a letter without a look-alike in the other.
    """
    if token.isascii():
        return token
    if len(_SCRIPTS.intersection(map(char_script, token))) != 2:
        return token
    counts = Counter(s for s in map(char_script, token) if s in _SCRIPTS)
    (first, n_first), (second, n_second) = counts.most_common()
    for major, minor in ((first, second), (second, first)):
        table = _tables()[minor, major]
        if all(char in table for char in token if char_script(char) == minor):
            return "".join(table.get(char, char) for char in token)
        if n_first != n_second:
            break
    return token
