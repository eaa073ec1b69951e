"""What names mean, and how names stand to one another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import normalize

from resolver.errors import InputError
from resolver.facts import FACTS, context_of
from resolver.model import Asked, EntityType
from resolver.web.service import Service
from resolver.web.views.sent import status_of

_LONGEST_RESPELLED = 200


def resolve(
    service: Service,
    *,
    name: str,
    limit: int,
    type: EntityType | None = None,
    country: str | None = None,
    birth_date: str | None = None,
    gender: str | None = None,
    explain: str | None = None,
) -> Any:
    known = {"type": type, "country": country, "birth_date": birth_date, "gender": gender}
    if explain:
        return explain_best(service, name=name, limit=limit, **known)  # type: ignore[arg-type]
    (answer,) = service.current().resolve_json([_asked(name, **known)], limit=limit)
    service.metrics.answered([status_of(answer)])
    return answer


def resolve_many(
    service: Service, *, names: list[str | dict[str, Any]], limit: int, type: EntityType | None = None
) -> bytes:
    asked: list[str | Asked] = []
    for at, name in enumerate(names):
        with _at(f"names[{at}]."):
            asked.append(name if isinstance(name, str) else _asked(**{"type": type, **name}))
    answers = service.current().resolve_json(asked, type=type, limit=limit)
    service.metrics.answered(map(status_of, answers))
    return b'{"results":[%s]}' % b",".join(answers)


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Says where in a request of many stands what can't be read."""
    try:
        yield
    except InputError as error:
        error.field = f"{place}{error.field}"
        raise


def _asked(name: str, type: Any = None, **known: Any) -> Asked:
    return Asked(name, type, context_of(**known))


def explain_best(
    service: Service,
    *,
    name: str,
    limit: int,
    type: EntityType | None = None,
    country: str | None = None,
    birth_date: str | None = None,
    gender: str | None = None,
    candidate: str | None = None,
) -> Any:
    answer, explanation = service.current().explain(
        name, candidate, type=type, limit=limit, country=country, birth_date=birth_date, gender=gender
    )
    return {**answer.to_dict(), "explanation": explanation.to_dict() if explanation else None}


def compare(
    service: Service,
    *,
    left: str,
    right: str,
    type: EntityType | None = None,
    explain: str | None = None,
    left_country: str | None = None,
    right_country: str | None = None,
    left_birth_date: str | None = None,
    right_birth_date: str | None = None,
    left_gender: str | None = None,
    right_gender: str | None = None,
) -> Any:
    mine = (left_country, left_birth_date, left_gender)
    theirs = (right_country, right_birth_date, right_gender)
    (judged,) = service.current().compare_many([_pair(left, right, type, mine, theirs)], explain=explain == "full")
    return judged.to_dict()


def compare_many(service: Service, *, pairs: list[dict[str, Any]]) -> Any:
    asked = []
    for at, pair in enumerate(pairs):
        mine, theirs = (tuple(pair.get(f"{side}_{fact}") for fact in FACTS) for side in ("left", "right"))
        with _at(f"pairs[{at}]."):
            asked.append(_pair(pair["left"], pair["right"], pair.get("type"), mine, theirs))
    return {"results": [judged.to_dict() for judged in service.current().compare_many(asked)]}


def _pair(
    left: str, right: str, type: EntityType | None, mine: tuple[str | None, ...], theirs: tuple[str | None, ...]
) -> tuple[Asked, Asked]:
    """Two names and what is known beside each: `FACTS`."""
    with _at("left_"):
        known = context_of(*mine)
    with _at("right_"):
        return Asked(left, type, known), Asked(right, type, context_of(*theirs))


def variants(service: Service, *, name: str, limit: int, lang: str | None = None, script: str | None = None) -> Any:
    # One letter may stand for a whole phrase; how long the name then is decides how long it takes.
    if len(normalize("NFKC", name)) > _LONGEST_RESPELLED:
        return {"results": []}
    found = service.current().variants(name, lang=lang, script=script, limit=limit)
    return {"results": [variant.to_dict() for variant in found]}


def annotate(service: Service, *, text: str) -> Any:
    return service.current().annotate(text).to_dict()


def cluster(service: Service, *, names: list[str], type: EntityType | None = None) -> Any:
    return service.current().cluster(names, type=type).to_dict()
