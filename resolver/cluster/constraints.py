"""What is known before clustering: pairs that are one entity or are not, and clusters that stay as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resolver.errors import InputError
from resolver.model import NameRow
from resolver.text import clean


@dataclass(frozen=True, slots=True)
class Constraint:
    """Two names known to denote one entity (`same`) or two. `row` is where it stands in its file, for errors."""

    left: str
    right: str
    same: bool
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The clusters of an earlier run: name -> id, and id -> canonical name ("" if unknown). Their names stay together
    under their id; new names may join them."""

    ids: Mapping[str, str]
    canonical: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[NameRow]) -> Earlier:
        """The clusters of a name list; a name of several entities counts for the first of them by id."""
        ordered = sorted(rows)
        ids = {clean(row.name): row.entity_id for row in reversed(ordered)}
        named = {row.entity_id: clean(row.name) for row in reversed(ordered) if row.role == "primary"}
        return cls(ids, {id: named.get(id, "") for id in ids.values()})


class Groups:
    """Names (by number) that must share a cluster."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, name: int) -> int:
        """The lowest name of the group."""
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, left: int, right: int) -> None:
        low, high = sorted((self.find(left), self.find(right)))
        self._parent[high] = low


def groups_of(numbers: Mapping[str, int], constraints: Iterable[Constraint], earlier: Earlier) -> Groups:
    """The groups of the numbered names. Names that have no number are passed over.

    Raises InputError where a constraint contradicts the others or an earlier cluster.
    """
    groups = Groups(len(numbers))
    firsts: dict[str, int] = {}
    for name, id in sorted(earlier.ids.items()):
        if name in numbers:
            groups.join(firsts.setdefault(id, numbers[name]), numbers[name])
    held = {groups.find(first) for first in firsts.values()}
    known = [c for c in constraints if c.left in numbers and c.right in numbers]
    for constraint in known:
        if constraint.same:
            left, right = groups.find(numbers[constraint.left]), groups.find(numbers[constraint.right])
            if left != right and left in held and right in held:
                raise _contradiction(constraint, "the earlier clusters have them as two entities")
            groups.join(left, right)
            if left in held or right in held:
                held.add(groups.find(left))
    for constraint in known:
        if not constraint.same and groups.find(numbers[constraint.left]) == groups.find(numbers[constraint.right]):
            raise _contradiction(constraint, "other constraints or earlier clusters make them one")
    return groups


def _contradiction(constraint: Constraint, why: str) -> InputError:
    word = "same" if constraint.same else "different"
    return InputError(
        f"'{constraint.left}' and '{constraint.right}' are '{word}' here, but {why}",
        row=constraint.row,
        mend="Take out this row or what contradicts it.",
    )
