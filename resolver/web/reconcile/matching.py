"""From queries to candidates, whatever the version of the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from resolver.facts import FACTS
from resolver.model import Asked, EntityRecord, EntityType, Reason, Resolution
from resolver.resolver import Resolver
from resolver.text import clean, fold
from resolver.web.reconcile.known import agrees, told
from resolver.web.reconcile.properties import NAME_IN, values
from resolver.web.reconcile.queries import MAX_NAMES, Condition, Query
from resolver.web.reconcile.reading import MAX_LIMIT, entity_type

_CERTAIN = 1.0
# Of the other properties an entity may have more values than its record says: that one is not there proves nothing.
_CLOSED = ("id", "type")
_NAMES = ("name", "alias")


@dataclass(frozen=True, slots=True)
class Feature:
    """A piece of evidence for a candidate: a log-odds weight, or whether something holds."""

    id: str
    name: str
    value: float | bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: `score` from 0 to 100 is the probability that it is meant, `match` is true for one hit at most."""

    entity: EntityRecord
    score: float
    match: bool
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class _Lookup:
    asked: Asked
    limit: int


def find(resolver: Resolver, queries: Sequence[Query]) -> list[tuple[Hit, ...]]:
    """The candidates of each query, best first.

    Types limit the search. With the strictness "should" they give way where nothing of them fits: then entities of
    other types are candidates, too, but no match.
    """
    lookups = [_lookups(query) for query in queries]
    answers = _ask(resolver, lookups)
    wider = [_wider(query, [answers[x] for x in mine]) for query, mine in zip(queries, lookups, strict=True)]
    more = _ask(resolver, wider)
    return [
        _hits(resolver, query, [answers[x] for x in mine], [more[x] for x in others])
        for query, mine, others in zip(queries, lookups, wider, strict=True)
    ]


def is_likely(score: float) -> bool:
    """Whether a candidate is worth showing beside others: at least half of one in a hundred."""
    return round(100 * score) > 0


def _ask(resolver: Resolver, lookups: Iterable[Iterable[_Lookup]]) -> dict[_Lookup, Resolution]:
    """The answers, those of one length in one go."""
    by_limit: dict[int, dict[_Lookup, None]] = {}
    for lookup in (x for group in lookups for x in group):
        by_limit.setdefault(lookup.limit, {})[lookup] = None
    return {
        lookup: answer
        for limit, group in by_limit.items()
        for lookup, answer in zip(group, resolver.resolve_many([x.asked for x in group], limit=limit), strict=True)
    }


def _lookups(query: Query) -> list[_Lookup]:
    types = {entity_type(text) for text in query.types} - {None}
    if query.types and not types:
        return []
    one_type = types.pop() if len(types) == 1 else None
    # What is filtered afterwards needs more to choose from.
    limit = MAX_LIMIT if query.conditions or query.types else query.limit
    return _of_names(query, one_type, limit)


def _of_names(query: Query, type: EntityType | None, limit: int) -> list[_Lookup]:
    context = told(query.conditions)
    return [_Lookup(Asked(name, type, context), limit) for name in _names(query)]


def _names(query: Query) -> tuple[str, ...]:
    """The names to search by; where there are none, those that properties hold."""
    in_conditions = (
        value[-1] for condition in query.conditions for value in condition.values
        if condition.quantifier != "none" and (condition.property in _NAMES or condition.property.startswith(NAME_IN))
    )  # fmt: skip
    return tuple(name for name in query.names or tuple(in_conditions)[:MAX_NAMES] if name.strip())


def _wider(query: Query, answers: Sequence[Resolution]) -> list[_Lookup]:
    best = [answer.candidates[0].type for answer in answers if answer.status != "none"]
    if query.strictness != "should" or not query.types or any(type in query.types for type in best):
        return []
    return _of_names(query, None, MAX_LIMIT)


