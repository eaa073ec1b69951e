"""The pages of the service itself: what is there, and how it is used."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from resolver.model import ENTITY_TYPES
from resolver.text import MAX_NAME_LENGTH
from resolver.web.bodies import MAX_BODY_BYTES
from resolver.web.contract import contract
from resolver.web.service import Service

MAX_NAMES = 1000
"""Names in one POST, pairs in one comparison."""

MAX_LIMIT = 100
"""Candidates of one answer."""


def directory(service: Service) -> dict[str, Any]:
    """What is there, for programs that ask at /."""
    links = [
        {"method": operation.method, "href": f"{operation.address}{_options(operation.query)}",
         "title": operation.summary}
        for operation in contract().operations
    ]  # fmt: skip
    return {
        "name": "resolver",
        "engine": service.current().engine,
        "docs": "/docs",
        "links": links,
        "types": ENTITY_TYPES,
        "limits": {
            "name_characters": MAX_NAME_LENGTH,
            "names": MAX_NAMES,
            "limit": MAX_LIMIT,
            "body_bytes": MAX_BODY_BYTES,
        },
    }


def pages_blueprint(service: Service) -> Blueprint:
    """The documentation at /docs."""
    blueprint = Blueprint("pages", __name__, template_folder="templates")

    @blueprint.get("/docs")
    def docs() -> str:
        return render_template("docs.html", contract=contract(), engine=service.current().engine)

    @blueprint.get("/docs.css")
    def style() -> Response:
        sheet = files("resolver.web").joinpath("templates/docs.css").read_bytes()
        return Response(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})

    return blueprint


def _options(query: Any) -> str:
    """The parameters as a URI template."""
    required = query["required"]
    others = [name for name in query["properties"] if name not in required]
    first = "&".join(f"{name}={{{name}}}" for name in required)
    rest = f"{{{'&' if first else '?'}{','.join(others)}}}" if others else ""
    return (f"?{first}" if first else "") + rest
