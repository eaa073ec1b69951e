"""What the service answers: a function for each operation of the contract, under its `operationId`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from flask import g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from resolver.errors import InputError
from resolver.facts import context_of
from resolver.model import Asked, EntityType
from resolver.web import uploads
from resolver.web.contract import JSON, contract
from resolver.web.job import Job, JobRequest
from resolver.web.jobs import TooLargeError
from resolver.web.keys import Key
from resolver.web.problems import Refusal, sentence
from resolver.web.service import Service

if TYPE_CHECKING:  # the database library is loaded where there is a store
    from resolver.store import DecisionKind

_LONGEST_RESPELLED = 200

Answer = Callable[..., Any]
"""Takes the service and the values of the request; returns what is sent as JSON, its bytes, or a whole response."""


def as_json(value: Any) -> bytes:
    """A value as it is sent."""
    # Half a surrogate pair, which JSON can hold and UTF-8 can't, goes back into its escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


# names


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
        mine, theirs = (tuple(pair.get(f"{side}_{fact}") for fact in _FACTS) for side in ("left", "right"))
        with _at(f"pairs[{at}]."):
            asked.append(_pair(pair["left"], pair["right"], pair.get("type"), mine, theirs))
    return {"results": [judged.to_dict() for judged in service.current().compare_many(asked)]}


_FACTS = ("country", "birth_date", "gender")


def _pair(
    left: str, right: str, type: EntityType | None, mine: tuple[str | None, ...], theirs: tuple[str | None, ...]
) -> tuple[Asked, Asked]:
    """Two names and what is known beside each: `_FACTS`."""
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


_STATUS = re.compile(rb'"status":"(\w+)"')


def status_of(answer: bytes) -> str:
    """The status of an answer in JSON: the first member of that name that is not within the query."""
    start = answer.index(b',"status":"', 9)
    found = _STATUS.search(answer, start)
    return found[1].decode() if found else "none"


# entities


def suggest(service: Service, *, prefix: str, limit: int, type: EntityType | None = None) -> Any:
    return {"results": [s.to_dict() for s in service.current().suggest(prefix, type=type, limit=limit)]}


def entity(service: Service, *, id: str) -> Any:
    found = service.current().entity(id)
    if found is None:
        raise Refusal(404, "The index has no entity with this id.", mend="GET /suggest?prefix=… finds entities.")
    return found.to_dict()


# decisions


def decisions(service: Service) -> Any:
    return {"results": [decision.to_dict() for decision in service.current().decisions()]}


def decide(
    service: Service, *, kind: DecisionKind, entity: str, other: str, who: str | None = None, why: str = ""
) -> Any:
    with _as_conflict():
        return service.current().decide(kind, entity, other, who=who or _key_owner(), why=why).to_dict()


def undo(service: Service, *, no: str, who: str | None = None, why: str = "") -> Any:
    with _as_conflict():
        return service.current().undo(int(no), who=who or _key_owner(), why=why).to_dict()


@contextmanager
def _as_conflict() -> Iterator[None]:
    """What is asked for as the contract says, and can't be for what index and store hold, is a conflict with these."""
    try:
        yield
    except InputError as error:
        raise Refusal(409, sentence(error.message), field=error.field, mend=error.mend) from None


def _key_owner() -> str:
    key: Key = g.key
    return key.note or key.id


# jobs


def jobs(service: Service) -> Any:
    return {"results": [_shown(job) for job in service.jobs.all(service.owner)]}


def job_start(
    service: Service,
    *,
    column: str,
    type: str | None = None,
    candidates: int = 0,
    format: str | None = None,
    country_column: str | None = None,
    birth_date_column: str | None = None,
    gender_column: str | None = None,
) -> Response:
    upload = uploads.read_upload(format, service.settings.job_megabytes << 20)
    index = service.current.path
    owner = g.key.id if g.key else ""
    asked = JobRequest(
        column,
        upload.suffix,
        str(index) if index else None,
        type,
        candidates,
        owner,
        country_column=country_column,
        birth_date_column=birth_date_column,
        gender_column=gender_column,
    )
    try:
        job = service.jobs.start(asked, upload.parts)
    except TooLargeError as error:
        raise RequestEntityTooLarge(f"{str(error).capitalize()}.") from None
    except OSError as error:
        raise Refusal(507, f"The table can't be kept: {error.strerror}.") from None
    response = Response(as_json(_shown(job)), 202, content_type=JSON)
    response.headers["Location"] = f"{request.path}/{job.id}"
    return response


def job(service: Service, *, id: str) -> Any:
    return _shown(_job(service, id))


def job_cancel(service: Service, *, id: str) -> Any:
    return _shown(service.jobs.cancel(_job(service, id)))


def job_result(service: Service, *, id: str) -> Response:
    found = _job(service, id)
    if found.state.status != "done":
        said = found.state.error or f"it is {found.state.status}"
        raise Refusal(409, f"The job has no result: {said}.", mend="GET /jobs/{id} says how far it is.")
    return uploads.download(found)


def _job(service: Service, id: str) -> Job:
    found = service.jobs.find(id, service.owner)
    if found is None:
        raise Refusal(404, "There is no such job.", mend="GET /jobs lists those there are.")
    return found


def _shown(job: Job) -> dict[str, Any]:
    result = {"result": f"/v1/jobs/{job.id}/result"} if job.state.status == "done" else {}
    return {**job.to_dict(), **result}


# the service itself


def health(service: Service) -> Any:
    resolver = service.current()
    return {"status": "ok", "index": resolver.index_hash, "engine": resolver.engine, "counts": resolver.counts}


def health_live(_service: Service) -> Any:
    return {"status": "ok"}


def health_ready(service: Service) -> Any:
    resolver = service.current()
    answer, _ = resolver.explain("a", limit=1)  # a name, past the cache
    if answer.index != resolver.index_hash:
        raise Refusal(503)
    return health(service)


def metrics(service: Service) -> Response:
    resolver = service.current()
    text = service.metrics.text([("engine", resolver.engine), ("index", resolver.index_hash)])
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def openapi(_service: Service) -> Any:
    return dict(contract().document)


ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {
        "resolve": resolve,
        "resolve_many": resolve_many,
        "explain": explain_best,
        "compare": compare,
        "compare_many": compare_many,
        "suggest": suggest,
        "entity": entity,
        "variants": variants,
        "annotate": annotate,
        "cluster": cluster,
        "decisions": decisions,
        "decide": decide,
        "undo": undo,
        "jobs": jobs,
        "job_start": job_start,
        "job": job,
        "job_cancel": job_cancel,
        "job_result": job_result,
        "health": health,
        "health_live": health_live,
        "health_ready": health_ready,
        "metrics": metrics,
        "openapi": openapi,
    }
)
