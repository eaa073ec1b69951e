"""Why an answer is as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resolver.model.shape import Shaped


@dataclass(frozen=True, slots=True)
class Reason(Shaped):
    """One piece of evidence.

    `kind` is a stable identifier (see match/evidence.py), `query` and `name` are the tokens it speaks of ("" where one
    side has none), `detail` says more in words (a romanisation system, say), `weight` is its log-odds: above 0 it
    speaks for the candidate, below 0 against it. `letters` are the groups of letters that stand for each other, query
    first, where an explanation was asked for.
    """

    kind: str
    query: str = ""
    name: str = ""
    detail: str = ""
    weight: float = 0.0
    letters: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        body = Shaped.to_dict(self)
        if not self.letters:
            del body["letters"]
        return body

    def __str__(self) -> str:
        pair = f"{self.query} ~ {self.name}" if self.query and self.name else self.query or self.name
        words = " ".join(x for x in (pair, self.kind.replace("_", " ")) if x)
        return f"{words} ({self.detail})" if self.detail else words


def reason_line(reasons: Iterable[Reason]) -> str:
    """Reasons in one line of text; what only holds for the pair of names as a whole says nothing to a reader."""
    return "; ".join(str(reason) for reason in reasons if reason.kind != "whole")
