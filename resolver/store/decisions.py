"""What people decided about entities: who, when and why. Decisions are added and undone, never changed or removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from resolver.errors import InputError
from resolver.sources.model import tidy
from resolver.store import schema

DecisionKind = Literal["same", "different", "alias", "not_alias"]
DECISION_KINDS: tuple[DecisionKind, ...] = ("same", "different", "alias", "not_alias")
_UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on the entity of id `entity`.

    `other` is the id of another entity (same, different) or a name (alias, not_alias). `who` decided and `why` are
    words of people. `no` counts decisions in the order in which they were made, `at` is the time in UTC (ISO 8601);
    both are given when it is written. `undone` is the number of the decision's undoing, 0 while it holds.
    """

    kind: DecisionKind
    entity: str
    other: str
    who: str
    why: str = ""
    no: int = 0
    at: str = ""
    undone: int = 0


def add(connection: Connection, decision: Decision, at: str) -> int:
    """Writes a decision; returns its number. Raises InputError naming the field that is empty or no kind."""
    if decision.kind not in DECISION_KINDS:
        raise InputError(f"'{decision.kind}' is no kind of decision", mend=f"There are: {', '.join(DECISION_KINDS)}.")
    values = {field: tidy(getattr(decision, field)) for field in ("entity", "other", "who", "why")}
    for field in ("entity", "other", "who"):
        if not values[field]:
            raise InputError("empty", field=field)
    if decision.kind in ("same", "different") and values["entity"] == values["other"]:
        raise InputError("the two entities are one", field="other")
    return _insert(connection, {"kind": decision.kind, "at": at, **values})


def undo(connection: Connection, no: int, who: str, why: str, at: str) -> int:
    """Undoes a decision; returns the number of the undoing. Raises InputError if there is none of that number, or it
    is undone already."""
    found = next(all_of(connection, schema.decisions.c.no == no), None)
    if found is None:
        raise InputError(f"there is no decision {no}")
    if found.undone:
        raise InputError(f"decision {no} is undone already, by {found.undone}")
    if not tidy(who):
        raise InputError("empty", field="who")
    values = {"entity": found.entity, "other": found.other, "who": tidy(who), "why": tidy(why)}
    return _insert(connection, {"kind": _UNDO, "undoes": no, "at": at, **values})


def all_of(connection: Connection, where: sa.ColumnElement[bool] | None = None) -> Iterator[Decision]:
    """Decisions in their order, those undone too."""
    made, undoing = schema.decisions, schema.decisions.alias("undoing")
    query = (
        sa.select(made, undoing.c.no.label("undone"))
        .join(undoing, undoing.c.undoes == made.c.no, isouter=True)
        .where(made.c.kind != _UNDO)
        .order_by(made.c.no)
    )
    for row in connection.execute(query if where is None else query.where(where)):
        yield Decision(row.kind, row.entity, row.other, row.who, row.why, row.no, row.at, row.undone or 0)


def _insert(connection: Connection, values: dict[str, object]) -> int:
    query = sa.insert(schema.decisions).values(**values).returning(schema.decisions.c.no)
    return int(connection.execute(query).scalar_one())
