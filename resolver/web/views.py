"""What the service answers: a function for each operation of the contract, under its `operationId`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from flask import Blueprint, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from resolver.cache import MemoryCache
from resolver.errors import InputError
from resolver.model import EntityType
from resolver.resolver import Resolver
from resolver.web import uploads
from resolver.web.bodies import json_body
from resolver.web.check import check_members
from resolver.web.contract import JSON, Operation, contract
from resolver.web.inputs import QueryReader, read_body
from resolver.web.job import Job, JobRequest
from resolver.web.jobs import TooLargeError
from resolver.web.keys import Key
from resolver.web.problems import Refusal, sentence
from resolver.web.service import Service

if TYPE_CHECKING:  # the database library is loaded where there is a store
    from resolver.store import DecisionKind

_LONGEST_RESPELLED = 200
_SENT = 1024
_SENT_BYTES = 4 << 20
_CACHED = b',"cached":true}'

Answer = Callable[..., Any]
"""Takes the service and the values of the request; returns what is sent as JSON, its bytes, or a whole response."""


def resolver_blueprint(service: Service) -> Blueprint:
    """The operations of the contract, answered by `service`."""
    blueprint = Blueprint("resolver", __name__)
    for operation in contract().operations:
        blueprint.add_url_rule(
            _rule(operation),
            endpoint=operation.id,
            view_func=_view(service, operation, ANSWERS[operation.id]),
            methods=[operation.method],
        )
    return blueprint


def _rule(operation: Operation) -> str:
    """The address as Flask writes it; an id at its end may hold slashes where the contract does not say what it is."""
    rule = operation.address
    for name, schema in operation.path["properties"].items():
        whole = rule.endswith(f"{{{name}}}") and "pattern" not in schema
        rule = rule.replace(f"{{{name}}}", f"<path:{name}>" if whole else f"<{name}>")
    return rule


def _view(service: Service, operation: Operation, answer: Answer) -> Callable[..., Response]:
    responses = contract().document["paths"][operation.address][operation.method.lower()]["responses"]
    cacheable = operation.method == "GET" and "304" in responses
    age = service.settings.max_age
    read_query = QueryReader(operation.query)
    if operation.id == "resolve" and service.settings.cache_megabytes:
        answer = _remembered(service, answer)
    kept = f"private, max-age={age}" if age else "private, no-cache"
    audited = operation.scope != "open" and service.settings.audit is not None

    def view(**path: str) -> Response:
        if path:
            check_members(path, operation.path, what="parameter")
        asked: dict[str, Any] = {**operation.defaults, **path, **read_query(request.query_string)}
        if operation.body is not None:
            asked.update(read_body(json_body(), operation.body))
            service.charge(len(asked.get("names") or asked.get("pairs") or ()) - 1)
        tag = g.tag = _tag(service.current(), operation, asked) if cacheable else ""
        if tag and "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = _response(answer(service, **asked))
            if audited and response.mimetype == JSON:
                service.audit(operation.id, asked, response.get_data())
        if tag:
            response.headers.extend([("ETag", f'W/"{tag}"'), ("Cache-Control", kept)])
        elif not cacheable:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return view


def _remembered(service: Service, answer: Answer) -> Answer:
    """The same, from memory where it was lately found in a cache: as it is sent, under the tag that names it."""
    sent = MemoryCache(_SENT, service.settings.cache_ttl, max_bytes=_SENT_BYTES)

    def remembered(service: Service, **asked: Any) -> Any:
        (body,) = sent.get_many([g.tag])
        if body is not None:
            service.metrics.looked_up("memory", 1)
            service.metrics.answered([_status(body)])
            return body
        made = answer(service, **asked)
        if isinstance(made, bytes) and made.endswith(_CACHED):
            sent.set_many({g.tag: made})
        return made

    return remembered


def _response(answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    body = answer if isinstance(answer, bytes) else _json(answer)
    return Response(body, content_type=JSON)


def _json(value: Any) -> bytes:
    # Half a surrogate pair, which JSON can hold and UTF-8 can't, goes back into its escape.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _tag(resolver: Resolver, operation: Operation, asked: Mapping[str, Any]) -> str:
    """Names the answer without making it: the same question to the same index, engine and decisions."""
    question = json.dumps([operation.id, asked, resolver.state])
    return hashlib.blake2b(question.encode(), digest_size=12).hexdigest()


# names


def resolve(
    service: Service, *, name: str, limit: int, type: EntityType | None = None, explain: str | None = None
) -> Any:
    if explain:
        return explain_best(service, name=name, limit=limit, type=type)
    (answer,) = service.current().resolve_json([name], type=type, limit=limit)
    service.metrics.answered([_status(answer)])
    return answer


def resolve_many(service: Service, *, names: list[str], limit: int, type: EntityType | None = None) -> bytes:
    answers = service.current().resolve_json(names, type=type, limit=limit)
    service.metrics.answered(map(_status, answers))
    return b'{"results":[%s]}' % b",".join(answers)


def explain_best(
    service: Service, *, name: str, limit: int, type: EntityType | None = None, candidate: str | None = None
) -> Any:
    answer, explanation = service.current().explain(name, candidate, type=type, limit=limit)
    return {**answer.to_dict(), "explanation": explanation.to_dict() if explanation else None}


def compare(
    service: Service, *, left: str, right: str, type: EntityType | None = None, explain: str | None = None
) -> Any:
    return service.current().compare(left, right, type=type, explain=explain == "full").to_dict()


def compare_many(service: Service, *, pairs: list[dict[str, Any]]) -> Any:
    return {"results": [compare(service, **pair) for pair in pairs]}


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


def _status(answer: bytes) -> str:
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
) -> Response:
    upload = uploads.read_upload(format, service.settings.job_megabytes << 20)
    index = service.current.path
    owner = g.key.id if g.key else ""
    asked = JobRequest(column, upload.suffix, str(index) if index else None, type, candidates, owner)
    try:
        job = service.jobs.start(asked, upload.parts)
    except TooLargeError as error:
        raise RequestEntityTooLarge(f"{str(error).capitalize()}.") from None
    except OSError as error:
        raise Refusal(507, f"The table can't be kept: {error.strerror}.") from None
    response = Response(_json(_shown(job)), 202, content_type=JSON)
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