def _hits(
    resolver: Resolver, query: Query, answers: Sequence[Resolution], wider: Sequence[Resolution]
) -> tuple[Hit, ...]:
    named = _named(resolver, query)
    scores = _scores(query, [*answers, *wider]) | dict.fromkeys(named, _CERTAIN)
    matches = {answer.entity.id for answer in answers if answer.entity} | named
    evidence = _evidence([*answers, *wider])
    hits: list[Hit] = []
    for entity_id, score in sorted(scores.items(), key=lambda found: -found[1]):
        if hits and not is_likely(score):  # the best is shown whatever its score: some clients fail where nothing is
            break
        entity = resolver.entity(entity_id)
        if entity is None or not (wider or _has_type(entity, query)):
            continue
        held = [(condition, _holds(entity, condition)) for condition in query.conditions]
        if any(condition.required and not verdict for condition, verdict in held):
            continue
        denied = not _has_type(entity, query) or any(verdict is False for _, verdict in held)
        features = (*_circumstances(entity, query, held), *evidence.get(entity_id, ()))
        hits.append(Hit(entity, round(100 * score, 2), matches == {entity_id} and not denied, features))
    hits.sort(key=lambda hit: (-hit.score, -sum(feature.value is True for feature in hit.features), hit.entity.id))
    return tuple(hits[: query.limit])


def _named(resolver: Resolver, query: Query) -> set[str]:
    """The entities that the query names by their ids, as a property or instead of a name."""
    ids = {
        text for c in query.conditions if c.property == "id" and c.quantifier == "any" for v in c.values for text in v
    }
    found = (resolver.entity(text) for text in ids.union(query.names))
    return {entity.id for entity in found if entity}


def _scores(query: Query, answers: Sequence[Resolution]) -> dict[str, float]:
    """The best score of each entity that one of the names, or all of them, may denote."""
    scores: dict[str, float] = {}
    for answer in answers:
        for candidate in answer.candidates:
            scores[candidate.id] = max(candidate.score, scores.get(candidate.id, 0.0))
    if query.all_names:
        shared = set(scores).intersection(*({c.id for c in answer.candidates} for answer in answers))
        return {entity_id: score for entity_id, score in scores.items() if entity_id in shared}
    return scores


def _evidence(answers: Iterable[Resolution]) -> dict[str, list[Feature]]:
    """The weights of the reasons by entity: an answer gives them for its best candidate."""
    return {answer.candidates[0].id: _weights(answer.reasons) for answer in answers if answer.candidates}


def _weights(reasons: Iterable[Reason]) -> list[Feature]:
    """One feature a kind of evidence: several words of a name may give the same kind. Weights are added up as they are
    shown, so that an answer from a cache says the same."""
    sums: dict[str, float] = {}
    for reason in reasons:
        sums[reason.kind] = sums.get(reason.kind, 0.0) + reason.to_dict()["weight"]
    return [Feature(kind, kind.replace("_", " "), round(weight, 3)) for kind, weight in sums.items()]


def _circumstances(
    entity: EntityRecord, query: Query, held: Iterable[tuple[Condition, bool | None]]
) -> Iterator[Feature]:
    """What holds besides the name: that the type is the one asked for, and each property of which one can tell."""
    if query.types:
        yield Feature("type_match", "type match", _has_type(entity, query))
    verdicts: dict[str, bool] = {}
    for condition, verdict in held:
        if verdict is not None:
            verdicts[condition.property] = verdicts.get(condition.property, True) and verdict
    for name, holds in verdicts.items():
        yield Feature(f"property_{name}", f"property {name}", holds)


def _has_type(entity: EntityRecord, query: Query) -> bool:
    fits = all if query.strictness == "all" else any
    return not query.types or fits(entity.type == text for text in query.types)


def _holds(entity: EntityRecord, condition: Condition) -> bool | None:
    """Whether a condition holds for an entity; None where one can't tell."""
    found = [_has_value(entity, condition.property, value) for value in condition.values]
    has = all(found) if condition.quantifier == "all" else any(found)
    if not has and condition.property not in _CLOSED:
        return None
    return has != (condition.quantifier == "none")


def _has_value(entity: EntityRecord, property_id: str, value: Sequence[str]) -> bool:
    if property_id in FACTS:
        return agrees(entity, property_id, value)
    keys = {_key(text) for text in value}
    if property_id == "description":
        return any(f" {key} " in f" {_key(entity.description)} " for key in keys if key)
    # A column of names holds any name of an entity: the canonical one is no kind of its own there.
    known = entity.names if property_id in _NAMES else values(entity, property_id)
    return any(_key(value.text) in keys for value in known)


def _key(text: str) -> str:
    return fold(clean(text))
