"""Sentences and texts with marked mentions: `[surface|entity id]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_MARK = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
Gold = dict[tuple[int, int], str]


def unmarked(line: str) -> tuple[str, Gold]:
    """The plain sentence, and the entity of each mention by its start and end."""
    text, gold, at = "", Gold(), 0
    for found in _MARK.finditer(line):
        text += line[at : found.start()]
        gold[len(text), len(text) + len(found[1])] = found[2]
        text += found[1]
        at = found.end()
    return text + line[at:], gold


def texts(folder: Path) -> Iterator[tuple[str, str, Gold]]:
    """(language, text, mentions) of all files of a folder, whose texts are parted by empty lines."""
    for path in sorted(folder.glob("*.txt")):
        for marked in path.read_text("utf-8").strip().split("\n\n"):
            yield path.stem, *unmarked(marked)


def sentences(folder: Path) -> Iterator[tuple[str, str, Gold]]:
    """(language, sentence, mentions) of all files of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield path.stem, *unmarked(line)
