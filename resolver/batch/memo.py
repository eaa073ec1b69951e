"""Repeats are answered once: which names are new, and the answers of those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from resolver.batch.output import Answer
from resolver.batch.pool import Cells
from resolver.batch.rows import Row

MOST_KEYS = 1 << 17
"""Keys of one generation; two generations are remembered."""


_NO_ANSWER: Answer = MappingProxyType({})


class Slot:
    """The place of one answer, shared by all rows that ask the same. Once the first of them is written, `rendered` is
    the answer as the output has it and `outcome` what it counts as; the answer is kept only for who sees the rows."""

    __slots__ = ("answer", "outcome", "rendered")

    def __init__(self) -> None:
        self.answer = _NO_ANSWER
        self.outcome = ""
        self.rendered: Any = None

    def forget(self) -> None:
        """Lets go of the answer."""
        self.answer = _NO_ANSWER


@dataclass(slots=True)
class Batch:
    """Some rows, the slots of the answers of each, and the keys among them that are asked for the first time."""

    rows: list[Row] = field(default_factory=list)
    slots: list[list[Slot]] = field(default_factory=list)
    fresh: dict[Cells, Slot] = field(default_factory=dict)

    def fill(self, answers: list[Answer]) -> None:
        """Puts the answers for the fresh keys into their slots."""
        for slot, answer in zip(self.fresh.values(), answers, strict=True):
            slot.answer = answer


class Memo:
    """The slots of the keys asked of late, in two generations of `most` keys: when the young one is full the old one
    goes, and what of it is asked again becomes young.

    Which keys are remembered follows from the sequence of keys alone, so every run over a table asks the engine the
    same in the same order; a journal relies on that.
    """

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._young: dict[Cells, Slot] = {}
        self._old: dict[Cells, Slot] = {}

    def knows(self, keys: Sequence[Cells]) -> bool:
        """Whether all of these were asked lately."""
        return all(key in self._young for key in keys)

    def add(self, row: Row, keys: Sequence[Cells], batch: Batch) -> None:
        """Takes a row into the batch, which asks these keys."""
        batch.rows.append(row)
        batch.slots.append([self._young.get(key) or self._slot(key, batch) for key in keys])

    def _slot(self, key: Cells, batch: Batch) -> Slot:
        """The slot of a key that is not among the young ones."""
        slot = self._old.get(key)
        if slot is None:
            slot = batch.fresh[key] = Slot()
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = slot
        return slot
