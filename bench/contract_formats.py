"""What the formats of the contract stand for, told to schemathesis: it loads this (SCHEMATHESIS_HOOKS)."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies as st

schemathesis.openapi.format("country", st.sampled_from(["BY", "blr", "Belarus", "Беларусь", "SU", "BY;RU"]))
schemathesis.openapi.format("partial-date", st.sampled_from(["1952", "1952-10", "1952-10-07", "1952; 1953-01"]))


@schemathesis.hook
def map_case(_context: Any, case: Any) -> Any:
    """Something is told of the names of a job once for all, or once for each. JSON Schema has no words for that, so in
    a request that should be sound what is told too often is left out."""
    columns = (case.query or {}).get("column")
    if isinstance(columns, list) and case.meta and case.meta.generation.mode.is_positive:
        most = len(columns) if case.query.get("each") is True else 1
        told = {name: value for name, value in case.query.items() if name != "column" and isinstance(value, list)}
        case.query.update({name: value[:1] for name, value in told.items() if len(value) != most})
    return case
