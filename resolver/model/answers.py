"""The answers that come back: for a name, for two, for a text, and the spellings of a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from resolver.model.entities import EntityRef
from resolver.model.reasons import Reason, reason_line
from resolver.model.shape import Shaped

Status = Literal["match", "ambiguous", "none"]
STATUSES: tuple[Status, ...] = ("match", "ambiguous", "none")


@dataclass(frozen=True, slots=True)
class Candidate(Shaped):
    """An entity that the query may denote: `score` is the probability in [0, 1] that `matched_name` and the query
    name the same entity."""

    id: str
    name: str
    type: str
    score: float
    matched_name: str


@dataclass(frozen=True, slots=True)
class Explanation(Shaped):
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


@dataclass(frozen=True, slots=True)
class Resolution(Shaped):
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
class Comparison(Shaped):
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


@dataclass(frozen=True, slots=True)
class Mention(Shaped):
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


@dataclass(frozen=True, slots=True)
class Annotation(Shaped):
    """The mentions of a text in their order; none overlap. `index` and `engine` as in a `Resolution`."""

    mentions: tuple[Mention, ...]
    index: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Variant(Shaped):
    """A way a name may be spelled elsewhere.

    `lang` (ISO 639, "" where none is known) is that of readers or writers who spell it so, `script` an ISO 15924 code.
    `kind` says where it comes from: "listed" (a name of the entity that the query denotes), "romanised" (under the
    romanisation system `system`; a name in Latin letters by way of the spelling that these stand for) or "learned" (by
    what letters stand for each other in known names). `label` says the same for people.
    """

    text: str
    script: str
    lang: str
    kind: str
    system: str
    label: str
