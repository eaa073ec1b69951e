"""What people decided about entities: who, when and why. Decisions are added and undone, never changed or removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

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

    @property
    def entities(self) -> tuple[str, ...]:
        """The ids that it speaks of."""
        return (self.entity, self.other) if self.kind in ("same", "different") else (self.entity,)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape, the same behind every door."""
        return {
            "no": self.no,
            "kind": self.kind,
            "entity": self.entity,
            "other": self.other,
            "who": self.who,
            "why": self.why,
            "at": self.at,
            "undone": self.undone,
        }


def checked(decision: Decision) -> Decision:
    """The decision with its texts tidy. Raises InputError naming the field that is empty or no kind."""
    if decision.kind not in DECISION_KINDS:
        mend = f"There are: {', '.join(DECISION_KINDS)}."
        raise InputError(f"'{decision.kind}' is no kind of decision", field="kind", mend=mend)
    entity, other, who, why = map(tidy, (decision.entity, decision.other, decision.who, decision.why))
    for field, value in (("entity", entity), ("other", other), ("who", who)):
        if not value:
            raise InputError("empty", field=field)
    if len(decision.entities) > 1 and entity == other:
        raise InputError("the two entities are one", field="other")
    return replace(decision, entity=entity, other=other, who=who, why=why)


def add(connection: Connection, decision: Decision, at: str) -> int:
    """Writes a checked decision; returns its number."""
    fields = ("kind", "entity", "other", "who", "why")
    return _insert(connection, {"at": at, **{field: getattr(decision, field) for field in fields}})


def undo(connection: Connection, no: int, who: str, why: str, at: str) -> int:
    """Undoes a decision; returns the number of the undoing. Raises InputError if there is none of that number, or it
    is undone already."""
    found = numbered(connection, no)
    if found.undone:
        raise InputError(f"decision {no} is undone already, by {found.undone}", field="no")
    if not tidy(who):
        raise InputError("empty", field="who")
    values = {"entity": found.entity, "other": found.other, "who": tidy(who), "why": tidy(why)}
    return _insert(connection, {"kind": _UNDO, "undoes": no, "at": at, **values})


def numbered(connection: Connection, no: int) -> Decision:
    """The decision with this number. Raises InputError if there is none."""
    found = next(all_of(connection, schema.decisions.c.no == no), None)
    if found is None:
        raise InputError(f"there is no decision {no}", field="no")
    return found


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


def holding(connection: Connection, kinds: Iterable[DecisionKind]) -> list[Decision]:
    """The decisions of these kinds that are not undone, in their order."""
    return [found for found in all_of(connection, schema.decisions.c.kind.in_(list(kinds))) if not found.undone]


def as_of(connection: Connection, no: int) -> Iterator[Decision]:
    """The decisions as they stood after the one, or the undoing, with this number."""
    for found in all_of(connection, schema.decisions.c.no <= no):
        yield found if found.undone <= no else replace(found, undone=0)


def revision(connection: Connection, until: str | None = None) -> int:
    """The number of the last decision or undoing, or of the last made until a time; 0 if there is none."""
    query = sa.select(sa.func.max(schema.decisions.c.no))
    return int(connection.scalar(query if until is None else query.where(schema.decisions.c.at <= until)) or 0)


def _insert(connection: Connection, values: dict[str, object]) -> int:
    query = sa.insert(schema.decisions).values(**values).returning(schema.decisions.c.no)
    return int(connection.execute(query).scalar_one())
