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
class Context:
    """What is known beside a name: of an entity, or of whom somebody asks for (see `resolver.facts`).

    `countries` are codes of ISO 3166-1 (alpha-2), `birth_dates` are YYYY, YYYY-MM or YYYY-MM-DD, `genders` male or
    female; each sorted, and empty where nothing is known. Several values are alternatives.
    """

    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.birth_dates or self.genders)

    def __or__(self, other: Context) -> Context:
        """What either knows."""
        if self is other or not other:  # as of most rows: indexing asks for each
            return self
        return Context(*(tuple(sorted({*mine, *theirs})) for mine, theirs in (
            (self.countries, other.countries), (self.birth_dates, other.birth_dates), (self.genders, other.genders),
        )))  # fmt: skip


NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is asked for, with what is known beside it."""

    name: str
    type: EntityType | None = None
    context: Context = NO_CONTEXT


@dataclass(frozen=True, slots=True, order=True)
class NameRow:
    """One line of a name list. `role` "primary" marks the canonical name of an entity; without one, the fullest Latin
    name stands for it. A `type` other than those of the model counts as "other". `context` is what is known of the
    entity; what its rows say adds up."""

    entity_id: str
    name: str
    type: str = ""
    lang: str = ""
    role: str = "alias"
    weak: bool = False
    description: str = ""
    context: Context = NO_CONTEXT


_DIGITS = {"score": 4, "margin": 4, "probability": 4, "weight": 3, "log_odds": 3}
"""Decimal places of figures that have more than they mean."""


class _Shaped:
    """What has a JSON shape: its fields (all have slots) under their names, in their order."""

    __slots__: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {name: _plain(getattr(self, name), _DIGITS.get(name)) for name in self.__slots__}


def _plain(value: Any, digits: int | None) -> Any:
    """A value of a field as JSON has it."""
    if isinstance(value, _Shaped):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(each, None) for each in value]
    return value if digits is None else round(value, digits)


@dataclass(frozen=True, slots=True)
class Reason(_Shaped):
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
        body = _Shaped.to_dict(self)
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


@dataclass(frozen=True, slots=True)
class EntityRef(_Shaped):
    """The entity of an answer, short."""

    id: str
    name: str
    type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class EntityName(_Shaped):
    """One name of an entity: `lang` is a BCP 47 tag or "", `script` an ISO 15924 code, `role` "primary" for the
    canonical name, else "alias"; a `weak` name may find its entity but never match alone."""

    text: str
    lang: str
    script: str
    role: str
    weak: bool


@dataclass(frozen=True, slots=True)
class EntityRecord(_Shaped):
    """All that an index knows of an entity; `names` begin with the canonical one, the rest is as in a `Context`."""

    id: str
    name: str
    type: EntityType
    description: str
    names: tuple[EntityName, ...]
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion(_Shaped):
    """An entity for what someone began to type; `matched_name` is the name of it that begins so."""

    id: str
    name: str
    type: str
    description: str
    matched_name: str


@dataclass(frozen=True, slots=True)
class Candidate(_Shaped):
    """An entity that the query may denote: `score` is the probability in [0, 1] that `matched_name` and the query
    name the same entity."""

    id: str
    name: str
    type: str
    score: float
    matched_name: str


@dataclass(frozen=True, slots=True)
class Explanation(_Shaped):
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
class Resolution(_Shaped):
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
class Comparison(_Shaped):
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
class Mention(_Shaped):
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
class Annotation(_Shaped):
    """The mentions of a text in their order; none overlap. `index` and `engine` as in a `Resolution`."""

    mentions: tuple[Mention, ...]
    index: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Variant(_Shaped):
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
