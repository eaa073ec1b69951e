"""What came of a table, as one HTML page that needs nothing else."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from importlib.resources import files
from typing import Any, cast

from resolver.batch.output import Answer
from resolver.batch.pool import Cells
from resolver.model import STATUSES, Status

_BINS = 20
_COUNTED = 1 << 16
_SAMPLE = 30
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram: scores from `low` to `high`, the rows of each status, and where its parts stand."""

    low: float
    high: float
    rows: Mapping[Status, int]
    parts: Sequence[tuple[str, float, float]]


class Report:
    """Collects what the page shows, in memory that does not grow with the table.

    Of unresolved and of ambiguous names, the most frequent are listed; where a table has more than 65,536 of a kind,
    the rarest are forgotten from time to time. The matches for review are a sample by the hash of the name: the same
    table gives the same sample, and a name is no likelier to be in it for coming often.
    """

    def __init__(self, shown: int = 50, candidates: int = 5) -> None:
        self.candidates = candidates
        self._shown = shown
        self._rows: Counter[str] = Counter()
        self._scores: dict[str, Counter[int]] = {status: Counter() for status in STATUSES}
        self._names: dict[str, Counter[Cells]] = {status: Counter() for status in STATUSES[1:]}
        self._ambiguous: dict[Cells, Answer] = {}
        self._sample: dict[Cells, tuple[bytes, Answer]] = {}

    def see(self, key: Cells, answer: Answer) -> None:
        """Takes in one row: the name and type asked for, and the answer."""
        status = str(answer["status"])
        self._rows[status] += 1
        self._scores[status][min(int(cast(float, answer["score"]) * _BINS), _BINS - 1)] += 1
        if status == "match":
            self._draw(key, answer)
            return
        names = self._names[status]
        names[key] += 1
        if status == "ambiguous":
            self._ambiguous[key] = answer
        if len(names) > 2 * _COUNTED:
            self._names[status] = Counter(dict(names.most_common(_COUNTED)))
            self._ambiguous = {key: self._ambiguous[key] for key in self._names["ambiguous"]}

    def _draw(self, key: Cells, answer: Answer) -> None:
        if key in self._sample:
            return
        rank = hashlib.blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._sample[key] = rank, answer
        if len(self._sample) > 8 * _SAMPLE:
            self._sample = dict(nsmallest(_SAMPLE, self._sample.items(), key=lambda item: item[1][0]))

    def html(self, title: str, facts: Mapping[str, str], rejected: int = 0) -> str:
        """The page. `facts` stand at its head: what was done with which index, how long it took."""
        template = files("resolver.batch") / "data" / "report.html"
        from jinja2 import Environment, StrictUndefined  # most tables are made without a report

        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        environment.filters["short"] = _short
        rows = self._rows.total()
        sample = nsmallest(_SAMPLE, self._sample.items(), key=lambda item: item[1][0])
        bars = self._bars()
        matches = [(key, answer) for key, (_, answer) in sample]
        frequent = {status: names.most_common(self._shown) for status, names in self._names.items()}
        return environment.from_string(template.read_text("utf-8")).render(
            title=title,
            facts=facts,
            rejected=rejected,
            rows=rows,
            counts=[(status, self._rows[status], self._rows[status] / rows if rows else 0.0) for status in STATUSES],
            bars=bars,
            highest=max(sum(bar.rows.values()) for bar in bars),
            unresolved=frequent["none"],
            ambiguous=[(key, n, self._ambiguous[key]) for key, n in frequent["ambiguous"]],
            matches=sorted(matches, key=lambda match: cast(float, match[1]["score"])),
        )

    def _bars(self) -> list[Bar]:
        """The histogram of the scores; heights are shares of the highest bar."""
        highest = max(1, *(sum(self._scores[status][at] for status in STATUSES) for at in range(_BINS)))
        bars = []
        for at in range(_BINS):
            parts: list[tuple[str, float, float]] = []
            top = 0.0
            for status in STATUSES:
                share = self._scores[status][at] / highest
                parts.append((status, top, share))
                top += share
            rows = {status: self._scores[status][at] for status in STATUSES}
            bars.append(Bar(at / _BINS, (at + 1) / _BINS, rows, parts))
        return bars


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
