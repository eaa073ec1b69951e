"""The request at hand, and what is noted of it on its way. Flask's stand-ins (`request`, `g`) find both anew at each
look, which in sum took a tenth of the time of an answer that is known; so functions look once."""

from __future__ import annotations

from typing import Any

from flask import Request, g, request


def request_at_hand() -> Request:
    """The request itself."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]
    return found


def notes_at_hand() -> Any:
    """What `g` stands for: an object whose attributes are whatever was noted of the request."""
    return g._get_current_object()
