"""Reads the bodies of requests, however they are sent."""

from __future__ import annotations

from typing import IO

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from resolver.web.problems import Refusal

MAX_BODY_BYTES = 8 * 1024 * 1024
"""Largest body of JSON: enough for the most names of the greatest length in any script."""

_DISCARDED_BYTES = 64 * 1024 * 1024


def json_body() -> bytes:
    """The body, if it says that it is JSON in UTF-8."""
    _expect("application/json")
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise Refusal(415, f"The body is sent in '{charset}', not in UTF-8.", mend="Send application/json in UTF-8.")
    return _read(request.stream, request.content_length)


def form_body() -> bytes:
    """The body, if it says that it is a form, percent-encoded."""
    _expect("application/x-www-form-urlencoded")
    return _read(request.stream, request.content_length)


def _expect(media_type: str) -> None:
    if request.mimetype != media_type:
        sent = f"as '{request.mimetype}'" if request.mimetype else "without a Content-Type"
        mend = f"Set the header Content-Type: {media_type}."
        raise Refusal(415, f"The body is sent {sent}, not as {media_type}.", mend=mend)


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
