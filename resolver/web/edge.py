"""What every request and answer gets: an id, the right to be there, header fields, compression, a line in the log."""

from __future__ import annotations

import gzip
import json
import re
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Flask, Request
from werkzeug.wrappers import Response

from resolver.web.at_hand import notes_at_hand, request_at_hand
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
        asked, notes = request_at_hand(), notes_at_hand()
        notes.start = time.perf_counter()
        given = asked.environ.get("HTTP_X_REQUEST_ID", "")  # faster than by the headers, as all that follows
        notes.request_id = given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        notes.key = None
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
        asked, notes = request_at_hand(), notes_at_hand()
        if "start" not in notes:  # the request itself could not be read
            notes.start, notes.request_id, notes.key = time.perf_counter(), secrets.token_hex(8), None
        there = {name.lower(): value for name, value in response.headers}  # to look each up there takes time
        fields = [("X-Request-ID", notes.request_id)]
        if not (asked.endpoint or "").startswith("reconcile."):  # its pages are shown inside those of its clients
            fields += [field for field in _SECURITY if field[0].lower() not in there]
        if _may_be_compressed(response, there):
            if "vary" in there:
                response.vary.add("Accept-Encoding")
            else:
                fields.append(("Vary", "Accept-Encoding"))
            if _reads_gzip(asked):
                response.set_data(gzip.compress(response.get_data(), compresslevel=4, mtime=0))
                fields.append(("Content-Encoding", "gzip"))
        response.headers.extend(fields)
        if service.settings.cors:
            _allow_origin(asked, response, service.settings.cors)
        seconds = time.perf_counter() - notes.start
        service.metrics.request(_operation(asked), response.status_code, seconds)
        if service.settings.log == "json":
            _write_line(asked, response, notes, seconds, names=service.settings.log_names)
        return response


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


def _may_be_compressed(response: Response, fields: Mapping[str, str]) -> bool:
    """Whether a response with these header fields is of a length and kind for which compression pays."""
    if response.is_streamed or (response.calculate_content_length() or 0) < _COMPRESSED_BYTES:
        return False
    kind, _, _ = fields.get("content-type", "").partition(";")
    return kind in _COMPRESSED_TYPES and "content-encoding" not in fields


def _reads_gzip(asked: Request) -> bool:
    return "gzip" in asked.environ.get("HTTP_ACCEPT_ENCODING", "") and asked.accept_encodings.quality("gzip") > 0


def _write_line(asked: Request, response: Response, notes: Any, seconds: float, *, names: bool) -> None:
    line: dict[str, Any] = {
        "time": now(),
        "request": notes.request_id,
        "method": asked.method,
        "operation": _operation(asked),
        "status": response.status_code,
        "seconds": round(seconds, 6),
        "client": asked.remote_addr,
        "key": notes.key.id if notes.key else None,
    }
    if names:
        line["path"] = asked.path
        line["query"] = asked.query_string.decode("utf-8", "replace")
    # A log that can't be written (a full disk) is no reason to answer less.
    with suppress(OSError, ValueError):
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stderr.flush()
