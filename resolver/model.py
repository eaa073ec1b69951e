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
class EntityName:
    """One name of an entity: `lang` is a BCP 47 tag or "", `script` an ISO 15924 code, `role` "primary" for the
    canonical name, else "alias"; a `weak` name may find its entity but never match alone."""

    text: str
    lang: str
    script: str
    role: str
    weak: bool

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "lang": self.lang,
            "script": self.script,
            "role": self.role,
            "weak": self.weak,
        }


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """All that an index knows of an entity; `names` begin with the canonical one."""

    id: str
    name: str
    type: EntityType
    description: str
    names: tuple[EntityName, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "description": self.description,
            "names": [name.to_dict() for name in self.names],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entity for what someone began to type; `matched_name` is the name of it that begins so."""

    id: str
    name: str
    type: str
    description: str
    matched_name: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "description": self.description,
            "matched_name": self.matched_name,
        }


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


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity named in running text: `surface` stands in `text[start:end]` (code points), `probability` in [0, 1] is
    that it denotes `entity`, `matched_name` the name in its base form, `reasons` the evidence."""

    start: int
    end: int
    surface: str
    entity: EntityRef
    probability: float
    matched_name: str
    reasons: tuple[Reason, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons in one line of text."""
        return reason_line(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        return {
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "entity": self.entity.to_dict(),
            "probability": round(self.probability, 4),
            "matched_name": self.matched_name,
            "reasons": [r.to_dict() for r in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Annotation:
    """The mentions of a text in their order; none overlap. `index` and `engine` as in a `Resolution`."""

    mentions: tuple[Mention, ...]
    index: str = ""
    engine: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {"mentions": [m.to_dict() for m in self.mentions], "index": self.index, "engine": self.engine}


@dataclass(frozen=True, slots=True)
class Variant:
    """A way a name may be spelled elsewhere.

    `lang` (ISO 639, "" where none is known) is that of readers or writers who spell it so, `script` an ISO 15924 code.
    `kind` says where it comes from: "listed" (a name of the entity that the query denotes), "romanised" (under the
    romanisation system `system`), "respelled" (read back into another script by the letters of that system) or
    "learned" (by what letters stand for each other in known names). `label` says the same for people.
    """

    text: str
    script: str
    lang: str
    kind: str
    system: str
    label: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "script": self.script,
            "lang": self.lang,
            "kind": self.kind,
            "system": self.system,
            "label": self.label,
        }
