"""The decisions of a store over an index, renewed as people decide: at once in this process, in a second elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread

from resolver.decide import DecisionModel
from resolver.engine import Engine
from resolver.errors import InputError, StoreError
from resolver.live.corrected import CorrectedEngine
from resolver.live.given import Settled
from resolver.sources.model import tidy
from resolver.store import Decision, Store, name_key
from resolver.text import MAX_NAME_LENGTH

_LOOK_EVERY = 1.0
_LOOK_AFTER_FAILURE = 10.0
_log = logging.getLogger("resolver.live")


class Live:
    """Gives the engine that follows the decisions as they stand now. Threads may share it.

    Whoever asks first after a second looks whether anything was decided meanwhile, which costs one look into an index
    of the database. A store that can't be read leaves the last state in force.
    """

    def __init__(
        self,
        store: Store,
        base: Engine,
        model: DecisionModel,
        *,
        as_of: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """With `as_of`, the decisions up to this number are in force, and no later ones. `clock` gives seconds and
        never goes back. Raises StoreError."""
        self._as_of = as_of
        self._store = store
        self._base = base
        self._model = model
        self._clock = clock
        self._lock = Lock()
        self._settling: Thread | None = None
        self._engine = self._load(self._settled(store.revision() if as_of is None else as_of))
        self._next = clock() + _LOOK_EVERY

    @classmethod
    def open(cls, store: str | Path, base: Engine, model: DecisionModel, *, as_of: int | None = None) -> Live:
        """Over the store at a path or a URL. Raises StoreError."""
        return cls(Store.open(store, pooled=False), base, model, as_of=as_of)

    def current(self) -> CorrectedEngine:
        """The engine with the decisions of at most a second ago, and all that were made through this object."""
        if self._as_of is None and self._clock() >= self._next and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._engine

    def decide(self, decision: Decision) -> Decision:
        """Writes a decision, which is in force from now on; returns it as it was written. Raises InputError naming the
        field that is wrong, StoreError."""
        no = self._store.decide(self._checked(decision))
        self._renew()
        return self._store.decision(no)

    def undo(self, no: int, *, who: str, why: str = "") -> Decision:
        """Undoes a decision; returns it as it stands now. Raises InputError, StoreError."""
        self._store.undo(no, who=who, why=why)
        self._renew()
        return self._store.decision(no)

    def decisions(self, *, undone: bool = False) -> list[Decision]:
        """The decisions that hold, in their order; with `undone` the others as well. Raises StoreError."""
        return self._store.decisions(undone=undone)

    def _checked(self, decision: Decision) -> Decision:
        """The decision under the ids that lists keep, after what the store can't know: whether the entities and the
        name are any."""
        if decision.kind in ("alias", "not_alias"):
            if not name_key(decision.other):
                raise InputError("no letter or digit", field="other")
            if len(decision.other) > MAX_NAME_LENGTH:
                raise InputError(f"longer than {MAX_NAME_LENGTH:,} characters", field="other")
        entity, other = self._known("entity", decision.entity), decision.other
        return replace(decision, entity=entity, other=self._known("other", other) if decision.entities[1:] else other)

    def _known(self, field: str, given: str) -> str:
        entity = tidy(given)
        if not entity or self._indexed(entity) or self._store.with_ids([entity]):
            return entity
        if kept := self._store.merged([entity]).get(entity):
            return kept
        raise InputError(f"there is no entity '{entity}' in the index or the store", field=field)

    def _renew(self) -> None:
        if self._as_of is None:
            with self._lock:
                self._look()

    def _look(self) -> None:
        try:
            if self._store.revision() != self._engine.corrections.revision:
                self._engine = self._load(self._engine.settled)
                self._settle()
            self._next = self._clock() + _LOOK_EVERY
        except StoreError as error:
            _log.warning("the decisions can't be read anew: %s", error)
            self._next = self._clock() + _LOOK_AFTER_FAILURE

    def _load(self, settled: Settled) -> CorrectedEngine:
        corrections = self._store.corrections(at=self._as_of, known=self._indexed)
        return CorrectedEngine(self._base, self._model, corrections, self._store, settled)

    def _settled(self, revision: int) -> Settled:
        corrections = self._store.corrections(at=Settled.due(revision), known=self._indexed)
        return Settled.by(corrections, self._base, self._model, self._store)

    def _settle(self) -> None:
        """Settles a later state beside the answering, where one is due; until then answers take a little longer."""
        revision = self._engine.corrections.revision
        # Whether the thread lives is asked of the thread: one that was left behind by a fork does not.
        if Settled.due(revision) > self._engine.settled.revision and not (self._settling and self._settling.is_alive()):
            self._settling = Thread(target=self._settle_until, args=(revision,), daemon=True)
            self._settling.start()

    def _settle_until(self, revision: int) -> None:
        try:
            settled = self._settled(revision)
            with self._lock:
                self._engine = self._load(settled)
        except StoreError as error:
            _log.warning("the decisions can't be settled: %s", error)

    def _indexed(self, entity: str) -> bool:
        return self._base.index.entity_number(entity) is not None
