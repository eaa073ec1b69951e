"""What decisions come to, taken together: which ids are one entity, which names were given to it and taken from it.

A negative decision always counts more than a positive one, whichever came later: two entities known to be different are
not joined by any chain of others, and a name that is known not to be an entity's does not become its alias.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from resolver.errors import InputError
from resolver.names.parse import parse
from resolver.store.decisions import Decision

ByEntity = Mapping[str, Decision]


def name_key(name: str) -> str:
    """The name as decisions are compared with queries: its folded letters in spoken order, without gaps."""
    return parse(name).joined


@dataclass(frozen=True, slots=True)
class Corrections:
    """One state of the decisions; it never changes.

    `aliases` are the decisions that give a name. `named` and `removed` lead from the key of a name to the entities
    (ids that are kept) that have it by decision, or don't. `referents` leads from each merged id to the one that is
    kept, `merges` to the decision, where people and not a list merged them. `revision` is the number of the last
    decision or undoing.
    """

    revision: int = 0
    aliases: tuple[Decision, ...] = ()
    named: Mapping[str, ByEntity] = field(default_factory=dict)
    removed: Mapping[str, ByEntity] = field(default_factory=dict)
    referents: Mapping[str, str] = field(default_factory=dict)
    merges: ByEntity = field(default_factory=dict)
    fingerprint: str = ""
    """A hash of the decisions that hold: hex, "" where there are none."""

    @classmethod
    def of(
        cls, decisions: Iterable[Decision], revision: int = 0, listed: Mapping[str, str] = MappingProxyType({})
    ) -> Corrections:
        """The state after these decisions, in the order of their numbers; those undone count for nothing. `listed` are
        ids that a list merged, with those that it kept."""
        held = [under(listed, decision) for decision in decisions if not decision.undone]
        referents, merges = _merged(held, listed)
        removed = _by_key((d for d in held if d.kind == "not_alias"), referents)
        aliases = tuple(
            d
            for d in held
            if d.kind == "alias" and referents.get(d.entity, d.entity) not in removed.get(name_key(d.other), ())
        )
        return cls(
            revision,
            aliases,
            _by_key(aliases, referents),
            removed,
            MappingProxyType(referents),
            MappingProxyType(merges),
            hashlib.blake2b(repr(held).encode(), digest_size=16).hexdigest() if held else "",
        )

    def kept(self, entity: str) -> str:
        """The id that answers for this one: that of the entity it was merged into, or itself."""
        return self.referents.get(entity, entity)


def contradiction(decision: Decision, holding: Callable[..., Iterable[Decision]]) -> InputError | None:
    """The error of a decision that would have no effect, since a negative one says otherwise; `holding` gives the
    decisions of some kinds that are not undone."""
    against: Decision | None = None
    if decision.kind == "alias":
        said = (d for d in holding("not_alias") if d.entity == decision.entity)
        against = next((d for d in said if name_key(d.other) == name_key(decision.other)), None)
    elif decision.kind == "same" and (different := list(holding("different"))):
        held = Corrections.of([*different, *holding("same")])
        pair = {held.kept(decision.entity), held.kept(decision.other)}
        against = next((d for d in different if {held.kept(d.entity), held.kept(d.other)} == pair), None)
    if against is None:
        return None
    what = f"'{against.other}' is no name of {against.entity}"
    if against.kind == "different":
        what = f"{against.entity} and {against.other} are different"
    mend = f"Undo decision {against.no} first."
    return InputError(f"{against.who} decided that {what}", field="other", mend=mend)


def under(listed: Mapping[str, str], decision: Decision) -> Decision:
    """The decision with the ids that a list kept in place of those that it merged."""
    if listed.keys().isdisjoint(decision.entities):
        return decision
    entity, *others = (listed.get(entity, entity) for entity in decision.entities)
    return replace(decision, entity=entity, other=others[0] if others else decision.other)


def _merged(decisions: Iterable[Decision], listed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Decision]]:
    """For each merged id the one that is kept, and the decision by which it was merged, if not by a list."""
    foes: dict[str, set[str]] = {}
    same: list[Decision] = []
    for decision in decisions:
        if decision.kind == "different":
            foes.setdefault(decision.entity, set()).add(decision.other)
            foes.setdefault(decision.other, set()).add(decision.entity)
        elif decision.kind == "same":
            same.append(decision)
    kept = dict(listed)
    members: dict[str, list[str]] = {}
    for gone, into in listed.items():
        members.setdefault(into, []).append(gone)
    by: dict[str, Decision] = {}
    for decision in same:
        into, gone = (kept.get(entity, entity) for entity in (decision.entity, decision.other))
        if into == gone or gone in foes.get(into, ()):
            continue
        joining = [gone, *members.pop(gone, ())]
        members.setdefault(into, []).extend(joining)
        kept.update(dict.fromkeys(joining, into))
        by[gone] = decision
        for foe in foes.pop(gone, set()):
            foes[foe].discard(gone)
            foes[foe].add(into)
            foes.setdefault(into, set()).add(foe)
    return kept, by


def _by_key(decisions: Iterable[Decision], referents: Mapping[str, str]) -> Mapping[str, ByEntity]:
    found: dict[str, dict[str, Decision]] = {}
    for decision in decisions:
        entity = referents.get(decision.entity, decision.entity)
        found.setdefault(name_key(decision.other), {}).setdefault(entity, decision)
    return MappingProxyType({key: MappingProxyType(part) for key, part in found.items()})
