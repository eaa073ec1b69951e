"""The service itself: how it does, and what it offers."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from resolver.web.contract import contract
from resolver.web.problems import Refusal
from resolver.web.service import Service


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
    return {**contract().document, "servers": [{"url": f"{request.script_root}/v1"}]}
