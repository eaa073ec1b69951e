"""What clients tell beside a name (country, date of birth, gender): evidence, as at every other door.

It is read as lists are, since it stands in the cells of somebody's table: what can't be read says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resolver.facts import FACTS, known_of
from resolver.model import Context, EntityRecord
from resolver.web.reconcile.properties import known_values
from resolver.web.reconcile.queries import Condition


def told(conditions: Iterable[Condition]) -> Context:
    """What the conditions of a query say of whoever is meant; what one rules out is no evidence."""
    texts: dict[str, list[str]] = {property_id: [] for property_id in FACTS}
    for condition in conditions:
        if condition.property in texts and condition.quantifier != "none":
            texts[condition.property] += (text for value in condition.values for text in value)
    return known_of(*texts.values())


def agrees(entity: EntityRecord, property_id: str, value: Sequence[str]) -> bool:
    """Whether one of the spellings of a value is known of the entity; dates agree as far as both are known."""
    asked = known_of(*(value if property_id == known else () for known in FACTS))
    mine = known_values(entity, property_id)
    if property_id == "birth_date":
        return any(a.startswith(b) or b.startswith(a) for a in mine for b in asked.birth_dates)
    return not {*asked.countries, *asked.genders}.isdisjoint(mine)
