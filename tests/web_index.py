"""A small index for tests of the HTTP door."""

from __future__ import annotations

from pathlib import Path

from resolver.index import NameRow, build_index

NAMES = [
    ("p1", "Sviatlana Tsikhanouskaya", "person", "en", "primary"),
    ("p1", "Святлана Ціханоўская", "person", "be", "alias"),
    ("p2", "Alexander Lukashenko", "person", "en", "primary"),
    ("p2", "Аляксандр Лукашэнка", "person", "be", "alias"),
    ("o1", "Viasna Human Rights Centre", "org", "en", "primary"),
    ("l1", "Minsk", "place", "en", "primary"),
    ("l1", "Мінск", "place", "be", "alias"),
    ("l2", "Minsk Mazowiecki", "place", "pl", "primary"),
]


def towns_and_people(folder: Path) -> Path:
    """An index of `NAMES` in the folder."""
    path = folder / "index"
    build_index([NameRow(*name) for name in NAMES], path)
    return path
