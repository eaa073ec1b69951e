"""What every request and answer gets: an id, the right to be there, header fields, compression, a line in the log."""

from __future__ import annotations

import gzip
import json
import re
import secrets
import sys
import time
from contextlib import suppress
from typing import Any

from flask import Flask, Request, g, request
from werkzeug.wrappers import Response

from resolver.web.contract import contract
from resolver.web.job import now
from resolver.web.service import Service

_REQUEST_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_COMPRESSED_BYTES = 1024
_COMPRESSED_TYPES = (
    "application/json",
    "text/plain",
    "text/html",
    "application/problem+json",
    "text/css",
    "text/javascript",
)
_OPEN = frozenset({"page", "asset", "docs", "style"})
"""What needs no key; the page asks for one itself once it is asked something."""

_SECURITY = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
)
_METHODS = "GET, POST, DELETE"
_EXPOSED = "ETag, Location, Retry-After, X-Request-ID"


def register_edge(app: Flask, service: Service) -> None:
    """Has every request pass here on its way in and out."""
    operations = {operation.id: operation for operation in contract().operations}

    @app.before_request
    def _enter() -> None:
        g.start = time.perf_counter()
        asked = _asked()
        given = asked.environ.get("HTTP_X_REQUEST_ID", "")  # faster than by the headers, as all that follows
        g.request_id = given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        g.key = None
        service.jobs.keep_on()
        name = _operation(asked)
        if not name or name in _OPEN or asked.method == "OPTIONS":
            return
        operation = operations.get(name)
        if operation is None:
            service.admit("read")
        elif operation.scope != "open":
            service.admit(operation.scope, always_key=operation.always_key)

    @app.after_request
    def _leave(response: Response) -> Response:
        if "start" not in g:  # the request itself could not be read
            g.start, g.request_id, g.key = time.perf_counter(), secrets.token_hex(8), None
        asked = _asked()
        fields = [("X-Request-ID", g.request_id)]
        if not (asked.endpoint or "").startswith("reconcile."):  # its pages are shown inside those of its clients
            there = {name for name, _ in response.headers}
            fields += [field for field in _SECURITY if field[0] not in there]
        response.headers.extend(fields)
        if service.settings.cors:
            _allow_origin(asked, response, service.settings.cors)
        _compress(asked, response)
        seconds = time.perf_counter() - g.start
        service.metrics.request(_operation(asked), response.status_code, seconds)
        if service.settings.log == "json":
            _write_line(asked, response, seconds, names=service.settings.log_names)
        return response


def _asked() -> Request:
    """The request at hand itself; each look through Flask's stand-in for it takes time."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]
    return found


def _operation(asked: Request) -> str:
    """The operation that is asked for; "" where nothing is at the address."""
    return (asked.endpoint or "").rpartition(".")[2]


def _allow_origin(asked: Request, response: Response, origins: tuple[str, ...]) -> None:
    origin = asked.environ.get("HTTP_ORIGIN")
    if not origin or "Access-Control-Allow-Origin" in response.headers:
        return
    any_origin = "*" in origins
    if not any_origin:
        response.vary.add("Origin")
    if any_origin or origin in origins:
        response.headers["Access-Control-Allow-Origin"] = "*" if any_origin else origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if asked.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-API-Key, X-Request-ID"
            response.headers["Access-Control-Max-Age"] = "600"


def _compress(asked: Request, response: Response) -> None:
    if response.is_streamed or len(body := response.get_data()) < _COMPRESSED_BYTES:
        return
    kind, _, _ = response.headers.get("Content-Type", "").partition(";")
    if kind not in _COMPRESSED_TYPES or "Content-Encoding" in response.headers:
        return
    if "Vary" in response.headers:
        response.vary.add("Accept-Encoding")
    else:
        response.headers.add("Vary", "Accept-Encoding")
    if "gzip" in asked.environ.get("HTTP_ACCEPT_ENCODING", "") and asked.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def _write_line(asked: Request, response: Response, seconds: float, *, names: bool) -> None:
    line: dict[str, Any] = {
        "time": now(),
        "request": g.request_id,
        "method": asked.method,
        "operation": _operation(asked),
        "status": response.status_code,
        "seconds": round(seconds, 6),
        "client": asked.remote_addr,
        "key": g.key.id if g.key else None,
    }
    if names:
        line["path"] = asked.path
        line["query"] = asked.query_string.decode("utf-8", "replace")
    # A log that can't be written (a full disk) is no reason to answer less.
    with suppress(OSError, ValueError):
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stderr.flush()
