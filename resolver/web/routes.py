"""The operations of the contract as addresses: what is asked is read and checked, the answer sent or remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from resolver.cache import MemoryCache
from resolver.resolver import Resolver
from resolver.web.at_hand import notes_at_hand, request_at_hand
from resolver.web.bodies import json_body
from resolver.web.check import check_members
from resolver.web.contract import JSON, Operation, contract
from resolver.web.inputs import QueryReader, read_body
from resolver.web.service import Service
from resolver.web.views import ANSWERS, Answer, as_json, status_of

_SENT = 1024
_SENT_BYTES = 4 << 20
_CACHED = b',"cached":true}'
_UNCHANGED = b'"unchanged"'
"""What the audit log has of an answer that the client holds already."""


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
        sent, notes = request_at_hand(), notes_at_hand()
        asked: dict[str, Any] = {**operation.defaults, **path, **read_query(sent.query_string)}
        if operation.body is not None:
            asked.update(read_body(json_body(), operation.body))
            service.charge(len(asked.get("names") or asked.get("pairs") or ()) - 1)
        tag = notes.tag = _tag(service.current(), operation, asked) if cacheable else ""
        if tag and "HTTP_IF_NONE_MATCH" in sent.environ and sent.if_none_match.contains_weak(tag):
            response = Response(status=304)
        else:
            response = _response(answer(service, **asked))
        if audited and (response.status_code == 304 or response.mimetype == JSON):
            service.audit(operation.id, asked, response.get_data() or _UNCHANGED)
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
        tag = notes_at_hand().tag
        (body,) = sent.get_many([tag])
        if body is not None:
            service.metrics.looked_up("memory", 1)
            service.metrics.answered([status_of(body)])
            return body
        made = answer(service, **asked)
        if isinstance(made, bytes) and made.endswith(_CACHED):
            sent.set_many({tag: made})
        return made

    return remembered


def _response(answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    body = answer if isinstance(answer, bytes) else as_json(answer)
    return Response(body, content_type=JSON)


def _tag(resolver: Resolver, operation: Operation, asked: Mapping[str, Any]) -> str:
    """Names the answer without making it: the same question to the same index, engine and decisions."""
    question = json.dumps([operation.id, asked, resolver.state])
    return hashlib.blake2b(question.encode(), digest_size=12).hexdigest()
