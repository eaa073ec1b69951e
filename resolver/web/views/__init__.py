"""What the service answers: a function for each operation of the contract, under its `operationId`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from resolver.web.views.decisions import decide, decisions, undo
from resolver.web.views.entities import entity, suggest
from resolver.web.views.jobs import job, job_cancel, job_result, job_start, jobs
from resolver.web.views.names import (
    annotate,
    cluster,
    compare,
    compare_many,
    explain_best,
    resolve,
    resolve_many,
    variants,
)
from resolver.web.views.sent import as_json, status_of
from resolver.web.views.state import health, health_live, health_ready, metrics, openapi

Answer = Callable[..., Any]
"""Takes the service and the values of the request; returns what is sent as JSON, its bytes, or a whole response."""


ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {
        "resolve": resolve,
        "resolve_many": resolve_many,
        "explain": explain_best,
        "compare": compare,
        "compare_many": compare_many,
        "suggest": suggest,
        "entity": entity,
        "variants": variants,
        "annotate": annotate,
        "cluster": cluster,
        "decisions": decisions,
        "decide": decide,
        "undo": undo,
        "jobs": jobs,
        "job_start": job_start,
        "job": job,
        "job_cancel": job_cancel,
        "job_result": job_result,
        "health": health,
        "health_live": health_live,
        "health_ready": health_ready,
        "metrics": metrics,
        "openapi": openapi,
    }
)

__all__ = ["ANSWERS", "Answer", "as_json", "status_of"]
