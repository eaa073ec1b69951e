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

from flask import Flask, g, request
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

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
}
_METHODS = "GET, POST, DELETE"
_EXPOSED = "ETag, Location, Retry-After, X-Request-ID"


def register_edge(app: Flask, service: Service) -> None:
    """Has every request pass here on its way in and out."""
    operations = {operation.id: operation for operation in contract().operations}

    @app.before_request
    def _enter() -> None:
        g.start = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        g.key = None
        service.jobs.keep()
        name = _operation()
        if not name or name in _OPEN or request.method == "OPTIONS":
            return
        asked = operations.get(name)
        if asked is None:
            service.admit("read")
        elif asked.scope != "open":
            service.admit(asked.scope, always_key=asked.always_key)

    @app.after_request
    def _leave(response: Response) -> Response:
        if "start" not in g:  # the request itself could not be read
            g.start, g.request_id, g.key = time.perf_counter(), secrets.token_hex(8), None
        response.headers["X-Request-ID"] = g.request_id
        if request.blueprint != "reconcile":  # its pages are shown inside those of its clients
            for name, value in _SECURITY.items():
                response.headers.setdefault(name, value)
        _allow_origin(response, service.settings.cors)
        _compress(response)
        seconds = time.perf_counter() - g.start
        service.metrics.request(_operation(), response.status_code, seconds)
        if service.settings.log == "json":
            _write_line(response, seconds, names=service.settings.log_names)
        return response


def _operation() -> str:
    """The operation that is asked for; "" where nothing is at the address."""
    return (request.endpoint or "").rpartition(".")[2]


def _allow_origin(response: Response, origins: tuple[str, ...]) -> None:
    origin = request.headers.get("Origin")
    if not origins or not origin or "Access-Control-Allow-Origin" in response.headers:
        return
    any_origin = "*" in origins
    if not any_origin:
        response.vary.add("Origin")
    if any_origin or origin in origins:
        response.headers["Access-Control-Allow-Origin"] = "*" if any_origin else origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = _METHODS
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-API-Key, X-Request-ID"
            response.headers["Access-Control-Max-Age"] = "600"


def _compress(response: Response) -> None:
    if response.mimetype not in _COMPRESSED_TYPES or response.is_streamed or "Content-Encoding" in response.headers:
        return
    body = response.get_data()
    if len(body) < _COMPRESSED_BYTES:
        return
    response.vary.add("Accept-Encoding")
    if "gzip" in request.headers.get("Accept-Encoding", "") and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def _write_line(response: Response, seconds: float, *, names: bool) -> None:
    line: dict[str, Any] = {
        "time": now(),
        "request": g.request_id,
        "method": request.method,
        "operation": _operation(),
        "status": response.status_code,
        "seconds": round(seconds, 6),
        "client": request.remote_addr,
        "key": g.key.id if g.key else None,
    }
    if names:
        line["path"] = request.path
        line["query"] = request.query_string.decode("utf-8", "replace")
    # A log that can't be written (a full disk) is no reason to answer less.
    with suppress(OSError, ValueError):
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stderr.flush()
