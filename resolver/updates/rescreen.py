"""Names asked again: which answers changed, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from resolver.bundled import bundled_index
from resolver.errors import TableError
from resolver.index import NameIndex
from resolver.model import Asked, EntityType, Resolution
from resolver.resolver import Resolver
from resolver.updates.difference import EntityChange, entity_change
from resolver.version import __version__

CauseKind = Literal["list", "decision", "engine"]

_CHUNK = 256
_AS_LIKELY = 0.5
"""Of an ambiguous answer, candidates at least this likely in proportion to the best make the answer what it is."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an answer changed: the list did, people decided, or another version of the engine answers."""

    kind: CauseKind
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {"kind": self.kind, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Change:
    """A name whose answer changed; `before` and `after` differ in status, or in which entities it speaks of."""

    before: Resolution
    after: Resolution
    causes: tuple[Cause, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {
            "query": self.after.query,
            "causes": [cause.to_dict() for cause in self.causes],
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
        }


def rescreen(
    names: Iterable[str | Asked],
    since: Path,
    *,
    index: Path | None = None,
    store: str | None = None,
    since_decision: int | None = None,
    type: EntityType | None = None,
) -> Iterator[Change]:
    """The names whose answer is another than it was. What is known beside a name comes with it, as `Asked`; `type` is
    that of all others.

    `since` is the index that was asked before, or a file of the answers that were given (JSON Lines). They are compared
    with those of `index` (None: the bundled aliases). With a `store`, answers follow its decisions: before, those up
    to the number `since_decision`; without it, those made until `since` was written. Raises what `Resolver.open`
    raises, and TableError for a file that holds no answers.
    """
    if store is not None and since_decision is None:
        since_decision = _revision_at(store, since)
    new = bundled_index() if index is None else NameIndex.open(index)
    now = Resolver(new, store=store)
    then = Resolver(new, store=store, as_of=since_decision) if store is not None else now
    old = _Index(since, store, since_decision, type) if since.is_dir() else _Answers(since)
    waiting = iter(names)
    while chunk := list(islice(waiting, _CHUNK)):
        for name, before, after in zip(chunk, old.answers(chunk), now.resolve_many(chunk, type=type), strict=True):
            if before is not None and _says(before) != _says(after):
                between = after if then is now else then.resolve_many([name], type=type)[0]
                yield Change(before, after, tuple(_causes(before, between, after, old, new)))


def _revision_at(store: str, since: Path) -> int:
    """The last decision before an index or a file of answers was written."""
    from resolver.store import Store  # a database library takes long to load

    written = since / "manifest.json" if since.is_dir() else since
    with Store.open(store) as opened:
        return opened.revision_at(datetime.fromtimestamp(written.stat().st_mtime, UTC))


class _Index:
    """The index that was asked before."""

    def __init__(self, path: Path, store: str | None, as_of: int | None, type: EntityType | None) -> None:
        self.names: NameIndex | None = NameIndex.open(path)
        self._resolver = Resolver(self.names, store=store, as_of=as_of)
        self._type = type
        self._built_by = str(json.loads((path / "manifest.json").read_text("utf-8")).get("engine", ""))

    def answers(self, names: Sequence[str | Asked]) -> Sequence[Resolution]:
        return self._resolver.resolve_many(names, type=self._type)

    def engine_of(self, _answer: Resolution) -> str:
        return self._built_by


class _Answers:
    """The answers that were given before; there is none for a name that was not asked."""

    names: NameIndex | None = None

    def __init__(self, path: Path) -> None:
        self._answers: dict[str, Resolution] = {}
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    answer = Resolution.from_dict(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    mend = "Give an index, or what `resolver resolve --json` wrote."
                    raise TableError(f"{path} holds no answers", row=number, mend=mend) from None
                self._answers[answer.query] = answer

    def answers(self, names: Sequence[str | Asked]) -> Sequence[Resolution | None]:
        return [self._answers.get(name if isinstance(name, str) else name.name) for name in names]

    def engine_of(self, answer: Resolution) -> str:
        return answer.engine


def _says(answer: Resolution) -> tuple[str, frozenset[str]]:
    """What counts of an answer: its status and the entities that it speaks of."""
    if answer.status == "ambiguous":
        least = max((c.score for c in answer.candidates), default=0.0) * _AS_LIKELY
        return answer.status, frozenset(c.id for c in answer.candidates if c.score >= least)
    return answer.status, frozenset([answer.entity.id] if answer.entity else ())


def _causes(
    before: Resolution, between: Resolution, after: Resolution, old: _Index | _Answers, new: NameIndex
) -> Iterator[Cause]:
    """`between` is the answer with the list and engine of now and the decisions of then."""
    if _says(before) != _says(between):
        same_list, same_engine = before.index == new.info.hash, old.engine_of(before) == __version__
        changes = _changes(_says(before)[1] | _says(between)[1], old.names, new)
        if not same_list and (changes or same_engine or old.names is None):
            yield Cause("list", "; ".join(changes) or ("another list" if old.names is None else "names beside it"))
        if same_list or not (changes or same_engine):
            yield Cause("engine", f"{old.engine_of(before)} before, {__version__} now")
    if _says(between) != _says(after):
        yield Cause("decision", _decided(after) or f"undone: {_decided(between)}")


def _changes(entities: Iterable[str], old: NameIndex | None, new: NameIndex) -> list[str]:
    """What happened to these entities, where the old list is there."""
    found = [entity_change(old, new, entity) for entity in sorted(entities)] if old else []
    return [_line(change) for change in found if change]


def _line(change: EntityChange) -> str:
    if change.kind != "changed":
        return f"{change.id} {change.kind}"
    parts = [f"+ {name}" for name in change.names_added] + [f"- {name}" for name in change.names_removed]
    parts += [f"~ {name}" for name in change.names_changed] + [f"{field} changed" for field, _, _ in change.fields]
    return f"{change.id}: {', '.join(parts)}"


def _decided(answer: Resolution) -> str:
    return "; ".join(reason.detail for reason in answer.reasons if reason.kind == "decision")
