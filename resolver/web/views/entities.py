"""What the index holds."""

from __future__ import annotations

from typing import Any

from resolver.model import EntityType
from resolver.web.problems import Refusal
from resolver.web.service import Service


def suggest(service: Service, *, prefix: str, limit: int, type: EntityType | None = None) -> Any:
    return {"results": [s.to_dict() for s in service.current().suggest(prefix, type=type, limit=limit)]}


def entity(service: Service, *, id: str) -> Any:
    found = service.current().entity(id)
    if found is None:
        raise Refusal(404, "The index has no entity with this id.", mend="GET /suggest?prefix=… finds entities.")
    return found.to_dict()
