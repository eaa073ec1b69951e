"""Evidence as pictures: where letters, the bands that join them and the bars of the waterfall stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from resolver.text import fold
from resolver.web.page.words import Family, family_of, kind_words

Shape = Mapping[str, Any]
"""A reason as every door prints it."""

_BAND = (33.0, 66.0)
"""Where the bands between the two rows of letters begin and end, in pixels; the template has the rest."""
_NARROW, _WIDE, _ROOM = 14.0, 24.0, 9.0
_BAR, _LEAST_BAR = 100.0, 0.6
_MARKS = ("Mn", "Mc", "Me", "Cf")


@dataclass(frozen=True, slots=True)
class Letters:
    """Some letters and the middle of the place where they stand."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class PairDrawing:
    """A word of each name, letter groups above each other, joined by bands (SVG paths). `spoken` says it in words."""

    family: Family
    title: str
    query: str
    name: str
    detail: str
    weight: float
    width: float
    above: tuple[Letters, ...]
    below: tuple[Letters, ...]
    bands: tuple[str, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the waterfall: its bar reaches from `start` over `width`, in hundredths of the picture."""

    family: Family
    title: str
    query: str
    name: str
    weight: float
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """All evidence for one pair of names; `zero` is where the bars begin, the bar of the `total` where they end."""

    pairs: tuple[PairDrawing, ...]
    steps: tuple[Step, ...]
    zero: float
    total: Step


def draw(reasons: Sequence[Shape]) -> Drawing:
    """The pictures of these reasons, in their order."""
    pairs = tuple(_pair(reason) for reason in reasons if reason["query"] or reason["name"])
    ends = list(accumulate((reason["weight"] for reason in reasons), initial=0.0))
    low, high = min(ends), max(ends)
    scale = _BAR / max(high - low, 1e-9)

    def step(reason: Shape, before: float, after: float) -> Step:
        kind, start, width = reason["kind"], (min(before, after) - low) * scale, abs(after - before) * scale
        return Step(
            family_of(kind),
            kind_words(kind),
            reason["query"],
            reason["name"],
            round(after - before, 3),
            round(min(start, _BAR - _LEAST_BAR), 2),
            round(max(width, _LEAST_BAR), 2),
        )

    steps = tuple(step(*each) for each in zip(reasons, ends, ends[1:], strict=False))
    total = step({"kind": "in all", "query": "", "name": ""}, 0.0, ends[-1])
    return Drawing(pairs, steps, round(abs(low) * scale, 2), total)


def _pair(reason: Shape) -> PairDrawing:
    query, name = reason["query"], reason["name"]
    groups = reason.get("letters") or _groups(query, name)
    above, below = ([_room(group[side]) for group in groups] for side in (0, 1))
    width = max(sum(above), sum(below), _WIDE) + _ROOM
    tops, bottoms = _places(above, width), _places(below, width)
    bands = tuple(
        _band(top, bottom) for top, bottom, group in zip(tops, bottoms, groups, strict=True) if query and name
    )
    return PairDrawing(
        family_of(reason["kind"]),
        kind_words(reason["kind"]),
        query,
        name,
        reason["detail"],
        reason["weight"],
        round(width, 1),
        _row(tops, [group[0] for group in groups]),
        _row(bottoms, [group[1] for group in groups]),
        bands,
        ", ".join(_spoken(*group) for group in groups),
    )


def _groups(query: str, name: str) -> list[tuple[str, str]]:
    """The letters of two words that are the same word; else the words whole."""
    above, below = _clusters(query), _clusters(name)
    same = len(above) == len(below) and fold(query) == fold(name)
    return list(zip(above, below, strict=True)) if same else [(query, name)]


def _clusters(text: str) -> list[str]:
    """Letters with the marks that belong to them."""
    found: list[str] = []
    for char in text:
        if found and (unicodedata.category(char) in _MARKS or unicodedata.category(found[-1][-1]) == "Cf"):
            found[-1] += char
        else:
            found.append(char)
    return found


def _row(places: Sequence[tuple[float, float]], texts: Sequence[str]) -> tuple[Letters, ...]:
    return tuple(Letters(text, round((a + b) / 2, 1)) for (a, b), text in zip(places, texts, strict=True) if text)


def _spoken(above: str, below: str) -> str:
    if above and below:
        return f"{above} = {below}"
    return f"{above or below} {'only above' if above else 'only below'}"


def _room(text: str) -> float:
    """How wide letters are, roughly; nothing takes no room, so that its band runs into a point."""
    wide = sum(
        0.0 if unicodedata.category(char) in _MARKS
        else _WIDE if unicodedata.east_asian_width(char) in "WF" or unicodedata.bidirectional(char) == "AL"
        else _NARROW
        for char in text
    )  # fmt: skip
    return max(wide, _NARROW) + _ROOM if text else 0.0


def _places(rooms: Sequence[float], width: float) -> list[tuple[float, float]]:
    """Where each group begins and ends, the row in the middle of the width."""
    ends = list(accumulate(rooms, initial=(width - sum(rooms)) / 2))
    return list(pairwise(ends))


def _band(top: tuple[float, float], bottom: tuple[float, float]) -> str:
    high, low = _BAND
    gap = 1.5
    (a, b), (c, d) = ((x + gap, y - gap) if y > x else (x, y) for x, y in (top, bottom))
    mid = (high + low) / 2
    return (
        f"M{a:.1f} {high:g}H{b:.1f}C{b:.1f} {mid:g} {d:.1f} {mid:g} {d:.1f} {low:g}"
        f"H{c:.1f}C{c:.1f} {mid:g} {a:.1f} {mid:g} {a:.1f} {high:g}Z"
    )
