"""The vocabulary of the system: the names that are indexed, and the answers that come back.

All are frozen; `to_dict` gives the JSON shape that every door prints, with the same field names.
"""

from resolver.model.answers import (
    STATUSES,
    Annotation,
    Candidate,
    Comparison,
    Explanation,
    Mention,
    Resolution,
    Status,
    Variant,
)
from resolver.model.asked import ENTITY_TYPES, NO_CONTEXT, Asked, Context, EntityType, NameRow
from resolver.model.entities import EntityName, EntityRecord, EntityRef, Suggestion
from resolver.model.reasons import Reason, reason_line

__all__ = [
    "ENTITY_TYPES",
    "NO_CONTEXT",
    "STATUSES",
    "Annotation",
    "Asked",
    "Candidate",
    "Comparison",
    "Context",
    "EntityName",
    "EntityRecord",
    "EntityRef",
    "EntityType",
    "Explanation",
    "Mention",
    "NameRow",
    "Reason",
    "Resolution",
    "Status",
    "Suggestion",
    "Variant",
    "reason_line",
]
