"""What the service answers."""

from __future__ import annotations

from typing import IO, Any

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from resolver.model import ENTITY_TYPES
from resolver.resolver import Resolver
from resolver.text import MAX_NAME_LENGTH
from resolver.web.inputs import MAX_LIMIT, MAX_NAMES, read_body, read_query

MAX_BODY_BYTES = 8 * 1024 * 1024
"""Largest body of a POST: enough for the most names of the greatest length in any script."""

_DISCARDED_BYTES = 64 * 1024 * 1024

_DIRECTORY: dict[str, Any] = {
    "links": [
        {"method": "GET", "href": "/resolve?name={name}{&type,limit,explain}", "title": "which entity a name denotes"},
        {"method": "POST", "href": "/resolve", "title": 'the same for many: {"names": […], "type"?, "limit"?}'},
        {"method": "GET", "href": "/health", "title": "whether the service is well, and what it knows"},
    ],
    "types": ENTITY_TYPES,
    "limits": {
        "name_characters": MAX_NAME_LENGTH,
        "names": MAX_NAMES,
        "limit": MAX_LIMIT,
        "body_bytes": MAX_BODY_BYTES,
    },
}


def resolver_blueprint(resolver: Resolver) -> Blueprint:
    """The addresses of the service, answered by `resolver`."""
    blueprint = Blueprint("resolver", __name__)

    @blueprint.get("/")
    def directory() -> dict[str, Any]:
        return {"name": "resolver", "engine": resolver.engine, **_DIRECTORY}

    @blueprint.get("/health")
    def health() -> dict[str, Any]:
        return {"status": "ok", "index": resolver.index_hash, "engine": resolver.engine, "counts": resolver.counts}

    @blueprint.get("/resolve")
    def resolve() -> dict[str, Any]:
        asked = read_query(request.query_string)
        if asked.explain:
            answer, explanation = resolver.explain(asked.names[0], type=asked.type, limit=asked.limit)
            return {**answer.to_dict(), "explanation": explanation.to_dict() if explanation else None}
        return resolver.resolve(asked.names[0], type=asked.type, limit=asked.limit).to_dict()

    @blueprint.post("/resolve")
    def resolve_many() -> dict[str, Any]:
        asked = read_body(_json_body())
        answers = resolver.resolve_many(asked.names, type=asked.type, limit=asked.limit)
        return {"results": [answer.to_dict() for answer in answers]}

    return blueprint


def _json_body() -> bytes:
    """The body, if it says that it is JSON in UTF-8."""
    if request.mimetype != "application/json":
        sent = f"as '{request.mimetype}'" if request.mimetype else "without a Content-Type"
        raise UnsupportedMediaType(f"The body is sent {sent}, not as application/json.")
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"The body is sent in '{charset}', not in UTF-8.")
    return _read(request.stream, request.content_length)


def _read(stream: IO[bytes], length: int | None) -> bytes:
    """The whole body. One that is too large is read on for a while, since a client that can't send its request to the
    end does not look at the answer."""
    parts: list[bytes] = []
    size = 0
    try:
        while (length or 0) <= _DISCARDED_BYTES and (part := stream.read(1 << 16)):
            size += len(part)
            if size <= MAX_BODY_BYTES:
                parts.append(part)
            elif size > _DISCARDED_BYTES:
                break
    except Exception as error:  # each WSGI server has exceptions of its own for a broken transfer
        raise BadRequest("The body ends early or its transfer encoding is broken.") from error
    if max(size, length or 0) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    if length is not None and size < length:
        raise BadRequest("The body ends early.")
    return b"".join(parts)
