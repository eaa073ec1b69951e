"""Every error of the service as a problem document (RFC 9457)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from resolver.errors import ConfigurationError, EntityMissingError, InputError, ResolverError, StoreError

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("resolver.web")

_WORDS = MappingProxyType(
    # status -> (detail, mend), where the error has no words of its own
    {
        400: ("The request can't be read as HTTP.", None),
        401: ("A key is asked for here.", "Send a key of `resolver keys add` as Authorization: Bearer …."),
        403: ("The key does not allow this.", "Use a key with a wider scope."),
        404: ("Nothing is at this address.", "GET / lists what is there."),
        405: ("The method is not possible at this address.", "The header Allow lists those that are."),
        408: ("The request took too long to arrive.", "Send it in one go."),
        413: ("The body is too large.", "Send the names in several requests."),
        414: ("The request line is too long.", "Send the name in the body of a POST."),
        415: ("The body is sent as what is not read here.", None),
        409: ("That is not possible now.", None),
        417: ("The header Expect asks for what can't be.", "Leave it out."),
        431: ("The header is too long.", "Send fewer or shorter header fields."),
        429: ("These were too many names for a minute.", "Wait for as many seconds as Retry-After says."),
        500: ("The service has a fault; the request may be good.", None),
        503: ("The service can't do that now.", "Try again."),
        507: ("There is no room for the table.", "Try again later, or tell who runs the service."),
    }
)


def problem(
    status: int, instance: str, *, detail: str | None = None, field: str | None = None, mend: str | None = None
) -> bytes:
    """The problem document: `type`, `title`, `status`, `detail`, `instance` (the path, as a URI reference), and the
    extension members `field` (what in the request is wrong) and `mend` (what to do about it) where known."""
    usual_detail, usual_mend = _WORDS.get(status, ("The request can't be answered.", None))
    members = {
        "type": "about:blank",
        "title": title(status),
        "status": status,
        "detail": detail or usual_detail,
        "instance": quote(instance),
        "field": field,
        "mend": mend or usual_mend,
    }
    return json.dumps({k: v for k, v in members.items() if v is not None}, ensure_ascii=False).encode()


def title(status: int) -> str:
    """The standard's words for a status code."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def register_problems(app: Flask) -> None:
    """Makes every error of `app`, foreseen or not, a problem document."""
    app.register_error_handler(InputError, _input_error)
    app.register_error_handler(ConfigurationError, _unable)
    app.register_error_handler(StoreError, _unable)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _input_error(error: InputError) -> Response:
    status = 404 if isinstance(error, EntityMissingError) else 400
    document = problem(status, request.path, detail=sentence(error.message), field=error.field, mend=error.mend)
    return Response(document, status, content_type=MEDIA_TYPE)


def _unable(error: ResolverError) -> Response:
    """What this service can't do as it is set up, or while its store is away."""
    status = 409 if isinstance(error, ConfigurationError) else 503
    return Response(problem(status, request.path, detail=sentence(str(error))), status, content_type=MEDIA_TYPE)


class Refusal(HTTPException):
    """An error answer with words and header fields of its own."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        field: str | None = None,
        mend: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = status
        self.field = field
        self.mend = mend
        self.headers = headers or {}


def _http_error(error: HTTPException) -> Response:
    response = error.get_response(request.environ)
    if response.status_code >= 400:
        own_words = error.description if error.description != type(error).description else None
        field, mend = (error.field, error.mend) if isinstance(error, Refusal) else (None, None)
        response.set_data(problem(response.status_code, request.path, detail=own_words, field=field, mend=mend))
        if isinstance(error, Refusal):
            response.headers.update(error.headers)
        response.content_type = MEDIA_TYPE
    return response


def _unforeseen(error: Exception) -> Response:
    """Logs where it happened, but not the message: that may hold a name."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown"
    _log.error("%s in %s", type(error).__name__, where)
    document = problem(500, request.path)
    return Response(document, 500, content_type=MEDIA_TYPE)


def sentence(text: str) -> str:
    """The words of an error as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"
