"""What people decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import g

from resolver.errors import InputError
from resolver.web.keys import Key
from resolver.web.problems import Refusal, sentence
from resolver.web.service import Service

if TYPE_CHECKING:  # the database library is loaded where there is a store
    from resolver.store import DecisionKind


def decisions(service: Service) -> Any:
    return {"results": [decision.to_dict() for decision in service.current().decisions()]}


def decide(
    service: Service, *, kind: DecisionKind, entity: str, other: str, who: str | None = None, why: str = ""
) -> Any:
    with _as_conflict():
        return service.current().decide(kind, entity, other, who=who or _key_owner(), why=why).to_dict()


def undo(service: Service, *, no: str, who: str | None = None, why: str = "") -> Any:
    with _as_conflict():
        return service.current().undo(int(no), who=who or _key_owner(), why=why).to_dict()


@contextmanager
def _as_conflict() -> Iterator[None]:
    """What is asked for as the contract says, and can't be for what index and store hold, is a conflict with these."""
    try:
        yield
    except InputError as error:
        raise Refusal(409, sentence(error.message), field=error.field, mend=error.mend) from None


def _key_owner() -> str:
    key: Key = g.key
    return key.note or key.id
