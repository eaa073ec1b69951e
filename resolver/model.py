"""The vocabulary of the system: the names that are indexed, and the answers that come back.

All are frozen; `to_dict` gives the JSON shape that every door prints, with the same field names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

EntityType = Literal["person", "org", "place", "vessel", "other"]
ENTITY_TYPES: tuple[EntityType, ...] = ("person", "org", "place", "vessel", "other")

Status = Literal["match", "ambiguous", "none"]


@dataclass(frozen=True, slots=True, order=True)
class NameRow:
    """One line of a name list. `role` "primary" marks the canonical name of an entity; without one, the fullest Latin
    name stands for it. A `type` other than those of the model counts as "other"."""

    entity_id: str
    name: str
    type: str = ""
    lang: str = ""
    role: str = "alias"
    weak: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
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
        body = {
            "kind": self.kind,
            "query": self.query,
            "name": self.name,
            "detail": self.detail,
            "weight": round(self.weight, 3),
        }
        return {**body, "letters": [list(group) for group in self.letters]} if self.letters else body

    def __str__(self) -> str:
        pair = f"{self.query} ~ {self.name}" if self.query and self.name else self.query or self.name
        words = " ".join(x for x in (pair, self.kind.replace("_", " ")) if x)
        return f"{words} ({self.detail})" if self.detail else words


def reason_line(reasons: Iterable[Reason]) -> str:
    """Reasons in one line of text; what only holds for the pair of names as a whole says nothing to a reader."""
    return "; ".join(str(reason) for reason in reasons if reason.kind != "whole")


@dataclass(frozen=True, slots=True)
class EntityRef:
    """The entity of an answer, short."""

    id: str
    name: str
    type: str
    description: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "type": self.type, "description": self.description}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that the query may denote: `score` is the probability in [0, 1] that `matched_name` and the query
    name the same entity."""

    id: str
    name: str
    type: str
    score: float
    matched_name: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "score": round(self.score, 4),
            "matched_name": self.matched_name,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one candidate came by its score.

    The weights of `reasons` add up to `log_odds`; among its rivals and "none of them" this becomes the candidate's
    `score`. A match needs a score of `threshold` and a lead of `margin_needed` over `runner_up`, the best of the other
    entities. All but `log_odds` lie in [0, 1].
    """

    candidate: Candidate
    reasons: tuple[Reason, ...]
    log_odds: float
    threshold: float
    margin_needed: float
    runner_up: Candidate | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "candidate": self.candidate.to_dict(),
            "reasons": [r.to_dict() for r in self.reasons],
            "log_odds": round(self.log_odds, 3),
            "threshold": self.threshold,
            "margin_needed": self.margin_needed,
            "runner_up": self.runner_up.to_dict() if self.runner_up else None,
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one name.

    `status` is "match" (`entity` is set), "ambiguous" (several entities fit, or one fits without being certain: see
    `candidates`) or "none". `score` is the probability of the best candidate, `margin` its lead over the runner-up
    entity, both in [0, 1]. `reasons` explain the best candidate. `index` is the content hash of the index, `engine` the
    version that answered, `cached` whether the answer came out of a cache.
    """

    query: str
    status: Status
    entity: EntityRef | None = None
    score: float = 0.0
    margin: float = 0.0
    matched_name: str = ""
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()
    index: str = ""
    engine: str = ""
    cached: bool = False

    @property
    def reason(self) -> str:
        """The reasons in one line of text, for tables."""
        return reason_line(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "status": self.status,
            "entity": self.entity.to_dict() if self.entity else None,
            "score": round(self.score, 4),
            "margin": round(self.margin, 4),
            "matched_name": self.matched_name,
            "candidates": [c.to_dict() for c in self.candidates],
            "reasons": [r.to_dict() for r in self.reasons],
            "index": self.index,
            "engine": self.engine,
            "cached": self.cached,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Resolution:
        """The inverse of `to_dict` (scores keep their rounding). Raises KeyError or TypeError on another shape."""
        return cls(
            query=data["query"],
            status=data["status"],
            entity=EntityRef(**data["entity"]) if data["entity"] else None,
            score=data["score"],
            margin=data["margin"],
            matched_name=data["matched_name"],
            candidates=tuple(Candidate(**c) for c in data["candidates"]),
            reasons=tuple(Reason(**r) for r in data["reasons"]),
            index=data["index"],
            engine=data["engine"],
            cached=data["cached"],
        )

    def with_query(self, query: str, *, cached: bool) -> Resolution:
        """The same answer for another spelling of the same normalised request."""
        return replace(self, query=query, cached=cached)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two names can denote the same entity: `score` is that probability in [0, 1], `match` whether it reaches
    the default threshold."""

    left: str
    right: str
    score: float
    match: bool
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def reason(self) -> str:
        """The reasons in one line of text, for tables."""
        return reason_line(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        return {
            "left": self.left,
            "right": self.right,
            "score": round(self.score, 4),
            "match": self.match,
            "reasons": [r.to_dict() for r in self.reasons],
        }
